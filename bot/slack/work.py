"""Outbox work for messages that are rendered when they are enqueued: replies to a click, and copies."""

from dataclasses import dataclass

from blocks.kit.modal import Message
from storage.engine.base import Json
from storage.outbox.work import Repeat, SlackWork
from storage.uow import UnitOfWork

STALE_SECONDS = 300  # nobody wonders any more what became of the press


@dataclass(frozen=True)
class Reply(SlackWork):
    """A message only the person who clicked sees.

    It is rendered when it is enqueued, since it reports how things were at the click.
    """

    kind = "reply"
    reply_to: str
    text: str
    blocks: list[Json]
    click: str

    @classmethod
    def from_key(cls, key: str) -> Json:
        return {"click": key.split(":", 2)[1]}

    @property
    def key(self) -> str:
        return f"reply:{self.click}:{self.reply_to}"


@dataclass(frozen=True)
class DirectReply(SlackWork):
    """A direct message to the person who pressed, where nothing else can be shown.

    Like a reply it reports how things were at the click, `at` seconds since 1970, and is soon outdated.
    """

    kind = "direct_reply"
    to: str
    text: str
    blocks: list[Json]
    click: str
    at: int

    @property
    def key(self) -> str:
        return f"direct_reply:{self.click}"


async def tell_by_message(
    uow: UnitOfWork, message: Message, click: str, contact_id: int | None = None
) -> None:
    """Enqueue a direct message to the acting person about their press. It may name a contact."""
    said = message.text, list(message.blocks)
    at = int(uow.now.timestamp())
    await uow.outbox.add(DirectReply(uow.scope.actor, *said, click, at, contact_id=contact_id))


@dataclass(frozen=True)
class Copy(SlackWork):
    """A message for one more of the people who stand in for somebody.

    `of` is the row of the first one's message, `about` are the ids of contacts it names.
    """

    kind = "copy"
    repeat = Repeat.ONCE
    of: str
    to: str
    text: str
    blocks: list[Json]
    about: list[int]

    @property
    def key(self) -> str:
        return f"copy:{self.of}:{self.to}"
