"""Sends the mails of the outbox: drawn from the database as it is now and handed to the relay."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.keyring import Keyring
from bot.links import Links
from bot.mail.errors import DeliveryError
from bot.mail.lane import Lane
from bot.mail.message import Content, Delivery, Mailbox, build
from bot.workers.outbox import Effect, Ended, Failed, Later, Result, Sent, Unwanted
from bot.workers.retry import Failure
from storage.bookkeeping import Outbox
from storage.sending import Ending
from storage.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Letter:
    """What a feature says in a mail, to whom, and on whose behalf."""

    content: Content
    to_name: str
    to_email: str
    stop_url: str
    company: str
    via: str | None = None
    reply_to: Mailbox | None = None
    follows: Outbox | None = None  # the mail it reminds of
    effect: Effect | None = None  # written in the transaction that records that it left


@dataclass(frozen=True, slots=True)
class Post:
    """The sender's side of every mail."""

    sender: Mailbox
    postal_address: str
    links: Links
    keyring: Keyring


Drawing = Callable[[UnitOfWork, Outbox, Links], Awaitable[Letter | Later | None]]


class MailSender:
    """One connection to the relay. `drawings` has one function for each kind of mail."""

    def __init__(
        self, lane: Lane, new_uow: Callable[..., UnitOfWork], post: Post, drawings: Mapping[str, Drawing]
    ) -> None:
        self._lane, self._new_uow, self._post, self._drawings = lane, new_uow, post, drawings

    async def send(self, row: Outbox) -> Result:
        """A letter that nobody wants any more (withdrawn, answered, expired) is not sent."""
        async with self._new_uow(workspace_id=row.workspace_id).read() as uow:
            letter = await self._drawings[row.kind](uow, row, self._post.links)
        if letter is None:
            return Unwanted()
        if isinstance(letter, Later):
            return letter
        try:
            await self._lane.send(build(letter.content, delivery(row, letter, self._post)))
        except DeliveryError as error:
            return Failed(Failure(error.sentence, lasting=not error.retry))
        return Sent(letter.effect)

    async def close(self) -> None:
        await self._lane.close()


def delivery(row: Outbox, letter: Letter, post: Post) -> Delivery:
    """Message-ID and Date come from the row, so that a mail sent twice is one mail to whoever gets both."""
    return Delivery(
        message_id=_message_id(row, post),
        date=row.created_at,
        to_name=letter.to_name,
        to_email=letter.to_email,
        sender=post.sender,
        via=letter.via,
        company=letter.company,
        reply_to=letter.reply_to,
        bounce_id=f"{row.id}-{_code(row, post)}",
        stop_url=letter.stop_url,
        postal_address=post.postal_address,
        references=(_message_id(letter.follows, post),) if letter.follows else (),
        kind=row.kind,
    )


def _message_id(row: Outbox, post: Post) -> str:
    return f"<{row.kind}.{row.id}.{_code(row, post)}@{post.sender.email.rpartition('@')[2]}>"


def _code(row: Outbox, post: Post) -> str:
    return post.keyring.short_code(f"mail {row.id}")


def told_by_kind(tells: Mapping[str, Ended]) -> Ended:
    """Who learns how a mail ended depends on its kind; of some nobody does."""

    async def ended(uow: UnitOfWork, row: Outbox, ending: Ending) -> None:
        if tell := tells.get(row.kind):
            await tell(uow, row, ending)

    return ended
