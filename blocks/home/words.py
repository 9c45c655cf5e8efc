"""The words of the Home tab, its filter, and the answers to `/contacts`."""

from collections.abc import Iterable
from datetime import date

from blocks.kit.words import ARCHIVED, DECLINED, HIRED_NOW, LEFT, WITHDRAWN
from language.dates import day_words
from language.lists import and_words, or_words
from language.plurals import count_words, number_words
from storage.overview.listing import FREE_NOW, MOST_COUNTED, Hired, MailTrouble, Need, Sort, Which

TITLE = "Trusted Contacts"
ABOUT = "Trusted Contacts keeps your company's pool of freelancers in Slack."

INVITE, IMPORT, NEW_LINK, EXPORT, SETTINGS = "Invite", "Import", "New link", "Export", "Settings"
HIRES, BULK_ACTIONS, MANAGE_TAGS, REVIEW, SHOW = "Hires", "Bulk actions", "Manage tags", "Review", "Show"
FILTER, SHOW_ALL, PREVIOUS, NEXT = "Filter", "Show all", "Previous", "Next"
JUMP_TO = "Jump to"
NEEDS_YOU = "What needs you today"
SEARCH, STATUS, SORT, TAGS, ANY_TAG = "Search", "Status", "Sort", "Tags", "Any tag"
SEARCH_PLACEHOLDER = "Part of a name, email or tag, then Enter"

WHICH = {
    Which.ANY: "Any",
    Which.INVITED: "Invited",
    Which.UNASKED: "Not invited yet",
    Which.APPLIED: "Applied",
    Which.ACTIVE: "Active",
    Which.DECLINED: "Declined",
    Which.LEFT: "Left",
    Which.BLOCKED: "Blocked",
    Which.ARCHIVED: "Archived",
}
SORTS = {
    Sort.NAME: "Name",
    Sort.NEWEST: "Newest",
    Sort.CHANGED: "Status changed",
    Sort.HIRED: "Most hired",
    Sort.TAG: "Tag",
    Sort.FREE: "Free soonest",
}
HIRED_CHOICES = {Hired.EVER: "Ever", Hired.NOW: "Now", Hired.NEVER: "Never"}
EMAIL = "Email"
EMAIL_CHOICES = {
    MailTrouble.FAILED: "Failed",
    MailTrouble.BOUNCED: "Bounced",
    MailTrouble.EITHER: "Failed or bounced",
}
EMAIL_TROUBLE = {
    MailTrouble.FAILED: "email failed",
    MailTrouble.BOUNCED: "email bounced",
    MailTrouble.EITHER: "email failed or bounced",
}
_HIRED = {Hired.EVER: "hired before", Hired.NOW: "hired now", Hired.NEVER: "never hired"}

# The modal "Filter"
ALL_OF_THEM, ANY_OF_THEM = "All of them", "Any of them"
TAGS_MATCH, INVITED_BY, ADDED_AFTER = "Tags match", "Invited by", "Added after"
HIRED, LINK = "Hired", "Link"
FREE, FREE_FROM = "Free", "Free from"
PLACE, LANGUAGE = "Place", "Language"
RATE_UP_TO, CURRENCY, PER = "Rate up to", "Currency", "Per"
A_DAY = "day"
FREE_CHOICES = {FREE_NOW: "Now", A_DAY: "From a day"}

_NEEDS = {
    Need.ANSWER: ("{n} answer since yesterday", "{n} answers since yesterday"),
    Need.ENDING: ("{n} invitation ends this week", "{n} invitations end this week"),
    Need.JOB: ("{n} job ends this week", "{n} jobs end this week"),
    Need.EMAIL: ("{n} email not delivered", "{n} emails not delivered"),
}
NEEDED = {
    Need.APPROVAL: "waiting for approval",
    Need.ANSWER: "answered since yesterday",
    Need.ENDING: "invitation ends this week",
    Need.JOB: "job ends this week",
    Need.EMAIL: "email not delivered",
}

_AT_ONCE = {DECLINED, LEFT, ARCHIVED, WITHDRAWN}

NO_CONTACTS_FOUND = "No contacts match. Press Show all to clear the search and filters."
NO_CONTACTS_HERE = "No contacts here. Use Status to see archived and blocked people."

OPEN_HOME, OPEN_HOME_IN_FULL = "Open the Home tab", "Open the Home tab of Trusted Contacts"
INVITES, HELPS = "Invite someone with /invite-contact", "see /contacts help"


_FIRST_STEPS = (
    "No contacts yet. Invite one person, import a spreadsheet (or drop one into a channel I'm in), or create"
    " a sign-up link."
)


def first_steps(*, invite: bool, bring: bool, share: bool) -> str:
    """Say that there are no contacts yet, and what the reader can do about it."""
    if invite and bring and share:
        return _FIRST_STEPS
    steps = ["invite one person"] * invite
    steps += ["import a spreadsheet"] * bring
    steps += ["create a sign-up link"] * share
    return f"No contacts yet. {_sentence(or_words(steps))}" if steps else "No contacts yet."


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def needing(people: int, approval: str) -> str:
    return counted(people, one="{n} person needs", other="{n} people need") + f" {approval}"


