"""Days where somebody lives: a job begins and ends by the calendar of whoever hires."""

from datetime import UTC, date, datetime, time, timedelta, timezone

from storage.bookkeeping import Member
from storage.uow import UnitOfWork


def zone_of(member: Member | None) -> timezone:
    """UTC for whom Slack has not told it of."""
    return timezone(timedelta(seconds=member.tz_offset)) if member and member.tz_offset is not None else UTC


async def today_of(uow: UnitOfWork, user_id: str) -> date:
    return uow.now.astimezone(zone_of(await uow.members.get(user_id))).date()


async def beginning_of(uow: UnitOfWork, user_id: str, day: date) -> datetime:
    """The moment at which this day begins for them."""
    return datetime.combine(day, time(), zone_of(await uow.members.get(user_id)))
