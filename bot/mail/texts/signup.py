"""Emails that answer a sign-up. They contain nothing the form's sender typed, who may not own the address."""

from datetime import datetime

from bot.mail.content import Content
from bot.mail.headers import name
from bot.mail.texts.phrases import hello, legal, shown
from language.dates import moment_words

KIND = "signup"


def please_confirm(*, company: str, link: str, until: datetime) -> Content:
    """Ask an applicant to confirm their address. Until they do, no one in Slack sees the application."""
    firm = shown(company)
    return Content(
        subject=f"Please confirm your sign-up with {name(company, 60)}",
        preheader="One click, and we'll review your application.",
        heading="Please confirm your sign-up",
        greeting=hello(""),
        paragraphs=(
            f"Thank you for signing up to be one of {firm}'s trusted contacts, the freelancers {firm} calls "
            "first.",
            "Please confirm that this email address is yours. We'll review your application and get back "
            "to you.",
        ),
        button=("Confirm my sign-up", link),
        limit=f"Confirm by {moment_words(until)}",
        fine_print=_legal(
            company,
            f"If it wasn't you, ignore this email: unless you confirm, no one at {firm} sees the sign-up, "
            "and you're on no list.",
        ),
    )


def already_waiting(*, company: str) -> Content:
    """Tell an applicant whose earlier, confirmed sign-up is still undecided that it is there."""
    return Content(
        subject=f"{name(company, 60)} has your application",
        preheader="There's nothing else to do.",
        heading="We have your application",
        greeting=hello(""),
        paragraphs=(
            f"You've already signed up with {shown(company)} and confirmed your address.",
            "There's nothing else to do. We'll review your application and get back to you.",
        ),
        fine_print=_legal(company, "If it wasn't you, ignore this email."),
    )


def already_active(*, company: str) -> Content:
    """Tell an applicant that they are a contact already."""
    firm = shown(company)
    return Content(
        subject=f"You're already one of {name(company, 60)}'s trusted contacts",
        preheader="There's nothing to do.",
        heading=f"You're already one of {firm}'s trusted contacts",
        greeting=hello(""),
        paragraphs=(
            f"Thank you for signing up. You're already one of {firm}'s trusted contacts, so there's nothing "
            f"to do: {firm} will write to you when there's work.",
        ),
        fine_print=_legal(company, "If it wasn't you, ignore this email."),
    )


def _legal(company: str, if_not_you: str) -> tuple[str, ...]:
    return legal(
        f"someone, probably you, entered this address on a sign-up page of {shown(company)}. {if_not_you}",
        company,
        "what was entered on that page, and when",
        "to answer you",
    )
