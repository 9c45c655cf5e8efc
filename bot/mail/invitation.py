"""The texts of an invitation, which is also the first notice of what is stored and why (GDPR, article 14)."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.mail.headers import isolated, name
from bot.mail.message import Content

KIND = "invitation"

YOUR_RIGHTS = (
    "You may see, correct, take with you or have deleted what is stored about you, or object to its use: "
    "reply to this mail. You may also complain to your data protection authority."
)


def typed_in(inviter: str, on: date) -> str:
    return f"{isolated(name(inviter))} entered your name and address on {day(on)}"


def uploaded(inviter: str, on: date) -> str:
    return f"{isolated(name(inviter))} uploaded a list with your name and address on {day(on)}"


def day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def invitation(
    *,
    company: str,
    inviter: str,
    contact_name: str,
    note: str | None,
    link: str,
    expires: datetime,
    source: str,
) -> Content:
    """`source` tells where the address comes from: see `typed_in` and `uploaded`."""
    firm, who, whom = (isolated(name(words)) for words in (company, inviter, contact_name))
    until = f"{day(expires.astimezone(UTC))}, {expires.astimezone(UTC):%H:%M} UTC"
    return Content(
        subject=f"{name(inviter, 40)} invites you to {name(company, 40)}'s trusted contacts",
        preheader=f"{who} would like to be able to offer you work.",
        heading=f"{who} invites you to {firm}'s trusted contacts",
        paragraphs=(
            f"Hello {whom}," if whom else "Hello,",
            f"{who} of {firm} would like to be able to offer you work. "
            f"Trusted contacts are the freelancers {firm} turns to first.",
            "Open the invitation to accept or decline. It costs nothing, and you can leave at any time.",
        ),
        note=note,
        note_by=who,
        button=("Open the invitation", link),
        details=(("Open until", until),),
        fine_print=_fine_print(firm, source),
    )


def preview(
    *, company: str, inviter: str, contact_name: str, note: str, on: datetime, expires: datetime
) -> list[str]:
    """The mail of an uploaded list in words: its subject, then its paragraphs."""
    content = invitation(
        company=company,
        inviter=inviter,
        contact_name=contact_name,
        note=note,
        link="",
        expires=expires,
        source=uploaded(inviter, on.date()),
    )
    hello, *rest = content.paragraphs
    label = content.button[0] if content.button else ""
    until = [f"{words}: {value}" for words, value in content.details]
    return [
        content.subject,
        hello,
        *rest,
        f"{inviter} writes:\n{note}",
        f"[ {label} ]",
        *until,
        *content.fine_print,
    ]


def reminder(
    *,
    company: str,
    inviter: str,
    contact_name: str,
    note: str | None,
    link: str,
    expires: datetime,
    source: str,
) -> Content:
    """To somebody who has not answered; the same invitation, and the same way to say no."""
    first = invitation(
        company=company,
        inviter=inviter,
        contact_name=contact_name,
        note=note,
        link=link,
        expires=expires,
        source=source,
    )
    firm, who, whom = (isolated(name(words)) for words in (company, inviter, contact_name))
    return replace(
        first,
        subject=f"Reminder: {first.subject}",
        preheader=f"{who} would still like to hear from you.",
        heading=f"{who}'s invitation is still open",
        paragraphs=(
            f"Hello {whom}," if whom else "Hello,",
            f"{who} of {firm} wrote to you a few days ago and would still like to hear from you, yes or no.",
            "Open the invitation to accept or decline. After that no reminder comes any more.",
        ),
    )


def _fine_print(firm: str, source: str) -> tuple[str, ...]:
    return (
        f"Why you get this mail: {source}, to invite you. You are on no list before you accept.",
        f"{firm} is responsible for this data: your name, your address and this invitation. It is used only "
        "to invite you and, if you accept, to offer you work (legitimate interest). It is kept until "
        f"{firm} no longer needs it for that, or you ask for it to be deleted.",
        YOUR_RIGHTS,
    )
