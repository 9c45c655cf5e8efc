"""Counts a workspace's numbers: of the last week, four weeks and twelve months, by link and by import."""

from datetime import date, datetime, time, timedelta, tzinfo
from functools import reduce
from operator import add

from bot.services.hire.days import zone_of_member
from storage.entities.link import Link, LinkCounts
from storage.entities.numbers import Month, Numbers, OfImport, OfLink, Span
from storage.uow import UnitOfWork

MONTHS = 12
SHOWN = 5  # links and imports in a message
LISTED = 100  # in the file
_SPANS = (timedelta(days=7), timedelta(days=28))


async def count(uow: UnitOfWork, reader: str, most: int = SHOWN) -> Numbers:
    """Count the numbers by the reader's calendar, with the `most` newest links and imports."""
    zone = await zone_of_member(uow, reader)
    today = uow.now.astimezone(zone).date()
    firsts = months_until(today)
    ends = [_moment(each, zone) for each in firsts[1:]] + [uow.now]
    months = [Span(_moment(first, zone), end) for first, end in zip(firsts, ends, strict=True)]
    spans = [*(Span(uow.now - each, uow.now) for each in _SPANS), *months]
    week, four_weeks, *monthly = await uow.counting.within(spans)
    active = await uow.counting.active_before(ends)
    return Numbers(
        day=today,
        week=week,
        four_weeks=four_weeks,
        year=reduce(add, monthly),
        waiting=await uow.applications.count_waiting(),
        active=active[-1],
        months=tuple(Month(*each) for each in zip(firsts, monthly, active, strict=True)),
        links=await _links(uow, most),
        imports=await _imports(uow, months[0].since, zone, most),
    )


def months_until(today: date) -> list[date]:
    """List the first days of the last twelve months, the running one among them, oldest first."""
    number = today.year * 12 + today.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(number - MONTHS + 1, number + 1)]


def _moment(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


async def _links(uow: UnitOfWork, most: int) -> tuple[OfLink, ...]:
    links = await uow.links.newest(most)
    counts = await uow.links.counts(links)
    jobs = await uow.counting.jobs_of_links([each.id for each in links])
    return tuple(_of_link(each, counts[each.id], jobs.get(each.id, {})) for each in links)


def _of_link(link: Link, counts: LinkCounts, jobs: dict[str, int]) -> OfLink:
    declined = counts.declined + counts.blocked
    waiting = max(0, counts.confirmed - counts.approved - declined)
    return OfLink(link.name, counts.confirmed, counts.approved, waiting, declined, **jobs)


async def _imports(uow: UnitOfWork, since: datetime, zone: tzinfo, most: int) -> tuple[OfImport, ...]:
    imports = await uow.counting.imports_since(since, most)
    counts = await uow.counting.of_imports([each.id for each in imports])
    return tuple(
        OfImport(each.file_name, each.started_at.astimezone(zone).date(), counts[each.id])
        for each in imports
        if each.started_at
    )
