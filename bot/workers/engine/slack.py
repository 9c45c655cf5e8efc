"""Shows the outbox's rows in Slack: cards, messages, and answers to presses."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit.modal import Message, ViewJson
from bot.services.workspace.fallback import Meant
from bot.slack import errors as slack_errors
from bot.slack.directory import fetch
from bot.slack.files import NewFile, upload
from bot.slack.groups import describe_group
from bot.slack.response_url import NotTaken, post_answer
from bot.workers.engine.quiet import Note
from bot.workers.engine.reach import NewMessage, NobodyThere, Posted, Reach, Tokens
from bot.workers.engine.registry import Registry
from bot.workers.engine.results import Effect, Failed, Result, Sent, Unwanted
from bot.workers.engine.retry import Failure
from storage.engine.failpoints import Step, reach
from storage.entities.card import Card
from storage.entities.installation import NotInstalled
from storage.entities.member import Member
from storage.entities.outbox import Outbox
from storage.uow import UnitOfWork

log = structlog.get_logger()

_DELETED = "message_not_found"

_ALREADY_GONE = {"message_not_found", "channel_not_found", "file_not_found", "file_deleted"}


Remember = Callable[[UnitOfWork, str, str], Awaitable[None]]  # gets the conversation and ts of a new message


@dataclass(frozen=True, slots=True)
class Show:
    """A message and its target: a conversation or person, an existing message `ts`, or a response_url.

    A new message that cannot go there goes elsewhere, as bot/services/workspace/fallback.py says: to who
    stands in, to whoever is `responsible`, and so on; unless it is `private`, which nobody else may read.
    What is `for_the_team` holds nothing that the whole team may not read.
    """

    message: Message
    channel: str | None = None
    ts: str | None = None
    reply_to: str | None = None
    replace: bool = False
    thread_ts: str | None = None
    responsible: Sequence[str] = ()
    private: bool = False
    for_the_team: bool = False
    waits: bool = True  # it waits for its reader, so their deputy gets it while they are away
    elsewhere: Message | None = None  # the message for another place, where its thread is not seen
    must_stay: bool = False  # posted anew if the message `ts` is gone, or its conversation is
    remember: Remember | None = None  # stores where it was posted, so that it can be edited
    effect: Effect | None = None  # runs in the transaction that records the result
    goes_on: bool = False  # `effect` runs though nobody could be reached, such as the next reminder
    about: Collection[int] = ()  # ids of contacts it names: erasing one of them deletes the message


@dataclass(frozen=True, slots=True)
class ShowView:
    """New content for an open modal. Does nothing if it was closed."""

    view_id: str
    view: ViewJson


@dataclass(frozen=True, slots=True)
class Publish:
    """New content for a person's Home tab."""

    user_id: str
    view: ViewJson
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send to a person by direct message.

    It may name anybody, or only the contact that it is `about`.
    """

    user_id: str
    file: NewFile
    effect: Effect | None = None
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for a message's thread, which names nobody. `alt` says what it shows.

    It is drawn after the transaction.
    """

    channel: str
    thread_ts: str
    name: str
    words: str
    alt: str
    draw: Callable[[], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Remove:
    """One of our messages to delete, or one of our files."""

    channel: str = ""
    ts: str = ""
    file_id: str = ""


@dataclass(frozen=True, slots=True)
class Seek:
    """A lookup of the member with this address. `found` runs if there is one to whom the app can write."""

    email: str
    found: Callable[[UnitOfWork, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class AskAbout:
    """A question to Slack about who somebody is now. Without an answer nothing happens."""

    user_id: str
    found: Callable[[UnitOfWork, Member], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class AskGroup:
    """A question to Slack about a user group. `found` gets its name, handle and members."""

    group_id: str
    found: Callable[[UnitOfWork, str, str, list[str]], Awaitable[None]]


def on_card(message: Message, card: Card, *, waits: bool = True) -> Show:
    """Show a message as a card: edit it where it is, or post it."""

    async def remember(uow: UnitOfWork, channel: str, ts: str) -> None:
        await uow.cards.posted(card.id, channel, ts)

    return Show(message, card.channel, card.ts, waits=waits, remember=remember)


Shown = Show | ShowView | Publish | Upload | Picture | Seek | Remove | AskAbout | AskGroup
Shows = Registry[Callable[[UnitOfWork, Any], Awaitable[Shown | Note | None]]]


class SlackSender:
    """A sender of Slack work, for all workspaces."""

    def __init__(
        self,
        client: AsyncWebClient,
        tokens: Tokens,
        new_uow: Callable[..., UnitOfWork],
        handlers: Shows,
    ) -> None:
        self._client, self._tokens, self._new_uow, self._handlers = client, tokens, new_uow, handlers
        self._reach = Reach(client, tokens, new_uow)

    async def send(self, row: Outbox) -> Result:
        """Render a row's work from the current database and show it."""
        work, render = self._handlers.find(row)
        async with self._new_uow(workspace_id=row.workspace_id).read() as uow:
            show = await render(uow, work)
        if show is None:
            return Unwanted()
        if isinstance(show, Note):
            return Sent(show.effect)
        try:
            effect = await self._carry_out(show, row, await self._tokens.token(row.workspace_id))
        except NobodyThere:
            return _refused(row, show, Failure("There is nobody who could read it.", lasting=True))
        except SlackApiError as error:
            return _refused(row, show, meaning(error))
        except NotInstalled as error:
            return Failed(Failure(error.text))
        except NotTaken as error:
            return Failed(Failure(str(error), lasting=error.lasting))
        except slack_errors.FAILURES:
            return Failed(Failure("Slack cannot be reached."))
        reach(Step.SLACK_SHOWN)
        return Sent(effect)

    async def close(self) -> None:
        """Do nothing: the session is shared, and closed by its maker."""

    async def _carry_out(self, show: Shown, row: Outbox, token: str) -> Effect | None:
        match show:
            case Seek():
                return await self._seek(show, token)
            case AskAbout():
                return await self._ask_about(show, row, token)
            case AskGroup():
                return await self._ask_group(show, token)
            case ShowView():
                await self._client.views_update(token=token, view_id=show.view_id, view=show.view)
                return None
            case Publish():
                await self._client.views_publish(token=token, user_id=show.user_id, view=show.view)
                return show.effect
            case Upload():
                if not await self._reach.is_here(row, show.user_id):
                    raise NobodyThere
                opened = await self._client.conversations_open(token=token, users=show.user_id)
                file_id = await upload(self._client, token, opened["channel"]["id"], show.file)
                return _and_trace(show, file_id)
            case Picture():
                file = NewFile(show.name, await show.draw(), show.words, show.alt)
                await upload(self._client, token, show.channel, file, show.thread_ts)
                return None
            case Remove():
                await self._remove(show, token)
                return None
            case Show():
                return await self._show(show, row, token)

    async def _show(self, show: Show, row: Outbox, token: str) -> Effect | None:
        if show.reply_to:
            await post_answer(self._client, show.reply_to, show.message, replace=show.replace)
            return show.effect
        new = _new_message(show, row, token)
        posted = await (self._edit(show, new) if show.ts else self._reach.post(new))
        return _and_remember(show, posted) if posted else show.effect

    async def _edit(self, show: Show, new: NewMessage) -> Posted | None:
        """Edit a message where it is. Returns the new one if it had to be posted anew."""
        message: dict[str, Any] = {"text": show.message.text, "blocks": show.message.blocks}
        try:
            await self._client.chat_update(token=new.token, channel=new.meant.to, ts=show.ts or "", **message)
        except SlackApiError as error:
            if not (show.must_stay and slack_errors.cannot_go_there(error)):
                raise
            is_deleted = slack_errors.error_code(error) == _DELETED
            return await self._reach.post(new, None if is_deleted else error)
        return None

    async def _remove(self, gone: Remove, token: str) -> None:
        """Delete a message or file. One that is not there any more counts as deleted."""
        try:
            if gone.file_id:
                await self._client.files_delete(token=token, file=gone.file_id)
            else:
                await self._client.chat_delete(token=token, channel=gone.channel, ts=gone.ts)
        except SlackApiError as error:
            if slack_errors.error_code(error) not in _ALREADY_GONE:
                raise

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

    async def _ask_about(self, ask: AskAbout, row: Outbox, token: str) -> Effect | None:
        ours = await self._tokens.organisation(row.workspace_id)
        try:
            member = await fetch(self._client, ask.user_id, ours, token)
        except slack_errors.FAILURES as error:
            log.warning("presence_not_known", user=ask.user_id, error=type(error).__name__)
            return None

        async def found(uow: UnitOfWork) -> None:
            await ask.found(uow, member)

        return found

    async def _ask_group(self, ask: AskGroup, token: str) -> Effect:
        group = await describe_group(self._client, token, ask.group_id)

        async def found(uow: UnitOfWork) -> None:
            await ask.found(uow, group.name, group.handle, group.user_ids)

        return found


def _new_message(show: Show, row: Outbox, token: str) -> NewMessage:
    meant = Meant(show.channel or "", show.responsible, show.for_the_team, show.waits)
    said = show.message, show.elsewhere
    return NewMessage(row, token, meant, *said, show.thread_ts, show.private, show.about)


def _and_remember(show: Show, posted: Posted) -> Effect:
    async def effect(uow: UnitOfWork) -> None:
        if show.remember:
            await show.remember(uow, posted.channel, posted.ts)
        await uow.traces.message(show.about, posted.channel, posted.ts)
        await uow.outbox.add_all(posted.copies)
        if show.effect:
            await show.effect(uow)

    return effect


def _and_trace(show: Upload, file_id: str) -> Effect:
    async def effect(uow: UnitOfWork) -> None:
        await uow.traces.file(file_id, show.about)
        if show.effect:
            await show.effect(uow)

    return effect


def _refused(row: Outbox, show: Shown, failure: Failure) -> Result:
    """Judge what could not be shown. Log a message that reached nobody; what goes on without it does so."""
    if failure.lasting and isinstance(show, Show | Upload):
        log.warning("message_reached_nobody", kind=row.kind, row=row.id, reason=failure.reason)
        if isinstance(show, Show) and show.goes_on:
            return Sent(show.effect)
    return Failed(failure)


def meaning(error: SlackApiError) -> Failure:
    """Turn a failed Web API call into a Failure for the retry table."""
    code, wait = slack_errors.error_code(error), slack_errors.retry_after(error)
    if not code:
        return Failure("Slack cannot be reached.", wait=wait)
    return Failure(f"Slack answered: {code}", lasting=not slack_errors.passes(error), wait=wait)
