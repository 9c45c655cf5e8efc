"""The one error listener: a refusal becomes an error at its field, a modal, or a message only they see."""

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from blocks.refusal import refusal_message, refusal_modal
from storage.errors import AlreadyDone, ContactRefused, FieldRefused, FormRefused, NotAllowed, Refused

log = structlog.get_logger()

_LATE = {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"}
_OK = BoltResponse(status=200, body="")


async def answer(
    error: Exception, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
) -> BoltResponse:
    """Every error of a listener ends here; the person who acted always reads why."""
    if isinstance(error, AlreadyDone):
        return _OK
    refused = error if isinstance(error, Refused) else _in_words(error)
    _note(error, refused, context)
    return await _tell(refused, body, context, client)


def _in_words(error: Exception) -> Refused:
    if isinstance(error, SlackApiError) and error.response.get("error") in _LATE:
        return Refused("That took too long for Slack. Please do it once more.")
    if isinstance(error, SlackApiError | SlackClientError | asyncio.TimeoutError | OSError):
        return Refused(
            "Slack did not answer as it should. Nothing was changed; please try again in a moment."
        )
    if isinstance(error, SQLAlchemyError):
        return Refused(
            "The database cannot be reached just now. Nothing was changed; please try again in a moment."
        )
    return Refused("Something went wrong on our side. Nothing was changed; please try again.")


def _note(error: Exception, refused: Refused, context: AsyncBoltContext) -> None:
    if isinstance(error, NotAllowed):
        log.warning("authz_denied", actor=context.user_id, team=context.team_id)
    elif error is not refused:
        log.error("listener_failed", error=type(error).__name__, exc_info=error)


async def _tell(
    refused: Refused, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient
) -> BoltResponse:
    if "command" in body:
        message = refusal_message(refused)
        return _json({"response_type": "ephemeral", "text": message.text, "blocks": message.blocks})
    if body.get("type") == "view_submission":
        return _json(_at_the_form(refused, body["view"]))
    if body.get("type") == "block_suggestion":
        return _json({"options": []})
    if "response_url" in body:
        await _tell_below_the_message(refused, body["response_url"], context)
    elif "trigger_id" in body:
        await _tell_in_a_modal(refused, body, client)
    return _OK


def _at_the_form(refused: Refused, view: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(refused, FormRefused):
        return {"response_action": "errors", "errors": refused.errors}
    if isinstance(refused, FieldRefused):
        return {"response_action": "errors", "errors": {refused.field: refused.text}}
    if isinstance(refused, ContactRefused):
        return {"response_action": "update", "view": refusal_modal(refused, view["title"]["text"])}
    # On top of the form, so that what was typed is still there to be sent again.
    return {"response_action": "push", "view": refusal_modal(refused)}


async def _tell_below_the_message(refused: Refused, url: str, context: AsyncBoltContext) -> None:
    message = refusal_message(refused)
    payload = {"reply_to": url, "text": message.text, "blocks": message.blocks}
    uow = context["uow"].of(once=None)
    async with uow:
        await uow.outbox.slack("reply", f"reply:{context.get('trigger_id')}:{url}", payload)


async def _tell_in_a_modal(refused: Refused, body: Mapping[str, Any], client: AsyncWebClient) -> None:
    show = client.views_push if body.get("view", {}).get("type") == "modal" else client.views_open
    try:
        await show(trigger_id=body["trigger_id"], view=refusal_modal(refused))
    except SlackClientError as error:
        log.error("refusal_not_shown", error=type(error).__name__)


def _json(body: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=dict(body))