def in_all(said: str) -> str:
    return f"{said} in all"


def need(need: Need, number: int, approval: str) -> str:
    """Say what somebody has to look after, and how often: "2 answers since yesterday"."""
    if need is Need.APPROVAL:
        return needing(number, approval)
    one, other = _NEEDS[need]
    return counted(number, one=one, other=other)


def undelivered(emails: int) -> str:
    return counted(emails, one="{n} email not delivered", other="{n} emails not delivered")


def invited(people: int) -> str:
    return counted(people, one="{n} invited, no reply yet", other="{n} invited, no reply yet")


def added(people: int) -> str:
    return counted(people, one="{n} added, not invited yet", other="{n} added, not invited yet")


def active(people: int) -> str:
    return counted(people, one="{n} active contact", other="{n} active contacts")


def hired(people: int) -> str:
    return counted(people, one="{n} hired now", other="{n} hired now")


def labelled(label: str, choice: str) -> str:
    """Write the chosen option of a select that has no label of its own: "Status: active"."""
    return f"{label}: {choice[:1].lower()}{choice[1:]}"


def since(status: str, day: str) -> str:
    """Say since when somebody has a status, or when it was given to them: "Declined 3 May"."""
    return f"{status} {day}" if status in _AT_ONCE else f"{status} since {day}"


def brought_by(name: str, *, asked: bool) -> str:
    return f"{'invited' if asked else 'added'} by {name}"


def hired_until(day: date | None) -> str:
    return f"hired until {day_words(day)}" if day else HIRED_NOW


def position(first: int | None, shown: int, in_all: int | None) -> str:
    """Say where a page is in its list: "11–20 of 5,024"."""
    if in_all == shown:
        return count_words(shown, one="{n} contact", other="{n} contacts")
    where = number_words(shown)
    if first is not None:
        where = f"{number_words(first)}–{number_words(first + shown - 1)}"
    if in_all is None:
        return where
    if in_all >= MOST_COUNTED:
        return f"{where} of {number_words(MOST_COUNTED)} or more"
    return f"{where} of {number_words(in_all)}"


def counted(number: int, *, one: str, other: str) -> str:
    """Count in words, up to the number at which counting stops."""
    if number >= MOST_COUNTED:
        return other.format(n=f"{number_words(MOST_COUNTED)} or more")
    return count_words(number, one=one, other=other)


def with_status(which: Which) -> str:
    return f"status {WHICH[which].lower()}"


def tagged(names: Iterable[str], *, every: bool) -> str:
    return (and_words if every else or_words)(names)


def added_from(day: date) -> str:
    return f"added on or after {day_words(day)}"


def hired_words(hired: Hired) -> str:
    return _HIRED[hired]


def rate_up_to(rate: str) -> str:
    return f"paid up to {rate}"


def in_place(place: str) -> str:
    return f"in “{place}”"


def speaking(language: str) -> str:
    return f"speaking “{language}”"


def free_words(free: str) -> str:
    return "free now" if free == FREE_NOW else f"free from {day_words(date.fromisoformat(free))}"


def import_name(file_name: str, day: date | None) -> str:
    return f"{file_name}, {day_words(day)}" if day else file_name


def matches(typed: str, number: int) -> str:
    return count_words(number, one="{n} contact matches", other="{n} contacts match") + f' "{typed}"'


def first_matches(typed: str, number: int, *, home: bool) -> str:
    rest = "The Home tab has all of them." if home else "There are more."
    return f'Showing the first {number_words(number)} contacts that match "{typed}". {rest}'


def no_match(typed: str, *, meant: str = "", helps: Iterable[str] = ()) -> str:
    said = f'No contacts match "{typed}".'
    if meant:
        return f"{said} Did you mean {meant}?"
    what = ", or ".join(helps)
    return f"{said} {_sentence(what)}" if what else said


def summary(*, applied: int, invited: int, added: int, active: int, failed: int, approval: str) -> str:
    """Sum up the contacts in one sentence. Empty if there are none."""
    parts = [
        (applied, count_words(applied, one="{n} needs", other="{n} need") + f" {approval}"),
        (invited, f"{number_words(invited)} invited, no reply yet"),
        (added, f"{number_words(added)} added, not invited yet"),
        (active, f"{number_words(active)} active"),
        (failed, count_words(failed, one="{n} email", other="{n} emails") + " could not be delivered"),
    ]
    told = "; ".join(words for number, words in parts if number)
    return f"Your contacts: {told}." if told else ""


def none_yet(*, invite: bool) -> str:
    return "No contacts yet." + (f" {INVITES}." if invite else "")


def how_to_search(*, ask: bool) -> str:
    return "Search with /contacts WORDS" + (f", or {HELPS}." if ask else ".")
