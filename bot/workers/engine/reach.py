"""Posts new messages where they belong, or where somebody else reads them, so that none ends with nobody."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from blocks.kit.modal import Message
from blocks.workspace.elsewhere import misplaced_note
from blocks.workspace.leaving import stand_in_note
from bot.services.workspace.fallback import Meant, where_else
from bot.services.workspace.leaving import noticed
from bot.slack import errors as slack_errors
from bot.slack.directory import HomeOrganisation, fetch, is_old
from bot.slack.work import Copy
from storage.entities.colleague import is_somebody
from storage.entities.outbox import Outbox
from storage.tables.colleagues import Readers
from storage.uow import UnitOfWork

log = structlog.get_logger()


class Tokens(Protocol):
    """Look up a workspace's bot token, and whose people are its own."""

    async def token(self, workspace_id: int) -> str: ...

    async def organisation(self, workspace_id: int) -> HomeOrganisation: ...


class NobodyThere(Exception):
    """There is nobody to whom this message could be posted."""


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to post. `about` are the ids of contacts it names.

    A `private` one is for nobody else. `elsewhere` is what it says in another place, where nobody sees what
    it is about.
    """

    row: Outbox
    token: str
    meant: Meant
    message: Message
    elsewhere: Message | None
    thread_ts: str | None
    private: bool
    about: Collection[int]


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message is now, and copies for others who read it, too."""

    channel: str
    ts: str
    copies: list[Copy]


@dataclass(frozen=True, slots=True)
class Reach:
    """Finds out who reads a message, and posts it."""

    client: AsyncWebClient
    tokens: Tokens
    new_uow: Callable[..., UnitOfWork]

    async def post(self, new: NewMessage, refusal: SlackApiError | None = None) -> Posted:
        """Post a message to whom it is for, or where else it goes. `refusal` tells that it cannot go there.

        Of several readers, the first one's message is the one that is kept up to date, and the others get a
        copy. Who cannot be reached is asked about: they may have left. Raises Slack's last refusal, or
        NobodyThere.
        """
        to = new.meant.to
        if new.private:
            return _posted(await self._say(new, to, new.message))
        unreached, last = ({to} if refusal else set[str]()), refusal
        while readers := await self._readers(new, unreached):
            first, message = readers.to[0], _as_read(new, readers, refusal)
            try:
                return _posted(await self._say(new, first, message), _copies(new, readers, message))
            except SlackApiError as error:
                if not slack_errors.cannot_go_there(error):
                    raise
                last = error
                refusal = error if first == to else refusal
            log.warning("reader_not_reached", reader=first, reason=slack_errors.error_code(last))
            unreached.add(first)
            await self._look(new.row, first, anyway=True)
        raise last or NobodyThere

    async def is_here(self, row: Outbox, user_id: str) -> bool:
        """Tell whether somebody has not left, after asking Slack if their profile is old."""
        await self._look(row, user_id)
        async with self.new_uow(workspace_id=row.workspace_id).read() as uow:
            return await uow.colleagues.is_here(user_id)

    async def _readers(self, new: NewMessage, unreached: Collection[str]) -> Readers | None:
        """Find who reads a message, after asking Slack about everybody whose profile is old."""
        asked = set(unreached)
        while True:
            async with self.new_uow(workspace_id=new.row.workspace_id).read() as uow:
                readers = await where_else(uow, new.meant, unreached)
            unknown = sorted({new.meant.to, *(readers.to if readers else ())} - asked)
            asked.update(unknown)
            if not any([await self._look(new.row, each) for each in unknown]):
                return readers

    async def _look(self, row: Outbox, user_id: str, *, anyway: bool = False) -> bool:
        """Ask Slack about somebody whose profile is old. Without an answer, what is known has to do.

        Returns whether there was one.
        """
        if not is_somebody(user_id):
            return False
        async with self.new_uow(workspace_id=row.workspace_id).read() as uow:
            known = await uow.members.get(user_id)
            if known and not anyway and not is_old(known, uow.now):
                return False
        try:
            token = await self.tokens.token(row.workspace_id)
            ours = await self.tokens.organisation(row.workspace_id)
            member = await fetch(self.client, user_id, ours, token)
        except slack_errors.FAILURES:
            return False
        async with self.new_uow(workspace_id=row.workspace_id) as uow:
            await noticed(uow, member)
        return True

    async def _say(self, new: NewMessage, channel: str, message: Message) -> AsyncSlackResponse:
        return await self.client.chat_postMessage(
            token=new.token,
            channel=channel,
            text=message.text,
            blocks=message.blocks,
            thread_ts=new.thread_ts if channel == new.meant.to else None,
            unfurl_links=False,
            unfurl_media=False,
        )


def _posted(answer: AsyncSlackResponse, copies: list[Copy] | None = None) -> Posted:
    return Posted(answer["channel"], answer["ts"], copies or [])


def _as_read(new: NewMessage, readers: Readers, refusal: SlackApiError | None) -> Message:
    """Say above a message why it is here, if it was not meant for its reader."""
    to = new.meant.to
    if readers.to == (to,):
        return new.message
    said, note = new.elsewhere or new.message, []
    if refusal and not is_somebody(to):
        note += misplaced_note(to, slack_errors.error_code(refusal))
    if readers.instead_of:
        note += stand_in_note(readers.instead_of, readers.until, here=readers.here)
    return Message(said.text, [*note, *said.blocks])


def _copies(new: NewMessage, readers: Readers, message: Message) -> list[Copy]:
    of, about = f"{new.row.id}.{new.row.wanted_version}", list(new.about)
    return [Copy(of, each, message.text, message.blocks, about) for each in readers.to[1:]]
