"""Shows in Slack what the outbox holds: cards, messages, and answers to a click."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from blocks.approval_news import misplaced_note
from blocks.modal import Message, ViewJson
from bot import slack_errors
from bot.response_url import NotTaken, post_answer
from bot.slack_files import NewFile, upload
from bot.workers.outbox import Effect, Failed, Result, Sent, Unwanted
from bot.workers.retry import Failure
from storage.bookkeeping import Card, Outbox
from storage.errors import NotInstalled
from storage.uow import UnitOfWork

_TEMPORARY = {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
# A token that is mended brings these back to life; until then every row of the workspace waits.
_MENDABLE = {
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "missing_scope",
}


# Where the app may not post: somebody has to be told elsewhere.
_NOT_OURS = {"not_in_channel", "channel_not_found", "is_archived", "restricted_action", "no_permission"}


Remember = Callable[[UnitOfWork, str, str], Awaitable[None]]  # given the conversation and ts of a new message


@dataclass(frozen=True, slots=True)
class Show:
    """A message and where it goes: a conversation or person, in place of message `ts`, an answer's URL."""

    message: Message
    channel: str | None = None
    ts: str | None = None
    reply_to: str | None = None
    replace: bool = False
    thread_ts: str | None = None
    instead: str | None = None  # who gets a card that may not be posted where it belongs
    remember: Remember | None = None  # where it was posted, for who will edit it
    effect: Effect | None = None  # written in the transaction that records it


@dataclass(frozen=True, slots=True)
class ShowView:
    """A modal that is open shows this now; one that was closed meanwhile shows nothing."""

    view_id: str
    view: ViewJson


@dataclass(frozen=True, slots=True)
class Publish:
    """A person's Home tab."""

    user_id: str
    view: ViewJson
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a direct message to somebody."""

    user_id: str
    file: NewFile
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Seek:
    """Slack is asked for the member with this address; `found` is written if there is one to write to."""

    email: str
    found: Callable[[UnitOfWork, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Note:
    """Nothing is shown, and nobody asked: only this is written."""

    effect: Effect


def on_card(message: Message, card: Card, instead: str | None = None) -> Show:
    """Where the card is, or where it is to be posted."""

    async def remember(uow: UnitOfWork, channel: str, ts: str) -> None:
        await uow.cards.posted(card.id, channel, ts)

    return Show(message, card.channel, card.ts, instead=instead, remember=remember)


Shown = Show | ShowView | Publish | Upload | Seek
Drawing = Callable[[UnitOfWork, Outbox], Awaitable[Shown | Note | None]]


class Tokens(Protocol):
    """Whose word a workspace's messages are."""

    async def token(self, workspace_id: int) -> str: ...


class SlackSender:
    """Speaks to Slack for every workspace. `drawings` has one function for each kind of row."""

    def __init__(
        self,
        client: AsyncWebClient,
        tokens: Tokens,
        new_uow: Callable[..., UnitOfWork],
        drawings: Mapping[str, Drawing],
    ) -> None:
        self._client, self._tokens, self._new_uow, self._drawings = client, tokens, new_uow, drawings

    async def send(self, row: Outbox) -> Result:
        """Draws what the row stands for as things are now, and shows it."""
        async with self._new_uow(workspace_id=row.workspace_id).read() as uow:
            show = await self._drawings[row.kind](uow, row)
        if show is None:
            return Unwanted()
        if isinstance(show, Note):
            return Sent(show.effect)
        try:
            return Sent(await self._carry_out(show, await self._tokens.token(row.workspace_id)))
        except SlackApiError as error:
            return Failed(meaning(error))
        except NotInstalled as error:
            return Failed(Failure(error.text))
        except NotTaken as error:
            return Failed(Failure(str(error), lasting=error.lasting))
        except slack_errors.FAILURES:
            return Failed(Failure("Slack cannot be reached."))

    async def close(self) -> None:
        """The session is shared and closed by whoever made it."""

    async def _carry_out(self, show: Shown, token: str) -> Effect | None:
        match show:
            case Seek():
                return await self._seek(show, token)
            case ShowView():
                await self._client.views_update(token=token, view_id=show.view_id, view=show.view)
                return None
            case Publish():
                await self._client.views_publish(token=token, user_id=show.user_id, view=show.view)
                return show.effect
            case Upload():
                opened = await self._client.conversations_open(token=token, users=show.user_id)
                await upload(self._client, token, opened["channel"]["id"], show.file)
                return show.effect
            case Show():
                return await self._show(show, token)

    async def _show(self, show: Show, token: str) -> Effect | None:
        message: dict[str, Any] = {"text": show.message.text, "blocks": show.message.blocks}
        if show.reply_to:
            await post_answer(self._client, show.reply_to, show.message, replace=show.replace)
        elif show.ts:
            await self._client.chat_update(token=token, channel=show.channel or "", ts=show.ts, **message)
        else:
            posted = await self._post(show, token, message)
            return _and_remember(show, posted["channel"], posted["ts"])
        return show.effect

    async def _seek(self, seek: Seek, token: str) -> Effect | None:
        try:
            answer = await self._client.users_lookupByEmail(token=token, email=seek.email)
        except SlackApiError as error:
            if slack_errors.error_code(error) == "users_not_found":
                return None
            raise
        user = answer["user"]
        if any(user.get(flag) for flag in ("deleted", "is_bot", "is_stranger")):
            return None

        async def found(uow: UnitOfWork) -> None:
            await seek.found(uow, user["id"])

        return found

    async def _post(self, show: Show, token: str, message: dict[str, Any]) -> AsyncSlackResponse:
        channel = show.channel or ""
        quiet: dict[str, Any] = {"token": token, "unfurl_links": False, "unfurl_media": False}
        try:
            return await self._client.chat_postMessage(
                channel=channel, thread_ts=show.thread_ts, **quiet, **message
            )
        except SlackApiError as error:
            if not (show.instead and slack_errors.error_code(error) in _NOT_OURS):
                raise
            note = misplaced_note(channel, slack_errors.error_code(error))
            message = message | {"blocks": [*note, *show.message.blocks]}
            return await self._client.chat_postMessage(channel=show.instead, **quiet, **message)


def _and_remember(show: Show, channel: str, ts: str) -> Effect:
    async def effect(uow: UnitOfWork) -> None:
        if show.remember:
            await show.remember(uow, channel, ts)
        if show.effect:
            await show.effect(uow)

    return effect


def meaning(error: SlackApiError) -> Failure:
    """Slack's no, in the terms of the retry table."""
    code, wait = slack_errors.error_code(error), slack_errors.retry_after(error)
    if not code:
        return Failure("Slack cannot be reached.", wait=wait)
    passing = code in _TEMPORARY | _MENDABLE or wait is not None
    return Failure(f"Slack answered: {code}", lasting=not passing, wait=wait)


async def ended(_uow: UnitOfWork, _row: Outbox, _ending: object) -> None:
    """Nobody is told how a message went: it is there or it is not."""
