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
from bot.response_url import NotTaken, is_slacks, post_answer
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


@dataclass(frozen=True, slots=True)
class Show:
    """A message and where it goes: a conversation or person, a card to post or update, or an answer's URL."""

    message: Message
    channel: str | None = None
    card: Card | None = None
    reply_to: str | None = None
    replace: bool = False
    thread_ts: str | None = None
    instead: str | None = None  # who gets a card that may not be posted where it belongs
    effect: Effect | None = None  # written in the transaction that records it


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
    name: str
    data: bytes
    words: str
    effect: Effect | None = None


Shown = Show | Publish | Upload
Drawing = Callable[[UnitOfWork, Outbox], Awaitable[Shown | None]]


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
        try:
            token = await self._tokens.token(row.workspace_id)
            match show:
                case Publish():
                    await self._client.views_publish(token=token, user_id=show.user_id, view=show.view)
                case Upload():
                    await upload(self._client, token, show)
                case Show():
                    return Sent(await self._show(show, token))
            return Sent(show.effect)
        except SlackApiError as error:
            return Failed(_meaning(error))
        except NotInstalled as error:
            return Failed(Failure(error.text))
        except NotTaken as error:
            return Failed(Failure(str(error), lasting=error.lasting))
        except slack_errors.FAILURES:
            return Failed(Failure("Slack cannot be reached."))

    async def close(self) -> None:
        """The session is shared and closed by whoever made it."""

    async def _show(self, show: Show, token: str) -> Effect | None:
        message: dict[str, Any] = {"text": show.message.text, "blocks": show.message.blocks}
        if show.reply_to:
            await post_answer(self._client, show.reply_to, show.message, replace=show.replace)
        elif show.card and show.card.ts:
            await self._client.chat_update(token=token, channel=show.card.channel, ts=show.card.ts, **message)
        else:
            posted = await self._post(show, token, message)
            return _posted(show.card.id, posted["channel"], posted["ts"]) if show.card else show.effect
        return show.effect

    async def _post(self, show: Show, token: str, message: dict[str, Any]) -> AsyncSlackResponse:
        channel = (show.card.channel if show.card else show.channel) or ""
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


async def upload(client: AsyncWebClient, token: str, file: Upload) -> None:
    """Nothing is seen of it before the last of its four calls, so that to try again is no repetition."""
    opened = await client.conversations_open(token=token, users=file.user_id)
    place = await client.files_getUploadURLExternal(token=token, filename=file.name, length=len(file.data))
    if not is_slacks(place["upload_url"], client.base_url):
        raise NotTaken("upload_url")
    assert client.session, "the composition root shares one"
    async with client.session.post(place["upload_url"], data=file.data, allow_redirects=False) as answer:
        if answer.status != 200:
            raise NotTaken(f"upload_{answer.status}", lasting=False)
    await client.files_completeUploadExternal(
        token=token,
        files=[{"id": place["file_id"], "title": file.name}],
        channel_id=opened["channel"]["id"],
        initial_comment=file.words,
    )


def _posted(card_id: int, channel: str, ts: str) -> Effect:
    async def remember(uow: UnitOfWork) -> None:
        await uow.cards.posted(card_id, channel, ts)

    return remember


def _meaning(error: SlackApiError) -> Failure:
    code, wait = slack_errors.error_code(error), slack_errors.retry_after(error)
    if not code:
        return Failure("Slack cannot be reached.", wait=wait)
    passing = code in _TEMPORARY | _MENDABLE or wait is not None
    return Failure(f"Slack answered: {code}", lasting=not passing, wait=wait)


async def ended(_uow: UnitOfWork, _row: Outbox, _ending: object) -> None:
    """Nobody is told how a message went: it is there or it is not."""
