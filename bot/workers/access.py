"""What the outbox shows about access: the question, its answers, and refusals below a message."""

from blocks.modal import Message
from blocks.refusal import (
    access_asked_message,
    access_given_message,
    access_granted_message,
    access_sent_message,
)
from bot.workers.slack import Show
from storage.bookkeeping import Outbox
from storage.uow import UnitOfWork


async def draw_asked(_uow: UnitOfWork, row: Outbox) -> Show:
    return Show(access_asked_message(row.payload["from"]), channel=row.payload["to"])


async def draw_sent(_uow: UnitOfWork, row: Outbox) -> Show:
    return Show(access_sent_message(), reply_to=row.payload["reply_to"], replace=True)


async def draw_granted(_uow: UnitOfWork, row: Outbox) -> Show:
    return Show(access_granted_message(), channel=row.payload["to"])


async def draw_given(_uow: UnitOfWork, row: Outbox) -> Show:
    return Show(access_given_message(row.payload["user"]), reply_to=row.payload["reply_to"], replace=True)


async def draw_reply(_uow: UnitOfWork, row: Outbox) -> Show:
    """Drawn when it was wished for: it answers one click, as things were then."""
    return Show(Message(row.payload["text"], row.payload["blocks"]), reply_to=row.payload["reply_to"])
