"""Shows in Slack what the outbox holds: cards, messages, and answers to a click."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.modal import Message
from bot.workers.outbox import Effect, Failed, Result, Sent, Unwanted
from bot.workers.retry import Failure
from storage.models import Card, Outbox
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


@dataclass(frozen=True, slots=True)
class Show:
    """A message and where it goes: a conversation or person, a card to post or update, or an answer's URL."""

    message: Message
    channel: str | None = None
    card: Card | None = None
    reply_to: str | None = None
    replace: bool = False


Drawing = Callable[[UnitOfWork, Outbox], Awaitable[Show | None]]


class Tokens(Protocol):
    """Whose word a workspace's messages are."""

    async def token(self, workspace_id: int) -> str: ...


class NotShown(Exception):
    """An answer's URL that took nothing: used up, too old, or not Slack's."""

    def __init__(self, text: str, *, lasting: bool = True) -> None:
        super().__init__(text)
        self.lasting = lasting


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
            return Sent(await self._show(show, await self._tokens.token(row.workspace_id)))
        except SlackApiError as error:
            return Failed(_meaning(error))
        except NotShown as error:
            return Failed(Failure(str(error), lasting=error.lasting))
        except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError):
            return Failed(Failure("Slack cannot be reached."))

    async def close(self) -> None:
        """The session is shared and closed by whoever made it."""

    async def _show(self, show: Show, token: str) -> Effect | None:
        message: dict[str, Any] = {"text": show.message.text, "blocks": show.message.blocks}
        if show.reply_to:
            await self._reply(show, message)
        elif show.card and show.card.ts:
            await self._client.chat_update(token=token, channel=show.card.channel, ts=show.card.ts, **message)
        else:
            channel = show.card.channel if show.card else show.channel
            posted = await self._client.chat_postMessage(
                token=token, channel=channel or "", unfurl_links=False, unfurl_media=False, **message
            )
            return _posted(show.card.id, posted["channel"], posted["ts"]) if show.card else None
        return None

    async def _reply(self, show: Show, message: dict[str, Any]) -> None:
        assert show.reply_to and self._client.session
        answer = message | {"response_type": "ephemeral", "replace_original": show.replace}
        if not is_slacks(show.reply_to, self._client.base_url):
            raise NotShown("invalid_url")
        async with self._client.session.post(show.reply_to, json=answer, allow_redirects=False) as response:
            if response.status != 200:
                raise NotShown(f"response_url_{response.status}", lasting=response.status < 500)


def is_slacks(url: str, base_url: str) -> bool:
    """Whether an answer may be posted there: https at Slack, or the origin of the Web API in use."""
    parts, api = urlsplit(url), urlsplit(base_url)
    if (parts.scheme, parts.netloc) == (api.scheme, api.netloc):
        return True
    host = parts.hostname or ""
    return (
        parts.scheme == "https"
        and parts.netloc == host
        and (host == "slack.com" or host.endswith(".slack.com"))
    )


def _posted(card_id: int, channel: str, ts: str) -> Effect:
    async def remember(uow: UnitOfWork) -> None:
        await uow.cards.posted(card_id, channel, ts)

    return remember


def _meaning(error: SlackApiError) -> Failure:
    code = str(error.response.get("error") or "unknown_error")
    headers: Mapping[str, str] = getattr(error.response, "headers", None) or {}
    wait = headers.get("Retry-After") or headers.get("retry-after")
    seconds = timedelta(seconds=int(wait)) if wait and wait.isdigit() else None
    lasting = code not in _TEMPORARY | _MENDABLE
    return Failure(f"Slack answered: {code}", lasting=lasting and seconds is None, wait=seconds)


async def ended(_uow: UnitOfWork, _row: Outbox, _ending: object) -> None:
    """Nobody is told how a message went: it is there or it is not."""
