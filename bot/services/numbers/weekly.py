"""The weekly numbers: Monday morning where the person lives who switched them on."""

from datetime import datetime, time, timedelta, tzinfo

from bot.services.hire.days import next_at, zone_of_member
from bot.services.numbers.work import WeeklyNumbers
from storage.uow import UnitOfWork

EIGHT = time(8)
_MONDAY = 0
_DAY = timedelta(days=1)


async def schedule(uow: UnitOfWork, by: str) -> None:
    """Schedule the next weekly numbers, in place of those that are scheduled already."""
    due = next_monday(uow.now, await zone_of_member(uow, by))
    await uow.outbox.add(WeeklyNumbers(by), due_at=due)


def next_monday(after: datetime, zone: tzinfo) -> datetime:
    """Return the next moment after `after` at which it is Monday, eight o'clock, in this zone."""
    found = next_at(EIGHT, after, zone)
    to_go = (_MONDAY - found.weekday()) % 7
    return datetime.combine(found.date() + to_go * _DAY, EIGHT, zone)
