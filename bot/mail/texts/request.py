"""The email of a connection request, for an address that has accepted an invitation before.

It names no other company. It explains the product less than an invitation does, but data and rights as fully
(GDPR, article 14).
"""

from datetime import datetime

from bot.mail.content import Content
from bot.mail.headers import name
from bot.mail.texts.phrases import calls_first, hello, legal, sender, shown
from language.dates import moment_words


def connection_request(
    *,
    company: str,
    inviter: str,
    contact_name: str,
    note: str | None,
    link: str,
    expires: datetime,
    source: str,
) -> Content:
    """Build the email. The arguments are those of `invitation`."""
    firm, who = shown(company), shown(inviter)
    return Content(
        subject=f"{sender(name(inviter, 40), name(company, 40))} asks to connect with you",
        preheader=f"{who} would like to work with you.",
        heading=f"{sender(inviter, company)} asks to connect with you",
        greeting=hello(contact_name),
        paragraphs=(
            f"{who} would like to work with you. {calls_first(company)}",
            "You've accepted an invitation like this with this address before, so there's nothing to fill "
            f"in. Accept or decline: your answer applies to {firm} only.",
        ),
        note=note,
        note_by=who,
        note_leads=True,
        button=("Open the request", link),
        limit=f"Valid until {moment_words(expires)}",
        fine_print=legal(
            f"{source} to invite you. You're on {firm}'s list only if you accept, and {firm} can't see who "
            "else you work with.",
            company,
            "your name, your address and this request",
            "to ask you and, if you accept, to offer you work",
        ),
    )
