"""Texts about people's rights: leaving, erasing, and taking data away."""

from collections.abc import Sequence
from datetime import date

from language.dates import day_words
from language.lists import and_words
from language.plurals import count_words

ERASE = "Erase"
ERASED = "Erased"
EXPORT_DATA = "Export data"
DATA_SENT = "On its way"
WHAT_GOES = (
    "What goes: the name and address, invitations, applications, notes, tags and jobs, and what imported"
    " lists said about them. Our own messages and files in Slack that name them are deleted within an hour. A"
    " job that is still running ends today."
)
JOBS_STAY = "The dates and amounts of their jobs stay, without the name, as Settings say."
WHAT_STAYS = (
    "What stays: a fingerprint of the address, from which no one can read it, so that no one invites them"
    " again by mistake. Files that people shared in Slack stay, too: please delete those yourself."
)
NO_WAY_BACK = "This can't be undone. They may sign up again by themselves."
ERASING = (
    "Everything about them is gone from our database. Our messages and files in Slack follow within an hour."
)


def whom(name: str, email: str, company: str) -> str:
    return f"{name} ({email}) will be erased from {company}."


def shared_files(names: Sequence[str]) -> str:
    return f"Files with them: {and_words(names)}."


def data_sent(name: str) -> str:
    return f"You're getting everything stored about {name} as a direct message, as JSON and as CSV."


def data_file(name: str, what: str) -> str:
    """Introduce the file with somebody's data."""
    return (
        f"Everything stored about {name}, as {what}. Keep it safe, and delete it when it's no longer needed."
    )


def left(name: str) -> str:
    text = f"{name} left your contacts."
    return f"{text} No email, import or offer reaches them until they come back by themselves."


def job_erased(title: str, start: date, end: date) -> str:
    return (
        f"The job “{title}”, which began on {day_words(start)}, ended on {day_words(end)}:"
        " the person had their data erased."
    )


# Contacts whose time is over
KEEP_ALL, CHOOSE_WHOM, LET_GO = "Keep all", "Choose whom to keep", "Let them go"
CHOOSE_TITLE, KEEP_THEM, THESE_CONTACTS = "Choose whom to keep", "Keep", "these contacts"
TICKED_STAY = "The people you tick stay. The others are removed on that day, unless they ask to stay."
SILENCE = "If you do nothing, they are removed. You may invite them again later."
SETTLED = "The people named here are removed on that day, unless you change your mind and keep them."
FAREWELL_OVER = "These contacts are settled: they were kept or removed."


def will_go(people: int, day: date) -> str:
    known = count_words(people, one="{n} contact", other="{n} contacts")
    return f"Nobody has been in touch with {known} for a long time. They will be removed on {day_words(day)}."


def last_known(status: str, day: date) -> str:
    return f"{status} since {day_words(day)}"


def and_more(people: int) -> str:
    return f"and {people} more"


def rows(first: int, last: int) -> str:
    return f"Contacts {first} to {last}"
