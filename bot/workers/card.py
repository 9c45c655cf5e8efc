"""Cards of every kind: found by the row that wants them redrawn, drawn by their feature."""

from collections.abc import Awaitable, Callable

from bot.services.approval import APPLICATION_CARD
from bot.services.hiring import HIRE_CARD
from bot.services.hiring_life import ANSWERED_CARD, ENDING_CARD
from bot.services.invitation import INVITER_CARD
from bot.workers import approval, hiring, invitation
from bot.workers.slack import Show
from storage.bookkeeping import Card, Outbox
from storage.uow import UnitOfWork

CARDS: dict[str, Callable[[UnitOfWork, Card], Awaitable[Show]]] = {
    INVITER_CARD: invitation.draw_card,
    APPLICATION_CARD: approval.draw_card,
    HIRE_CARD: hiring.draw_card,
    ENDING_CARD: hiring.draw_ending_card,
    ANSWERED_CARD: hiring.draw_answered_card,
}


async def draw(uow: UnitOfWork, row: Outbox) -> Show | None:
    """A card as things are now."""
    card = await uow.cards.get(row.payload["card"])
    return await CARDS[card.kind](uow, card) if card else None
