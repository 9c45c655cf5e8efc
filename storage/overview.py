"""The overview: pages of contacts by key, searched and filtered; never by OFFSET, never a count without end.

Both databases are asked in one of two ways. What a search or filter finds is first counted up to FEW. Where
it is no more, those few are sorted; otherwise the order's index is walked, and what is common is soon met.
Left to themselves, planners, who cannot know how common a word is, walk a million rows for one that nobody
has.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.finding import (
    SEPARATOR,
    Prepared,
    count_statement,
    finders,
    page_statement,
    standing_statement,
)
from storage.listing import Criteria, Listed, Page, Place, Sort, Standing
from storage.ordering import ORDERS, Order
from storage.shape import Shape, values
from storage.status import Status
from storage.table import Table

FEW = 1_000


class Overview(Table):
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._today = now.astimezone(UTC).date()

    async def page(self, criteria: Criteria, sort: Sort, place: Place | None, most: int) -> Page:
        """Up to `most` rows from there on. An empty page in the middle becomes the first one."""
        rows, few = await self._rows(criteria, sort, place, most + 1)
        full = len(rows) > most
        if place and (not rows or (place.before and not full)):
            return await self.page(criteria, sort, None, most)
        backwards = place is not None and place.before
        shown = [_listed(row, ORDERS[sort]) for row in (rows[:most][::-1] if backwards else rows[:most])]
        earlier, later = (full, True) if backwards else (place is not None, full)
        in_all = int(rows[0].in_all) if few and rows else None if earlier or later else len(rows)
        return Page(tuple(shown), earlier, later, in_all)

    async def rows(self, criteria: Criteria, sort: Sort, place: Place | None, most: int) -> list[Listed]:
        """As many from there on, in this order."""
        rows, _ = await self._rows(criteria, sort, place, most)
        return [_listed(row, ORDERS[sort]) for row in rows]

    async def standing(self) -> Standing:
        """The numbers on top."""
        row = (await self._ask(standing_statement(self._on_sqlite), {}))[0]
        return Standing(row.applied, row.invited, row.active, row.hired, row.failed, bool(row.anybody))

    async def _rows(
        self, criteria: Criteria, sort: Sort, place: Place | None, most: int
    ) -> tuple[Sequence[Any], bool]:
        """The rows, and whether they are of few that were all looked at."""
        shape, given = Shape.of(criteria, self._on_sqlite), values(criteria)
        given |= {"most": most, "enough": FEW + 1}
        if place:
            given |= {f"key{n}": each for n, each in enumerate(ORDERS[sort].values(place.key))}
        behind = None if place is None else not place.before
        finder = await self._finder(shape, given)
        if finder is not None:
            rows = await self._ask(page_statement(shape, sort, finder, behind), given)
            if rows[0].found <= FEW:
                return [row for row in rows if row.id is not None], True
        return await self._ask(page_statement(shape, sort, None, behind), given), False

    async def _finder(self, shape: Shape, given: dict[str, Any]) -> int | None:
        """The one that may find few: of several the one that does, found out beforehand."""
        there_are = len(finders(shape))
        if there_are <= 1:
            return 0 if there_are else None
        counts = list((await self._ask(count_statement(shape), given))[0])
        fewest = counts.index(min(counts))
        return fewest if counts[fewest] <= FEW else None

    async def _ask(self, prepared: Prepared, given: dict[str, Any]) -> Sequence[Any]:
        given = given | {"workspace_id": self.workspace_id, "today": self._today}
        connection = await self._session.connection()
        found = await connection.execute(prepared.statement, {name: given[name] for name in prepared.takes})
        return found.all()

    @property
    def _on_sqlite(self) -> bool:
        return bool(self._session.get_bind().dialect.name == "sqlite")


def _listed(row: Any, order: Order) -> Listed:
    tags = tuple(sorted(row.tags.split(SEPARATOR), key=str.casefold)) if row.tags else ()
    status, key = Status(row.status), order.key_of(row)
    return Listed(
        id=row.id,
        name=row.name,
        email=row.email,
        status=status,
        archived_at=row.archived_at,
        invited_by=row.invited_by,
        created_at=row.created_at,
        tags=tags,
        mail=row.mail,
        hires=row.hires,
        hired_now=bool(row.hired_now),
        mails=row.mails,
        key=key,
    )
