"""The error listener: shows a refusal at its field, in a modal, or in a message only that person sees."""

import contextlib
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit.modal import Message, text_message
from blocks.workspace.refusal import refusal_message, refusal_modal
from blocks.workspace.words import DONE_NOT_SHOWN
from bot.slack import errors as slack_errors
from bot.slack.again import has_committed
from bot.slack.response_url import NotTaken, post_answer
from bot.slack.work import Reply, tell_by_message
from storage.engine.conflicts import is_conflict
from storage.engine.faults import DatabaseFault, cause_of, said_by
from storage.entities.contact import ContactRefused
from storage.entities.errors import (
    AlreadyDone,
    DatabaseAway,
    FieldRefused,
    FormRefused,
    NotAllowed,
    NotFound,
    OurFault,
    Refused,
    RoleUnknown,
    SlackFailed,
    TooLateForSlack,
)
from storage.entities.right import Rights

log = structlog.get_logger()

_LATE = {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"}
_OK = BoltResponse(status=200, body="")
_TRIANGLE = BoltResponse(status=500, body="")  # Slack then shows a warning beside what was pressed


async def answer(
    error: Exception, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
) -> BoltResponse:
    """Answer any error of a listener. The person who acted always reads why."""
    if isinstance(error, AlreadyDone):
        return _OK
    is_event = body.get("type") == "event_callback"
    if has_committed() and not isinstance(error, Refused):
        return await _answer_what_is_done(error, body, context, is_event=is_event)
    refused = error if isinstance(error, Refused) else _in_words(error)
    # people share files without asking the app for anything
    if not (is_event and isinstance(error, NotAllowed)):
        _note(error, refused, context)
    if is_event:
        # There is no one to tell. After a 500, Slack sends the event again.
        settled = error is refused and not isinstance(error, RoleUnknown)
        return _OK if settled else BoltResponse(status=500, body="")
    return await _tell(refused, body, context, client)


async def _answer_what_is_done(
    error: Exception, body: Mapping[str, Any], context: AsyncBoltContext, *, is_event: bool
) -> BoltResponse:
    """Answer an error after the commit: what was stored stays so, and nothing is refused."""
    log.error("failed_after_the_change", error=type(error).__name__, exc_info=error)
    if not is_event:
        await _tell_by_message(text_message(DONE_NOT_SHOWN), body, context)
    return _OK


def _in_words(error: Exception) -> Refused:
    if isinstance(error, SlackApiError) and slack_errors.error_code(error) in _LATE:
        return TooLateForSlack()
    if isinstance(error, slack_errors.FAILURES):
        return SlackFailed()
    if isinstance(error, DatabaseFault) or cause_of(error):
        return DatabaseAway()
    return OurFault()


def _note(error: Exception, refused: Refused, context: AsyncBoltContext) -> None:
    """Log it. That the database is away or busy is told once for everybody."""
    cause = cause_of(error)
    if isinstance(error, NotAllowed):
        log.warning("authz_denied", actor=context.user_id, team=context.team_id)
    elif is_conflict(error):
        log.warning("listener_gave_way", detail=said_by(error))
    elif isinstance(error, slack_errors.UNREACHABLE):
        log.warning("slack_did_not_answer", error=type(error).__name__, detail=said_by(error))
    elif error is not refused and cause is None:
        log.error("listener_failed", error=type(error).__name__, exc_info=error)


async def _tell(
    refused: Refused, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient
) -> BoltResponse:
    if "command" in body:
        message = refusal_message(refused, _rights(context))
        return _json({"response_type": "ephemeral", "text": message.text, "blocks": message.blocks})
    if body.get("type") == "view_submission":
        return _json(_at_the_form(refused, body["view"], _rights(context)))
    if body.get("type") == "block_suggestion":
        return _json({"options": []})
    if body.get("response_url"):
        await _tell_below_the_message(refused, body["response_url"], context, client)
    elif body.get("trigger_id"):
        told = await _tell_in_a_modal(refused, body, context, client)
        await _redraw_a_stale_home(refused, body, context)
        return _OK if told else _TRIANGLE
    return _OK


def _rights(context: AsyncBoltContext) -> Rights:
    """Return the acting person's rights. Empty if they were refused before their role was known."""
    rights: Rights = context.get("rights", frozenset())
    return rights


def _at_the_form(refused: Refused, view: Mapping[str, Any], rights: Rights) -> dict[str, Any]:
    if isinstance(refused, FormRefused):
        return {"response_action": "errors", "errors": refused.errors}
    if isinstance(refused, FieldRefused):
        return {"response_action": "errors", "errors": {refused.field: refused.text}}
    if isinstance(refused, ContactRefused):
        return {"response_action": "update", "view": refusal_modal(refused, rights, view["title"]["text"])}
    # Above the form, so that what was typed is kept and can be submitted again.
    return {"response_action": "push", "view": refusal_modal(refused, rights)}


async def _tell_below_the_message(
    refused: Refused, url: str, context: AsyncBoltContext, client: AsyncWebClient
) -> None:
    message = refusal_message(refused, _rights(context))
    # without a unit of work the workspace is not ours
    if isinstance(refused, DatabaseAway) or "uow" not in context:
        await _tell_directly(message, url, client)
        return
    try:
        async with context["uow"].of(once=None) as uow:
            reply = Reply(url, message.text, list(message.blocks), str(context.get("trigger_id")))
            await uow.outbox.add(reply)
    except DatabaseFault:
        await _tell_directly(message, url, client)


async def _tell_directly(message: Message, url: str, client: AsyncWebClient) -> None:
    try:
        await post_answer(client, url, message)
    except (NotTaken, *slack_errors.FAILURES) as error:
        log.error("refusal_not_shown", error=type(error).__name__)


async def _tell_in_a_modal(
    refused: Refused, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient
) -> bool:
    """Show a refusal in a modal, or in a direct message if none opens. Returns whether it is told."""
    from_a_modal = (body.get("view") or {}).get("type") == "modal"
    show = client.views_push if from_a_modal else client.views_open
    try:
        await show(trigger_id=body["trigger_id"], view=refusal_modal(refused, _rights(context)))
    except slack_errors.FAILURES:
        whom = refused.contact.id if isinstance(refused, ContactRefused) else None
        return await _tell_by_message(refusal_message(refused, _rights(context)), body, context, whom)
    return True


async def _tell_by_message(
    message: Message, body: Mapping[str, Any], context: AsyncBoltContext, contact_id: int | None = None
) -> bool:
    """Enqueue a direct message to the person who acted. Returns whether it could be."""
    if "uow" not in context:
        return False
    try:
        async with context["uow"].of(once=None) as uow:
            await tell_by_message(uow, message, str(body.get("trigger_id")), contact_id)
    except DatabaseFault as error:
        log.error("refusal_not_shown", error=type(error).__name__)
        return False
    return True


async def _redraw_a_stale_home(refused: Refused, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
    """Update a Home tab whose button was out of date."""
    if (body.get("view") or {}).get("type") != "home" or not isinstance(refused, ContactRefused | NotFound):
        return
    with contextlib.suppress(DatabaseFault):
        async with context["uow"].of(once=None) as uow:
            await uow.redraws.home(uow.scope.actor)


def _json(body: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=dict(body))
