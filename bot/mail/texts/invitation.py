"""Emails of an invitation. They are also the notice of what is stored and why (GDPR, article 14)."""

from dataclasses import replace
from datetime import datetime

from bot.mail.content import Content
from bot.mail.headers import name
from bot.mail.texts.phrases import calls_first, hello, legal, sender, shown
from language.dates import moment_words

KIND = "invitation"


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
    """Build the first email. `source` says where the address comes from: see `typed_in` and `uploaded`."""
    firm, who = shown(company), shown(inviter)
    return Content(
        subject=f"{name(inviter, 40)} invites you to {name(company, 40)}'s trusted contacts",
        preheader=f"{who} would like to work with you.",
        heading=f"{who} invites you to {firm}'s trusted contacts",
        greeting=hello(contact_name),
        paragraphs=(
            f"{sender(inviter, company)} would like to work with you. {calls_first(company)}",
            "Open the invitation to accept or decline. It costs nothing, commits you to nothing, and you "
            "can leave at any time.",
        ),
        note=note,
        note_by=who,
        note_leads=True,
        button=("Open the invitation", link),
        limit=f"Valid until {moment_words(expires)}",
        fine_print=legal(
            f"{source} to invite you. You're on no list unless you accept.",
            company,
            "your name, your address and this invitation",
            "to invite you and, if you accept, to offer you work",
        ),
    )


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
    """Remind someone who has not answered, with the same invitation and the same way to decline."""
    first = invitation(
        company=company,
        inviter=inviter,
        contact_name=contact_name,
        note=note,
        link=link,
        expires=expires,
        source=source,
    )
    who = shown(inviter)
    return replace(
        first,
        subject=f"Reminder: {first.subject}",
        preheader=f"{who} would still like to hear from you.",
        heading=f"{who}'s invitation is still open",
        greeting=hello(contact_name),
        paragraphs=(
            f"{shown(company)} invited you a few days ago, and {who} would still like to hear from you, yes "
            "or no.",
            "Open the invitation to accept or decline. We won't remind you again once you've answered.",
        ),
    )
