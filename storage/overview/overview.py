"""Pages of contacts, searched and filtered. Pages are cut by key, not OFFSET, and counts are limited.

Both databases run one of two plans. What a search or filter finds is counted up to FEW. If it is no more,
those few are sorted; otherwise the order's index is walked, and common matches turn up soon. Planners cannot
know how common a word is, and left alone walk a million rows for a word that no contact has.

To count takes longer than a page of what is common, so for a minute a list's next pages are found like its
first.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.prepared import Prepared
from storage.engine.table import Table
from storage.entities.money import Rate
from storage.entities.profile import Free
from storage.entities.status import Outcome
from storage.overview.availability import spans
from storage.overview.counting import (
    count_statement,
    initials_statement,
    needs_statement,
    standing_statement,
    total_statement,
)
from storage.overview.finding import finders
from storage.overview.listing import (
    MOST_COUNTED,
    Criteria,
    Listed,
    Need,
    Page,
    Place,
    PoolCounts,
    Sort,
)
from storage.overview.matching import among_statement, ids_statement
from storage.overview.needs import moments
from storage.overview.ordering import ORDERS
from storage.overview.paging import FEW, OPEN_END, SEPARATOR, page_statement
from storage.overview.shape import Shape, values

_OUTCOMES = {each.value: each for each in Outcome}  # Outcome(…) takes ten times as long


class Overview(Table):
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = now = now.astimezone(UTC)
        self._times = moments(now) | spans(now) | {"today": now.date()}

    async def page(self, criteria: Criteria, sort: Sort, place: Place | None, most: int) -> Page:
        """Load up to `most` rows from a place. If that page turns out empty, load the first page."""
        rows, few = await self._rows(criteria, sort, place, most + 1)
        full = len(rows) > most
        if place and (not rows or (place.before and not full)):
            return await self.page(criteria, sort, None, most)
        backwards = place is not None and place.before
        shown = self._listed(rows[:most][::-1] if backwards else rows[:most], sort)
        earlier, later = (full, True) if backwards else (place is not None, full)
        in_all = int(rows[0].in_all) if few and rows else None if earlier or later else len(rows)
        return Page(tuple(shown), earlier, later, _first(place, len(shown)), in_all)

    async def located(self, page: Page, criteria: Criteria) -> Page:
        """Say where a page of this list is: count the list, unless that is known already."""
        in_all = page.in_all if page.in_all is not None else await self._in_all(criteria)
        page = replace(page, in_all=in_all)
        if page.earlier and not page.later and in_all is not None and in_all < MOST_COUNTED:
            return replace(page, first=max(1, in_all - len(page.rows) + 1))
        return page

    async def rows(self, criteria: Criteria, sort: Sort, place: Place | None, most: int) -> list[Listed]:
        """Load up to `most` rows from a place, in this order."""
        rows, _ = await self._rows(criteria, sort, place, most)
        return self._listed(rows, sort)

    async def ids(self, criteria: Criteria, most: int) -> list[int]:
        """List the ids of up to `most` contacts who meet the criteria, in no order."""
        shape, given = Shape.of(criteria, self._on_sqlite), values(criteria)
        given |= {"most": most, "enough": most}
        counts = list((await self._ask(count_statement(shape), given))[0]) if finders(shape) else []
        fewest = counts.index(min(counts)) if counts and min(counts) < most else None
        return [row.id for row in await self._ask(ids_statement(shape, fewest), given)]

    async def among(self, criteria: Criteria, contact_ids: Collection[int]) -> list[int]:
        """List those of these contacts who meet the criteria, as they are in this transaction."""
        await self._session.flush()
        shape = Shape.of(criteria, self._on_sqlite)
        ids = json.dumps(sorted(contact_ids)) if shape.sqlite else sorted(contact_ids)
        return [row.id for row in await self._ask(among_statement(shape), values(criteria) | {"ids": ids})]

    async def before(self, criteria: Criteria, letter: str) -> int | None:
        """Count the rows whose names come before a letter. None if they are MOST_COUNTED or more."""
        rows = await self._in_all(criteria, letter)
        return None if rows == MOST_COUNTED else rows

    async def _in_all(self, criteria: Criteria, letter: str | None = None) -> int | None:
        """Count all rows, up to MOST_COUNTED. None if that would take too long."""
        shape, given = Shape.of(criteria, self._on_sqlite), values(criteria) | {"letter": letter}
        row = (await self._ask(total_statement(shape, letter is not None), given))[0]
        return int(row.rows) if row.complete or row.rows == MOST_COUNTED else None

    async def needs(self, owner: str) -> dict[Need, int]:
        """Count what this person has to look after today. What there is none of is left out."""
        row = (await self._ask(needs_statement(self._on_sqlite), {"owner": owner}))[0]
        return {need: count for need, count in zip(Need, row, strict=True) if count}

    async def initials(self) -> list[str]:
        """List the letters with which names begin, beyond the Latin ones."""
        found = await self._ask(initials_statement(self._on_sqlite), {})
        return [row.initial for row in found if row.initial.isalpha()]

    async def standing(self) -> PoolCounts:
        """Load the counts at the top of the overview."""
        row = (await self._ask(standing_statement(self._on_sqlite), {}))[0]
        counts = row.applied, row.invited, row.added, row.active, row.hired, row.failed
        return PoolCounts(*counts, bool(row.anybody))

    async def _rows(
        self, criteria: Criteria, sort: Sort, place: Place | None, most: int
    ) -> tuple[Sequence[Any], bool]:
        """Load the rows, and tell whether they come from a few matches that were all counted."""
        shape, given = Shape.of(criteria, self._on_sqlite), values(criteria)
        given["enough"] = FEW + 1
        if place:
            given |= {f"key{n}": each for n, each in enumerate(ORDERS[sort].values(place.key))}
        behind = None if place is None else not place.before
        key, lately = (self.workspace_id, criteria), self._session.info["finders"]
        known = lately.get(key, self._now)
        finder = known[0] if known else await self._finder(shape, given)
        if finder is not None:
            rows = await self._ask(page_statement(shape, sort, finder, behind, most), given)
            if rows[0].found <= FEW:
                lately.note(key, (finder,), self._now)
                return [row for row in rows if row.id is not None], True
        if not known or finder is not None:  # not each time, so that it is looked at again after a while
            lately.note(key, (None,), self._now)
        return await self._ask(page_statement(shape, sort, None, behind, most), given), False

    async def _finder(self, shape: Shape, given: dict[str, Any]) -> int | None:
        """Choose the finder that gives few ids. With several, count what each finds first."""
        there_are = len(finders(shape))
        if there_are <= 1:
            return 0 if there_are else None
        counts = list((await self._ask(count_statement(shape), given))[0])
        fewest = counts.index(min(counts))
        return fewest if counts[fewest] <= FEW else None

    def _listed(self, rows: Sequence[Any], sort: Sort) -> list[Listed]:
        key, today = ORDERS[sort].reader(), self._times["today"]
        return [_listed(row, key(row), today) for row in rows]

    async def _ask(self, prepared: Prepared, given: dict[str, Any]) -> Sequence[Any]:
        given = given | self._times | {"workspace_id": self.workspace_id}
        return await prepared.run(self._session, given)


def _first(place: Place | None, shown: int) -> int | None:
    """Return the position of a page's first row, counted from 1. None if it is not known."""
    if place is None:
        return 1
    if place.number is None:
        return None
    return max(1, place.number - shown) if place.before else place.number + 1


def _free(row: Any, today: date) -> Free:
    return Free(row.free_from if row.free_from and row.free_from > today else None, row.days_a_week)


def _listed(row: Any, key: tuple[Any, ...], today: date) -> Listed:
    state, _, error = row.mail.partition(" ") if row.mail else ("", "", "")
    return Listed(
        row.id,
        row.name,
        row.email,
        row.status,
        row.status_at,
        row.archived_at,
        row.left_at,
        row.invited_by,
        row.inviter,
        row.created_at,
        tuple(sorted(row.tags.split(SEPARATOR), key=str.casefold)) if row.tags else (),
        _OUTCOMES[state] if state else None,
        row.hires,
        row.until is not None,
        None if row.until == OPEN_END else row.until,
        bool(row.called_off),
        row.offer,
        key,
        _free(row, today) if row.free_said_at else None,
        Rate(row.rate, row.currency, row.per) if row.rate is not None else None,
        error or None,
    )
