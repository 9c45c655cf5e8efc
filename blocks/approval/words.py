"""The words of approval: the application card, its forms, and reminders."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from language.dates import moment_words
from language.lists import and_words
from language.plurals import count_words, number_words
from storage.entities.status import Decision, Status

APPROVE, DECLINE, BLOCK, UNBLOCK = "Approve", "Decline", "Block", "Unblock"
SNOOZE, HAND_OVER, REVIEW = "Snooze", "Hand over", "Review"
APPROVE_SELECTED, APPLICATIONS = "Approve selected", "Applications"
REASON, EMAIL, TELL_THEM = "Reason", "Email", "Tell them by email"
TELL_THEM_HINT = "Includes your reason, if you give one"
BLOCKED_FOR_GOOD = "They won't be able to sign up again, with any link."
HAND_OVER_TO = "Hand over to"
NO_ONE_WAITS = "No one is waiting for approval."
WAITING = "Needs your approval"
APPLIED_AGAIN = "They have applied again since; the newer card has the buttons."
NOT_DECIDED = "*Not decided*"
DONE = {Decision.APPROVED: "Approved", Decision.DECLINED: "Declined", Decision.BLOCKED: "Blocked"}
_BEFORE = {
    Status.INVITED: "Already invited when they signed up",
    Status.ACTIVE: "Was an active contact before",
    Status.DECLINED: "Was declined before",
    Status.BLOCKED: "Was blocked before",
}


def tags_words(names: Iterable[str]) -> str:
    return f"Tags: {', '.join(names)}"


def what_they_do(skills: Iterable[str]) -> str:
    return f"What they do: {', '.join(skills)}"


def needs(approval: str) -> str:
    return f"Needs {approval}"


def decided(decision: Decision, by: str, at: str) -> str:
    return f"*{DONE[decision]}* by {by} {at}"


def status_now(decided: str, status: str) -> str:
    return f"{decided}, now {status}"


def since(status: str, at: str) -> str:
    return f"*{status}* since {at}"


def snoozed(waits: str, until: str) -> str:
    return f"{waits}, no reminder before {until}"


def signed_up(made_by: str, link: str) -> str:
    return f"Signed up with {made_by}'s link “{link}”"


def before(status: str) -> str:
    """Say what the applicant was when they signed up."""
    return _BEFORE.get(Status(status), "Waited for approval before")


def applied_before(decided: str) -> str:
    """Say what became of an earlier application. `decided` is mrkdwn, and empty if nothing was decided."""
    return f"Applied before: {decided}" if decided else "Applied before, without a decision"


def hired_before(jobs: int) -> str:
    return count_words(jobs, one="Hired once before", other="Hired {n} times before")


def reason(text: str) -> str:
    return f"Reason: {text}"


def question(verb: str, name: str, email: str) -> str:
    return f"{verb} {name} ({email})?"


def who_should_decide(name: str) -> str:
    return f"{name} is waiting for approval. Who should decide?"


def how_many(shown: int, in_all: int) -> str:
    tick = "Tick the people to approve."
    if in_all <= shown:
        return tick
    return f"These {number_words(shown)} of {number_words(in_all)} have waited longest. {tick}"


def quoted(text: str) -> str:
    return f"“{text}”"


def further(number: int) -> str:
    return f"From number {number}"


def still_waits(name: str, approval: str, at: datetime) -> str:
    return f"{name} still needs {approval}, since {moment_words(at)}."


def waits_long(name: str, approval: str, waited: timedelta) -> str:
    hours = max(1, waited // timedelta(hours=1))
    days = count_words(hours // 24, one="more than a day", other="more than {n} days")
    since = days if hours >= 24 else count_words(hours, one="an hour", other="{n} hours")
    return f"{name} has been waiting for {approval} for {since}."


def waiting(people: int, approval: str) -> str:
    return count_words(people, one="{n} person needs", other="{n} people need") + f" {approval}."


def named(names: Sequence[str], in_all: int) -> str:
    more = in_all - len(names)
    return and_words([*names, f"{number_words(more)} more"] if more > 0 else names)
