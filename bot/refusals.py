"""The one error listener: a refusal becomes an error at its field, a modal, or a message only they see."""

import contextlib
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from blocks.modal import Message
from blocks.refusal import refusal_message, refusal_modal
from bot import slack_errors
from bot.response_url import NotTaken, post_answer
from storage.errors import (
    AlreadyDone,
    ContactRefused,
    DatabaseAway,
    FieldRefused,
    FormRefused,
    NotAllowed,
    NotFound,
    Refused,
)

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
    is_event = body.get("type") == "event_callback"
    if not (is_event and isinstance(error, NotAllowed)):  # whoever shares a file asked for nothing
        _note(error, refused, context)
    if is_event:
        # Nobody to tell; what did not work is sent again by Slack.
        return _OK if error is refused else BoltResponse(status=500, body="")
    return await _tell(refused, body, context, client)


def _in_words(error: Exception) -> Refused:
    if isinstance(error, SlackApiError) and slack_errors.error_code(error) in _LATE:
        return Refused("That took too long for Slack. Please do it once more.")
    if isinstance(error, slack_errors.FAILURES):
        return Refused(
            "Slack did not answer as it should. Nothing was changed; please try again in a moment."
        )
    if isinstance(error, SQLAlchemyError):
        return DatabaseAway()
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
    if body.get("response_url"):
        await _tell_below_the_message(refused, body["response_url"], context, client)
    elif body.get("trigger_id"):
        await _tell_in_a_modal(refused, body, client)
        await _redraw_a_stale_home(refused, body, context)
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


async def _tell_below_the_message(
    refused: Refused, url: str, context: AsyncBoltContext, client: AsyncWebClient
) -> None:
    message = refusal_message(refused)
    payload = {"reply_to": url, "text": message.text, "blocks": message.blocks}
    if isinstance(refused, DatabaseAway) or "uow" not in context:  # the latter: a workspace that is not ours
        await _tell_directly(message, url, client)
        return
    try:
        async with context["uow"].of(once=None) as uow:
            await uow.outbox.slack("reply", f"reply:{context.get('trigger_id')}:{url}", payload)
    except SQLAlchemyError:
        await _tell_directly(message, url, client)


async def _tell_directly(message: Message, url: str, client: AsyncWebClient) -> None:
    try:
        await post_answer(client, url, message)
    except (NotTaken, *slack_errors.FAILURES) as error:
        log.error("refusal_not_shown", error=type(error).__name__)


async def _tell_in_a_modal(refused: Refused, body: Mapping[str, Any], client: AsyncWebClient) -> None:
    from_a_modal = (body.get("view") or {}).get("type") == "modal"
    show = client.views_push if from_a_modal else client.views_open
    try:
        await show(trigger_id=body["trigger_id"], view=refusal_modal(refused))
    except slack_errors.FAILURES as error:
        log.error("refusal_not_shown", error=type(error).__name__)


async def _redraw_a_stale_home(refused: Refused, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
    """What was pressed there and is not possible was drawn when it was."""
    if (body.get("view") or {}).get("type") != "home" or not isinstance(refused, ContactRefused | NotFound):
        return
    with contextlib.suppress(SQLAlchemyError):
        async with context["uow"].of(once=None) as uow:
            await uow.outbox.redraw_home(uow.scope.actor)


def _json(body: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=dict(body))
