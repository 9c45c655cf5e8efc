"""Enqueues redraws of cards and open Home tabs after a contact has changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.outbox.adding import Adding
from storage.outbox.work import SlackWork
from storage.tables.cards import Cards

# views.publish is in Tier 4: a hundred calls a minute for the app in a workspace.
HOME_APART = timedelta(seconds=2)
HOME_ROOM = timedelta(seconds=0.75)


@dataclass(frozen=True)
class CardRedraw(SlackWork):
    """Post a contact's card, or update it to the current state."""

    kind = "card"
    card: int

    @property
    def key(self) -> str:
        return f"card:{self.card}"


@dataclass(frozen=True)
class HomeRedraw(SlackWork):
    """Update a person's Home tab to the current state."""

    kind = "home"
    user: str

    @property
    def key(self) -> str:
        return f"home:{self.user}"


class Redraws:
    def __init__(self, session: AsyncSession, outbox: Adding, now: datetime) -> None:
        self._cards, self._outbox, self._now = Cards(session), outbox, now

    async def cards(self, contact_ids: Collection[int]) -> None:
        """Enqueue a redraw of every card of these contacts."""
        cards = await self._cards.ids_of_contacts(contact_ids)
        await self._outbox.add_all([CardRedraw(card_id, contact_id=whose) for card_id, whose in cards])

    async def all_homes(self, user_ids: Sequence[str]) -> None:
        """Enqueue a redraw of these Home tabs, whoever looks at them, one after the other as Slack allows."""
        each = [(HomeRedraw(user), self._now + n * HOME_ROOM) for n, user in enumerate(user_ids)]
        await self._outbox.enqueue_sooner(each)

    async def homes(self, watched: Collection[tuple[str, datetime]], first: Collection[str]) -> None:
        """Enqueue a redraw of the Home tabs people may be looking at: `first`'s at once, the others in turn.

        `watched` are pairs (user id, time of the last redraw). They are spread out because Slack limits how
        often an app may publish in a workspace.
        """
        apart = max(HOME_APART, HOME_ROOM * len(watched))
        await self._outbox.enqueue_sooner(
            [
                (HomeRedraw(user_id), self._now if user_id in first else max(self._now, drawn_at + apart))
                for user_id, drawn_at in watched
            ]
        )

    async def home(self, user_id: str) -> None:
        """Enqueue a redraw of a person's outdated Home tab."""
        await self.homes([(user_id, self._now)], {user_id})
