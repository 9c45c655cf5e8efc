"""Queries of cards, the app's Slack messages that show a contact's current state."""

from collections.abc import Collection

from sqlalchemy import select, update

from storage.engine.table import Table
from storage.entities.card import Card


class Cards(Table):
    async def get(self, card_id: int) -> Card | None:
        card: Card | None = await self._session.scalar(select(Card).where(Card.id == card_id))
        return card

    async def of_contact(self, contact_id: int) -> list[Card]:
        return await self.of_contacts([contact_id])

    async def of_contacts(self, contact_ids: Collection[int]) -> list[Card]:
        query = select(Card).where(self._among(Card.contact_id, contact_ids)).order_by(Card.id)
        return list(await self._session.scalars(query))

    async def ids_of_contacts(self, contact_ids: Collection[int]) -> list[tuple[int, int]]:
        """List (card, contact) of every card of these contacts."""
        query = select(Card.id, Card.contact_id).where(self._among(Card.contact_id, contact_ids))
        return [(card_id, whose) for card_id, whose in await self._session.execute(query.order_by(Card.id))]

    async def of_hire(self, hire_id: int, kind: str) -> Card | None:
        query = select(Card).where(Card.hire_id == hire_id, Card.kind == kind)
        card: Card | None = await self._session.scalar(query)
        return card

    async def posted(self, card_id: int, channel: str, ts: str) -> None:
        """Store where the card was posted."""
        change = update(Card).where(Card.id == card_id).values(channel=channel, ts=ts)
        await self._session.execute(change, execution_options={"synchronize_session": False})

    async def move(self, card_id: int, channel: str) -> None:
        """Let a card be posted anew in another conversation."""
        await self._session.execute(update(Card).where(Card.id == card_id).values(channel=channel, ts=None))

    async def post_anew(self, hire_ids: Collection[int], kind: str, channel: str) -> None:
        """Have the next redraw post these jobs' cards to somebody else, instead of updating them."""
        change = update(Card).where(self._among(Card.hire_id, hire_ids), Card.kind == kind)
        await self._session.execute(change.values(channel=channel, ts=None))

    async def add(
        self,
        *,
        contact_id: int,
        kind: str,
        channel: str,
        hire_id: int | None = None,
        application_id: int | None = None,
    ) -> Card:
        """Add a card for the outbox to post. `channel` may be a user id."""
        card = Card(contact_id=contact_id, kind=kind, channel=channel, hire_id=hire_id, ts=None)
        card.application_id = application_id
        card.workspace_id = self.workspace_id
        self._session.add(card)
        await self._session.flush()
        return card
