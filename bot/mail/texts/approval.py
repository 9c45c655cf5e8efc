"""Emails to applicants about the decision. A blocked applicant reads the same as a declined one."""

from bot.mail.content import Content
from bot.mail.headers import name
from bot.mail.texts.phrases import hello, legal, shown

KIND = "decision"


def welcome(*, company: str, contact_name: str, approved_by: str) -> Content:
    firm = shown(company)
    return Content(
        subject=f"Welcome to {name(company, 60)}'s trusted contacts",
        preheader=f"{firm} will write to you when there's work.",
        heading=f"Welcome to {firm}'s trusted contacts",
        greeting=hello(contact_name),
        paragraphs=(
            f"{shown(approved_by)} has approved your application. You're now one of {firm}'s trusted "
            f"contacts, the freelancers {firm} calls first.",
            f"There's nothing else to do: {firm} will write to you when there's work. You're not committed "
            "to anything, and you can leave at any time.",
        ),
        fine_print=_legal(company, "to offer you work"),
    )


def no_thank_you(*, company: str, contact_name: str, reason: str | None) -> Content:
    firm = shown(company)
    return Content(
        subject=f"Your application to {name(company, 60)}",
        preheader="Thank you for your interest.",
        heading="Thank you for your application",
        greeting=hello(contact_name),
        paragraphs=(
            f"Thank you for your interest in working with {firm}. We've reviewed your application, and we "
            "can't add you to our trusted contacts.",
            "We wish you all the best.",
        ),
        note=reason,
        note_by=firm,
        fine_print=_legal(company, "to answer you"),
    )


def _legal(company: str, use: str) -> tuple[str, ...]:
    return legal(
        f"you signed up with {shown(company)} and confirmed your address.",
        company,
        "your name, your address and what you wrote when you signed up",
        use,
    )
