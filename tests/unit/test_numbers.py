"""The pure parts of the numbers: when they come, which months they cover, the file and the picture."""

import csv
import io
import struct
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from blocks.numbers.words import picture_words
from bot.services.numbers.drawing import Drawn
from bot.services.numbers.file import HEADER, numbers_file
from bot.services.numbers.numbers import months_until
from bot.services.numbers.picture import draw, short
from bot.services.numbers.weekly import next_monday
from bot.showcase.samples.numbers import FULL
from storage.entities.numbers import Counts


@pytest.mark.parametrize(
    ("zone", "after", "monday"),
    [
        ("Europe/Copenhagen", "2026-06-10T10:00", "2026-06-15T08:00"),
        ("Europe/Copenhagen", "2026-06-15T07:59", "2026-06-15T08:00"),
        ("Europe/Copenhagen", "2026-06-15T08:00", "2026-06-22T08:00"),
        ("Europe/Copenhagen", "2026-10-24T12:00", "2026-10-26T08:00"),  # the clocks are set back in between
        ("Pacific/Auckland", "2026-06-14T23:00", "2026-06-15T08:00"),
        ("America/New_York", "2026-12-28T09:00", "2027-01-04T08:00"),
    ],
)
def test_weekly_numbers_are_due_on_monday_at_eight(zone: str, after: str, monday: str) -> None:
    there = ZoneInfo(zone)
    at = datetime.fromisoformat(after).replace(tzinfo=there)
    assert next_monday(at, there) == datetime.fromisoformat(monday).replace(tzinfo=there)


def test_twelve_months_end_with_the_running_one() -> None:
    months = months_until(date(2026, 2, 28))
    assert (months[0], months[-2:], len(months)) == (
        date(2025, 3, 1),
        [date(2026, 1, 1), date(2026, 2, 1)],
        12,
    )


def test_days_to_yes_are_an_average_over_those_who_were_emailed_first() -> None:
    both = Counts(yes=2, days=3.0, timed=2) + Counts(yes=2, days=5.0, timed=1)
    assert (both.yes, both.days_to_yes, Counts(yes=1).days_to_yes) == (4, 8 / 3, None)


def test_the_file_has_a_line_for_each_month_link_and_import() -> None:
    text = numbers_file(FULL).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert tuple(header) == HEADER
    assert [row[0] for row in rows] == ["month"] * 12 + ["link"] * 2 + ["import"] * 2
    assert rows[11] == ["month", "2026-11", "53", "31", "3", "2.0", "", "11", "0", "219"]
    assert rows[12] == ["link", "Design meetup", "14", "9", "1", "", "4", "3", "1", ""]
    assert rows[14][:5] == ["import", "pool.csv, 2026-11-12", "400", "220", "31"]


@pytest.mark.parametrize("most", [0, 1, 999, 1_000_000])
def test_the_picture_is_drawn_of_any_numbers(most: int) -> None:
    values = [most * n // 12 for n in range(12)]
    picture = draw(Drawn(["Sept"] * 12, values, values, values[::-1], "Growth", "Answers", "Yes", "No"))
    assert struct.unpack(">II", picture[16:24]) == (900, 760)  # width and height of a PNG


def test_what_the_picture_shows_fits_its_words_for_screen_readers() -> None:
    assert len(picture_words(FULL.months)) <= 1_000


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (999, "999"), (1_000, "1.0k"), (12_345, "12k"), (1_500_000, "1.5M"), (20_000_000, "20M")],
)
def test_large_numbers_are_short_in_the_picture(number: int, written: str) -> None:
    assert short(number) == written
