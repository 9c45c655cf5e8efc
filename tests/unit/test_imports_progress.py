"""The bar of an import, and how long it will still take."""

from datetime import UTC, datetime, timedelta

import pytest

from blocks.imports.progress import Stretch, bar, progress_line

AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("done", "of", "drawn"),
    [
        (0, 5, "░░░░░░░░░░░░ 0 %"),
        (1, 5_000, "░░░░░░░░░░░░ 0 %"),
        (38, 100, "████░░░░░░░░ 38 %"),
        (4_999, 5_000, "███████████░ 99 %"),
        (5_000, 5_000, "████████████ 100 %"),
    ],
)
def test_the_bar_is_full_only_when_all_is_done(done: int, of: int, drawn: str) -> None:
    assert bar(done, of) == drawn


@pytest.mark.parametrize(
    ("done", "since", "of", "left"),
    [
        (50, timedelta(minutes=5), 100, " · about 5 minutes left"),
        (50, timedelta(seconds=70), 100, " · about 2 minutes left"),
        (50, timedelta(seconds=60), 100, " · about 1 minute left"),
        (50, timedelta(seconds=59), 100, " · less than a minute left"),
        (10, timedelta(minutes=10), 100, " · about 90 minutes left"),
        (10, timedelta(minutes=20), 100, " · about 3 hours left"),
        (50, timedelta(0), 100, ""),
        (50, timedelta(minutes=-5), 100, ""),
    ],
)
def test_the_pace_so_far_says_how_long_it_takes(done: int, since: timedelta, of: int, left: str) -> None:
    assert progress_line(done, of, Stretch(done, AT - since, AT)) == bar(done, of) + left


@pytest.mark.parametrize("pace", [Stretch(0, AT - timedelta(hours=1), AT), Stretch(3, None, AT)])
def test_without_a_pace_nothing_is_promised(pace: Stretch) -> None:
    assert progress_line(3, 12, pace) == "███░░░░░░░░░ 25 %"
