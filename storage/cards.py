"""Cards: our messages in Slack that show a contact as it is now."""

from collections.abc import Collection

from sqlalchemy import select, update

from storage.bookkeeping import Card
from storage.table import Table


class Cards(Table):
    async def get(self, card_id: int) -> Card | None:
        card: Card | None = await self._session.scalar(select(Card).where(Card.id == card_id))
        return card

    async def of_contact(self, contact_id: int) -> list[Card]:
        return await self.of_contacts([contact_id])

    async def of_contacts(self, contact_ids: Collection[int]) -> list[Card]:
        query = select(Card).where(Card.contact_id.in_(contact_ids)).order_by(Card.id)
        return list(await self._session.scalars(query))

    async def of_hire(self, hire_id: int, kind: str) -> Card | None:
        query = select(Card).where(Card.hire_id == hire_id, Card.kind == kind)
        card: Card | None = await self._session.scalar(query)
        return card

    async def posted(self, card_id: int, channel: str, ts: str) -> None:
        """From now on the card is this message."""
        await self._session.execute(update(Card).where(Card.id == card_id).values(channel=channel, ts=ts))

    async def add(self, *, contact_id: int, kind: str, channel: str, hire_id: int | None = None) -> Card:
        """A card that the outbox will post; `channel` may be a person's id."""
        card = Card(contact_id=contact_id, kind=kind, channel=channel, hire_id=hire_id, ts=None)
        card.workspace_id = self.workspace_id
        self._session.add(card)
        await self._session.flush()
        return card
