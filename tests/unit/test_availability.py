"""When contacts are asked whether they are free, how long a word counts, and how it is written."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from blocks.kit.free import free_words, said_words
from bot.workers.kinds.availability import next_months
from storage.entities.availability import UNKNOWN, Availability, fresh
from storage.entities.status import Status

NOW = datetime(2026, 6, 10, 10, tzinfo=UTC)
TODAY = NOW.date()


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def stands(**given: Any) -> Availability:
    """Make what is known of an active contact who joined 200 days ago."""
    usual: dict[str, Any] = dict.fromkeys(Availability.__dataclass_fields__)
    usual |= {"contact_id": 1, "status": Status.ACTIVE, "status_at": ago(200)}
    return Availability(**usual | given)


@pytest.mark.parametrize(
    ("of", "days", "since"),
    [
        (stands(), 90, 200),
        (stands(said_at=ago(30)), 90, 30),
        (stands(said_at=ago(100), asked_at=ago(10)), 90, 10),
        (stands(said_at=ago(300)), 90, 200),
        (stands(), 0, None),
        (stands(archived_at=NOW), 90, None),
        (stands(mail_stopped_at=NOW), 90, None),
        *((stands(status=each), 90, None) for each in Status if each is not Status.ACTIVE),
    ],
)
def test_people_are_asked_after_what_came_last(of: Availability, days: int, since: int | None) -> None:
    assert of.asks_at(days) == (None if since is None else ago(since) + timedelta(days=days))


@pytest.mark.parametrize(
    ("said_at", "counts"),
    [(None, False), (NOW, True), (ago(55.9), True), (ago(56), False)],
)
def test_a_word_counts_for_eight_weeks(said_at: datetime | None, counts: bool) -> None:
    assert fresh(said_at, NOW) is counts
    of = stands(said_at=said_at, free_from=date(2026, 3, 1))
    assert of.sort_key(NOW) == ("2026-03-01" if counts else UNKNOWN)
    assert (of.fades_at(NOW) is not None) is counts


@pytest.mark.parametrize(
    ("free_from", "days", "said"),
    [
        (None, None, ""),
        (date(2026, 6, 11), None, "free from 11 June 2026"),
        (date(2026, 6, 10), None, "free now"),
        (date(2020, 1, 1), 1, "free now, 1 day a week"),
        (None, 3, "free now, 3 days a week"),
        (date(2027, 3, 1), 5, "free from 1 March 2027, 5 days a week"),
    ],
)
def test_free_days_in_words(free_from: date | None, days: int | None, said: str) -> None:
    assert free_words(free_from, days, TODAY) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "said today"),
        (1, "said 1 day ago"),
        (13, "said 13 days ago"),
        (14, "said 2 weeks ago"),
        (63, "said 9 weeks ago"),
    ],
)
def test_the_age_of_a_word(days: int, said: str) -> None:
    assert said_words(ago(days), TODAY) == said


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2026, 6, 10), [(2026, 7), (2026, 8), (2026, 9)]),
        (date(2026, 11, 30), [(2026, 12), (2027, 1), (2027, 2)]),
        (date(2026, 12, 31), [(2027, 1), (2027, 2), (2027, 3)]),
    ],
)
def test_the_first_days_of_the_next_months(today: date, months: list[tuple[int, int]]) -> None:
    assert next_months(today) == [date(year, month, 1) for year, month in months]
