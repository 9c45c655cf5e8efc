"""When a failed send is retried, as a table."""

from datetime import timedelta

import pytest

from bot.workers.engine.retry import LONGEST, Failure, Tried, next_try
from storage.outbox.sending import GIVE_UP_AFTER

BUSY = Failure("busy")
OUR_FAULT = Failure("our own fault", bug=True)
NEW = timedelta()


def seconds(failure: Failure, attempts: int = 1, age: timedelta = NEW, jitter: float = 0.5) -> float | None:
    wait = next_try(failure, Tried(attempts, age), jitter)
    return None if wait is None else wait.total_seconds()


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [(1, 10), (2, 20), (3, 40), (4, 80), (5, 160), (9, 2560), (10, 3600), (11, 3600), (10_000, 3600)],
)
def test_each_wait_is_twice_the_one_before_up_to_an_hour(attempts: int, wait: float) -> None:
    assert seconds(BUSY, attempts) == wait


@pytest.mark.parametrize(("jitter", "wait"), [(0.0, 7.5), (0.5, 10), (1.0, 12.5)])
def test_chance_spreads_the_tries_by_a_quarter(jitter: float, wait: float) -> None:
    assert seconds(BUSY, jitter=jitter) == wait


def test_the_first_try_again_comes_within_fifteen_seconds() -> None:
    assert 5 <= (seconds(BUSY, jitter=0.0) or 0) < (seconds(BUSY, jitter=1.0) or 0) <= 15


@pytest.mark.parametrize(
    ("failure", "attempts", "age"),
    [
        (Failure("no such address", lasting=True), 1, NEW),
        (BUSY, 80, GIVE_UP_AFTER),
        (Failure("ask later", wait=timedelta(seconds=30)), 80, GIVE_UP_AFTER),
        (Failure("no such channel", lasting=True, wait=timedelta(seconds=30)), 1, NEW),
    ],
)
def test_some_failures_are_not_tried_again(failure: Failure, attempts: int, age: timedelta) -> None:
    assert next_try(failure, Tried(attempts, age), 0.5) is None


def test_our_own_fault_is_tried_four_times_more() -> None:
    waits = [next_try(OUR_FAULT, Tried(bugs + 1, NEW, bugs), 0.5) for bugs in range(5)]
    assert waits == [timedelta(seconds=wait) for wait in (10, 20, 40, 80)] + [None]


def test_tries_that_others_failed_do_not_count_against_ours() -> None:
    assert next_try(OUR_FAULT, Tried(80, NEW, 0), 0.5) == LONGEST


def test_three_days_of_trouble_are_borne() -> None:
    assert seconds(BUSY, 80, GIVE_UP_AFTER - timedelta(seconds=1)) == 3600


@pytest.mark.parametrize("asked", [1, 30, 600])
def test_the_other_side_gets_the_wait_it_asked_for(asked: int) -> None:
    for jitter in (0.0, 1.0):
        assert seconds(Failure("ask later", wait=timedelta(seconds=asked)), jitter=jitter) == asked


def test_nobody_makes_us_wait_longer_than_the_longest_wait() -> None:
    absurd = Failure("ask later", wait=timedelta(days=400))
    assert next_try(absurd, Tried(1, NEW), 0.5) == LONGEST
