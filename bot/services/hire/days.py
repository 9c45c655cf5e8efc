"""Days in a person's time zone: a job begins and ends by the hirer's calendar."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from storage.entities.member import Member
from storage.uow import UnitOfWork


def zone_of(member: Member | None) -> tzinfo:
    """Return the member's time zone; UTC if Slack has not given one.

    The offset alone is today's: it stands in only where the zone's name is missing or unknown here.
    """
    if member is None:
        return UTC
    if zone := _named(member.tz):
        return zone
    return UTC if member.tz_offset is None else timezone(timedelta(seconds=member.tz_offset))


def _named(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):  # no such zone, or something that is no zone's name
        return None


async def zone_of_member(uow: UnitOfWork, user_id: str) -> tzinfo:
    return zone_of(await uow.members.get(user_id))


async def today_of(uow: UnitOfWork, user_id: str) -> date:
    return uow.now.astimezone(await zone_of_member(uow, user_id)).date()


async def beginning_of(uow: UnitOfWork, user_id: str, day: date) -> datetime:
    """Return the moment at which a day begins for this person."""
    return datetime.combine(day, time(), await zone_of_member(uow, user_id))


def next_at(hour: time, after: datetime, zone: tzinfo) -> datetime:
    """Return the next moment after `after` at which clocks in this zone show `hour`."""
    today = datetime.combine(after.astimezone(zone).date(), hour, zone)
    return today if today > after else datetime.combine(today.date() + timedelta(days=1), hour, zone)
