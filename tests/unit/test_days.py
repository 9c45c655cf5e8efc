"""Days and hours in people's time zones."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from bot.services.hire.days import next_at, zone_of
from bot.services.hire.life import asked_on
from storage.entities.member import Member
from storage.overview.listing import Criteria

COPENHAGEN, LOS_ANGELES = ZoneInfo("Europe/Copenhagen"), ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("tz", "offset", "zone"),
    [
        ("Europe/Copenhagen", 3600, COPENHAGEN),
        ("Europe/Copenhagen", None, COPENHAGEN),
        (None, -7 * 3600, timezone(timedelta(hours=-7))),
        ("Mars/Olympus", 3600, timezone(timedelta(hours=1))),
        ("../../etc/passwd", 3600, timezone(timedelta(hours=1))),
        ("", None, UTC),
        (None, None, UTC),
    ],
)
def test_a_zone_is_known_by_its_name_and_otherwise_by_its_offset(
    tz: str | None, offset: int | None, zone: tzinfo
) -> None:
    assert zone_of(Member(tz=tz, tz_offset=offset)) == zone


def test_who_is_not_known_lives_in_utc() -> None:
    assert zone_of(None) is UTC


@pytest.mark.parametrize(
    ("after", "zone", "due"),
    [
        (datetime(2026, 6, 10, 5, tzinfo=UTC), COPENHAGEN, datetime(2026, 6, 10, 6, tzinfo=UTC)),
        (datetime(2026, 6, 10, 6, tzinfo=UTC), COPENHAGEN, datetime(2026, 6, 11, 6, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), COPENHAGEN, datetime(2026, 10, 25, 7, tzinfo=UTC)),
        (datetime(2026, 6, 10, 5, tzinfo=UTC), LOS_ANGELES, datetime(2026, 6, 10, 15, tzinfo=UTC)),
        (datetime(2026, 6, 10, 16, tzinfo=UTC), LOS_ANGELES, datetime(2026, 6, 11, 15, tzinfo=UTC)),
        (datetime(2026, 6, 10, 7, tzinfo=UTC), UTC, datetime(2026, 6, 10, 8, tzinfo=UTC)),
    ],
)
def test_eight_comes_in_everybodys_own_morning(after: datetime, zone: tzinfo, due: datetime) -> None:
    assert next_at(time(8), after, zone) == due


def test_a_day_to_filter_by_keeps_the_moment_it_began_at() -> None:
    began = datetime(2026, 10, 25, tzinfo=COPENHAGEN)
    kept = Criteria.from_json(Criteria(added_after=date(2026, 10, 25), added_since=began).to_json())
    assert kept.since == datetime(2026, 10, 24, 22, tzinfo=UTC)
    older = Criteria.from_json({"added_after": "2026-10-25"})
    assert older.since == datetime(2026, 10, 25, tzinfo=UTC)


@pytest.mark.parametrize(("days", "asked"), [(1, 1), (2, 1), (9, 5), (10, 5), (13, 7), (14, 7), (30, 23)])
def test_of_a_short_job_the_end_is_asked_about_half_way(days: int, asked: int) -> None:
    first = date(2026, 6, 1)
    assert asked_on(first, first + timedelta(days=days - 1)) == first + timedelta(days=asked - 1)
