"""Parsing rates, and their values in microseconds."""

import pytest

from bot.rate import Rate


@pytest.mark.parametrize(
    ("text", "every_us", "burst"),
    [
        ("600/minute", 100_000, 10),
        ("10/second", 100_000, 10),
        ("1/second", 1_000_000, 1),
        ("30/minute", 2_000_000, 1),
        ("1/hour", 3_600_000_000, 1),
        ("5000/hour", 720_000, 1),
        ("7/second", 142_858, 7),
        (" 90/minute ", 666_667, 1),
        ("1000000/second", 1, 1_000_000),
        ("5000000/second", 1, 5_000_000),
    ],
)
def test_a_rate_is_a_distance_in_whole_microseconds(text: str, every_us: int, burst: int) -> None:
    rate = Rate.parse(text)
    assert (rate.every_us, rate.burst) == (every_us, burst)


@pytest.mark.parametrize("count", [1, 7, 11, 59, 600, 999_983, 1_000_000])
def test_rounding_never_lets_through_more_than_was_written(count: int) -> None:
    rate = Rate.parse(f"{count}/minute")
    assert rate.every_us * count >= 60_000_000


@pytest.mark.parametrize("text", ["", "600", "0/minute", "-1/minute", "1.5/second", "600/day", "many/minute"])
def test_what_is_no_rate_is_told_with_the_form_it_should_have(text: str) -> None:
    with pytest.raises(ValueError, match="600/minute"):
        Rate.parse(text)
