"""Samples of the numbers."""

from datetime import date
from functools import reduce
from operator import add

from blocks.kit.modal import text_message
from blocks.numbers import words
from blocks.numbers.message import numbers_message
from bot.services.numbers.numbers import months_until
from bot.showcase.samples.cast import MANAGER, TODAY
from bot.showcase.samples.sample import Sample
from storage.entities.numbers import Counts, Month, Numbers, OfImport, OfLink

NUMBERS = "Numbers"
_WEEK = Counts(asked=12, yes=7, no=1, days=10.5, timed=7, hired=3, again=1)
_MONTHS = tuple(
    Month(first, Counts(asked=20 + 3 * n, yes=9 + 2 * n, no=n % 4, days=30.0, timed=15, hired=n), 120 + 9 * n)
    for n, first in enumerate(months_until(TODAY))
)
FULL = Numbers(
    day=TODAY,
    week=_WEEK,
    four_weeks=Counts(asked=40, yes=22, no=3, days=46.0, timed=22, hired=9, again=3),
    year=reduce(add, (each.counts for each in _MONTHS)),
    waiting=4,
    active=219,
    months=_MONTHS,
    links=(
        OfLink("Design meetup", signed_up=14, approved=9, waiting=4, declined=1, hired=3, again=1),
        OfLink("Portfolio footer", signed_up=1, approved=0, waiting=0, declined=1),
    ),
    imports=(
        OfImport("pool.csv", date(2026, 11, 12), Counts(asked=400, yes=220, no=31, hired=12, again=4)),
        OfImport("fair.xlsx", date(2026, 9, 2), Counts(asked=30, yes=11, no=2)),
    ),
)
_NOTHING = Numbers(day=TODAY, week=Counts(), four_weeks=Counts(), year=Counts(), waiting=0, active=0)

SAMPLES = (
    Sample(NUMBERS, "on their way", lambda: text_message(words.ON_THEIR_WAY)),
    Sample(NUMBERS, "file on its way", lambda: text_message(words.FILE_ON_ITS_WAY)),
    Sample(NUMBERS, "the picture in words", lambda: text_message(words.picture_words(_MONTHS))),
    Sample(NUMBERS, "of a busy team", lambda: numbers_message(FULL, MANAGER)),
    Sample(NUMBERS, "weekly, in a channel", lambda: numbers_message(FULL, MANAGER, open_to_all=True)),
    Sample(NUMBERS, "before anything has happened", lambda: numbers_message(_NOTHING, MANAGER)),
)
