"""Queries of cards, the app's Slack messages that show a contact's current state."""

from collections.abc import Collection

from sqlalchemy import bindparam, select, update

from storage.engine.one_of import one_of
from storage.engine.table import Table, kept
from storage.entities.card import Card

_GET = kept(select(Card).where(Card.id == bindparam("card")))
_POSTED = kept(
    update(Card)
    .where(Card.id == bindparam("card"))
    .values(channel=bindparam("its_channel"), ts=bindparam("its_ts"))
)
_OF_CONTACTS = kept(select(Card).where(one_of(Card.contact_id)).order_by(Card.id))
_IDS_OF_CONTACTS = kept(select(Card.id, Card.contact_id).where(one_of(Card.contact_id)).order_by(Card.id))


class Cards(Table):
    async def get(self, card_id: int) -> Card | None:
        card: Card | None = (await self._run(_GET, card=card_id)).scalar()
        return card

    async def of_contact(self, contact_id: int) -> list[Card]:
        return await self.of_contacts([contact_id])

    async def of_contacts(self, contact_ids: Collection[int]) -> list[Card]:
        return list((await self._run(_OF_CONTACTS, ids=contact_ids)).scalars())

    async def ids_of_contacts(self, contact_ids: Collection[int]) -> list[tuple[int, int]]:
        """List (card, contact) of every card of these contacts."""
        found = await self._run(_IDS_OF_CONTACTS, ids=contact_ids)
        return [(card_id, whose) for card_id, whose in found]

    async def of_hire(self, hire_id: int, kind: str) -> Card | None:
        query = select(Card).where(Card.hire_id == hire_id, Card.kind == kind)
        card: Card | None = await self._session.scalar(query)
        return card

    async def posted(self, card_id: int, channel: str, ts: str) -> None:
        """Store where the card was posted."""
        await self._run(_POSTED, card=card_id, its_channel=channel, its_ts=ts)

    async def move(self, card_id: int, channel: str) -> None:
        """Let a card be posted anew in another conversation."""
        await self._session.execute(update(Card).where(Card.id == card_id).values(channel=channel, ts=None))

    async def post_anew(self, hire_ids: Collection[int], kind: str, channel: str) -> None:
        """Have the next redraw post these jobs' cards to somebody else, instead of updating them."""
        change = update(Card).where(one_of(Card.hire_id, hire_ids), Card.kind == kind)
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
