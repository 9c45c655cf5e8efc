"""The words of the numbers: the message, its picture, and the file."""

from datetime import date

from blocks.home.words import import_name
from language.dates import day_words, month_words
from language.lists import and_words
from language.plurals import count_words, number_words
from storage.entities.numbers import Counts, Month, Numbers, OfImport, OfLink

CSV = "CSV"
BY_LINK, BY_IMPORT = "By link", "By import"
ASKED, YES, NO, DAYS_TO_YES, HIRED, HIRED_AGAIN = "Asked", "Yes", "No", "Days to yes", "Hired", "Hired again"
SPANS = ("7 days", "4 weeks", "1 year")
NONE = "–"  # where nobody said yes

ON_THEIR_WAY = "Your numbers come in a message from this app."
FILE_ON_ITS_WAY = "The numbers come as a file in a message from this app."
PICTURE = "Month by month"
GROWTH, ANSWERS = "Active contacts", "Answers to invitations"


def title(day: date) -> str:
    return f"Numbers, {day_words(day)}"


def now(numbers: Numbers) -> str:
    waiting, active = number_words(numbers.waiting), number_words(numbers.active)
    return f"Applications waiting: {waiting}. Active contacts: {active}."


def in_a_sentence(numbers: Numbers) -> str:
    """Say the last week's numbers for notifications and screen readers."""
    week = numbers.week
    parts = [
        f"{number_words(week.asked)} asked",
        f"{number_words(week.yes)} said yes",
        f"{number_words(week.no)} said no",
        f"{number_words(week.hired)} hired",
    ]
    return f"{title(numbers.day)}. In the last 7 days: {and_words(parts)}. {now(numbers)}"


def days(counts: Counts) -> str:
    return NONE if counts.days_to_yes is None else f"{counts.days_to_yes:.1f}"


def of_link(link: OfLink) -> str:
    parts = [
        count_words(link.signed_up, one="{n} signed up", other="{n} signed up"),
        f"{number_words(link.approved)} approved",
        f"{number_words(link.waiting)} waiting",
        f"{number_words(link.declined)} declined",
        *_jobs(link.hired, link.again),
    ]
    return f"{link.name}: {', '.join(parts)}"


def of_import(job: OfImport, *, open_to_all: bool) -> str:
    """Sum up an import. Where everybody may read it, without the file's name, which may be a person's."""
    counts = job.counts
    name = f"Import of {day_words(job.day)}" if open_to_all else import_name(job.file_name, job.day)
    parts = [
        f"{number_words(counts.asked)} asked",
        f"{number_words(counts.yes)} yes",
        f"{number_words(counts.no)} no",
        *_jobs(counts.hired, counts.again),
    ]
    return f"{name}: {', '.join(parts)}"


def _jobs(hired: int, again: int) -> list[str]:
    parts = [f"{number_words(hired)} hired"] * (hired > 0)
    return [*parts, *[f"{number_words(again)} hired again"] * (again > 0)]


def picture_words(months: tuple[Month, ...]) -> str:
    """Say what the picture shows, for people who can't see it."""
    growth = ", ".join(f"{month_words(each.first)} {number_words(each.active)}" for each in months)
    answers = ", ".join(
        f"{month_words(each.first)} {number_words(each.counts.yes)} yes and {number_words(each.counts.no)} no"
        for each in months
    )
    return f"{GROWTH} at the end of each month: {growth}. {ANSWERS} by month: {answers}."
