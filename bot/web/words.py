"""Texts of pages that are in no template: errors, short answers, and failed installations."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """Render a page that has only a heading and text."""

    heading: str
    text: str


LINK_GONE = "This link no longer works"
LINK_PAUSED = "Not right now"
NOT_POSSIBLE = "This isn't possible"
BROKEN = Notice("Something went wrong", "This is our fault. Please try again in a moment.")
MISSING = Notice(
    "There's nothing here", "Please check that you copied the whole link, or open it from our email again."
)
BAD_REQUEST = Notice("That didn't work", "Your browser sent something we can't read. Please try again.")
BUSY = Notice("Not right now", "We're very busy. Please go back and try again in a moment.")
DATABASE_AWAY = Notice(
    "Not right now",
    "Our database can't be reached right now. Please go back and try again in a few minutes.",
)
CANNOT_SAVE = Notice(
    "Not right now", "We can't save anything right now. Please go back and try again in a few minutes."
)
ERRORS: Mapping[int, Notice] = {
    400: BAD_REQUEST,
    403: Notice("That didn't come from our page", "Please open the link again and press the button there."),
    404: MISSING,
    410: Notice("This link is too old", "Please open it again: the page offers to email you a fresh one."),
    405: Notice("That didn't work", "Please open the link again and press a button there."),
    408: Notice(
        "That took too long", "Your file didn't arrive in time. Please try again, or send a smaller one."
    ),
    413: Notice("That's too much", "Your browser sent more than this page accepts."),
    415: Notice("That didn't work", "Your browser sent something this page doesn't accept."),
    429: Notice(
        "Please slow down", "We've had many requests from your network. Wait a minute, go back and try again."
    ),
    503: BUSY,
}

LINK_EMAILED = Notice(
    "Check your inbox",
    "We've emailed you a link. If it doesn't arrive within a few minutes, look in your spam folder.",
)
NOT_ERASED = Notice("Nothing was erased", "Please go back, tick the box and press the button again.")
ERASED = Notice(
    "You've been erased",
    "No company that uses Trusted Contacts here has your name or address any more. Copies in the app's own"
    " messages are removed within an hour. There's nothing else to do.",
)
UNSUBSCRIBED = "Unsubscribed."  # for the email program's one-click request
QUICK_FORM = "That was very quick. Please check what's filled in, and press Sign up again."
STALE_FORM = "This page was open for a long time. What you typed is still here: please press Sign up again."

NOT_ALLOWED_IN_SLACK = "Nothing was installed, because you didn't allow it in Slack."
STALE_INSTALL = "This page was opened too long ago, twice, or in another browser. Nothing was installed."
CODE_USED_UP = "Slack no longer accepts this code. Nothing was installed."
SLACK_AWAY = "Slack can't be reached right now. Nothing was installed."
SLACK_REFUSED = "Slack didn't let the app in. Nothing was installed."
SLACK_UNEXPECTED = "Slack answered something unexpected. Nothing was installed."


def said_by(who: str | None, day: str) -> str:
    """Tell somebody who said this of them. None: a member whose name is not known any more."""
    return f"{who or 'Someone'} wrote this on {day}."


def said_by_you(day: str) -> str:
    return f"You said this on {day}."


def said_by_job(day: str) -> str:
    return f"From your job of {day}."


def address_emailed(email: str) -> Notice:
    text = f"We've emailed a link to {email}. Open it there within a day and confirm."
    return Notice("Check that inbox", text)


def address_added(email: str) -> Notice:
    return Notice("That's confirmed", f"Your page now knows {email}, too. There's nothing else to do.")


def stopped(company: str, *, everywhere: bool) -> Notice:
    """Confirm `Stop all email` (`everywhere`) or `Stop email from COMPANY`."""
    text = (
        "No company that uses Trusted Contacts here will email you again."
        if everywhere
        else f"{company} won't email you again."
    )
    return Notice("You won't hear from us again", text)
