"""Nights in which the clocks change: reminders come once, and the daily list at eight by the new time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.services.signup.signup import SignupForm
from tests.kit.applying import apply
from tests.kit.faults import SEED, chance, many, report
from tests.kit.product import House
from tests.kit.zones import live_in

pytestmark = pytest.mark.timeout(many(600, 3_600))
NIGHTS = (  # two weeks apart at least
    ("Europe/Copenhagen", date(2026, 10, 25)),
    ("America/Los_Angeles", date(2027, 3, 14)),
    ("Europe/Copenhagen", date(2027, 3, 28)),
    ("Africa/Cairo", date(2027, 4, 30)),  # at midnight, which there is not
    ("Australia/Lord_Howe", date(2027, 10, 3)),  # by half an hour
    ("America/Los_Angeles", date(2027, 11, 7)),
    ("Australia/Lord_Howe", date(2028, 4, 2)),
)[: many(1, 7)]
PEOPLE, STEP = many(2, 40), timedelta(minutes=many(60, 10))
FIRST_REMINDER, ALL_REMINDERS, EIGHT = timedelta(days=3), timedelta(days=8), time(8)


async def test_a_night_in_which_the_clocks_change_reminds_nobody_twice(house: House) -> None:
    moments = chance()
    for nth, (zone, day) in enumerate(NIGHTS):
        await live_in(house, "Jordan Lee", zone)
        night = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
        emails = [f"person{nth}-{number}@x.dk" for number in range(PEOPLE)]
        await to(house, night - FIRST_REMINDER)
        await apply(house, SignupForm("Somebody Waiting", f"waiting{nth}@x.dk"))
        for email, minutes in zip(emails, sorted(moments.choices(range(300), k=PEOPLE)), strict=True):
            await to(house, night - FIRST_REMINDER + timedelta(minutes=minutes))
            await house.invite(Name="Somebody", Email=email)
            await house.settled()
        await to(house, night - timedelta(hours=10))
        await through(house, night)
        [came] = lists_since(night, house, ZoneInfo(zone))
        assert timedelta() <= came - datetime.combine(day, EIGHT) < STEP
        for email in emails:
            first, second = (mail.at for mail in house.demo.mailbox.to(email))
            assert 0 <= second - first - FIRST_REMINDER.total_seconds() <= 2 * STEP.total_seconds()
        for days in (1, 3, 4, 5, ALL_REMINDERS.days):
            await to(house, night + timedelta(days=days))
        assert {len(house.demo.mailbox.to(email)) for email in emails} == {3}, "an invitation, two reminders"
    report(
        f"{len(NIGHTS)} nights of other time, {PEOPLE} people in each (seed {SEED}): reminded once, twice in"
        " all, and the daily list at eight"
    )


async def through(house: House, night: datetime) -> None:
    """Go through a night, from before midnight to the forenoon, in short steps."""
    at = night - timedelta(hours=1)
    while at <= night + timedelta(hours=10):
        await to(house, at)
        at += STEP


def lists_since(night: datetime, house: House, zone: ZoneInfo) -> list[datetime]:
    """Find when the daily list came since that night, by the clocks of this zone."""
    seen = [each for each in house.person("Jordan Lee").messages("app") if float(each.ts) > night.timestamp()]
    lists = [each for each in seen if "your approval." in each.words]
    return [datetime.fromtimestamp(float(each.ts), zone).replace(tzinfo=None) for each in lists]


async def to(house: House, at: datetime) -> None:
    """Move the clock to this moment, unless it is past, and wait until what is due then is done."""
    house.forward(seconds=max(0.0, (at - house.clock()).total_seconds()))
    await house.settled()
