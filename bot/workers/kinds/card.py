"""Renders cards of every kind by calling the feature a card belongs to."""

from collections.abc import Awaitable, Callable

from bot.services.hire.life import ANSWERED_CARD, ENDED_CARD, ENDING_CARD
from bot.services.hire.offer import HIRE_CARD
from bot.services.invitation.invitation import INVITER_CARD
from bot.services.invitation.work import CardExpiry
from bot.services.signup.approval import APPLICATION_CARD
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.slack import Show
from bot.workers.kinds import approval, hire, invitation
from storage.entities.card import Card
from storage.outbox.redraws import CardRedraw
from storage.uow import UnitOfWork

CARDS: dict[str, Callable[[UnitOfWork, Card], Awaitable[Show | None]]] = {
    INVITER_CARD: invitation.render_card,
    APPLICATION_CARD: approval.render_card,
    HIRE_CARD: hire.render_card,
    ENDING_CARD: hire.render_ending_card,
    ANSWERED_CARD: hire.render_answered_card,
    ENDED_CARD: hire.render_ended_card,
}


def register(on: Handlers) -> None:
    on.show(CardRedraw, render)
    on.show(CardExpiry, render)


async def render(uow: UnitOfWork, work: CardRedraw | CardExpiry) -> Show | None:
    """Render a card in its current state."""
    card = await uow.cards.get(work.card)
    return await CARDS[card.kind](uow, card) if card else None
