"""The text of a connection request: to somebody who has accepted an invitation with this address before.

No other company is named in it. It says less of what this is than an invitation does, and as much of what is
stored and why (GDPR, article 14).
"""

from datetime import UTC, datetime

from bot.mail.content import Content
from bot.mail.headers import isolated, name
from bot.mail.invitation import YOUR_RIGHTS, day


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
    """The arguments are those of an invitation."""
    firm, who, whom = (isolated(name(words)) for words in (company, inviter, contact_name))
    until = f"{day(expires.astimezone(UTC))}, {expires.astimezone(UTC):%H:%M} UTC"
    return Content(
        subject=f"{name(inviter, 40)} asks to connect with you for {name(company, 40)}",
        preheader=f"{who} would like to be able to offer you work.",
        heading=f"{who} of {firm} asks to connect with you",
        paragraphs=(
            f"Hello {whom}," if whom else "Hello,",
            f"{who} would like to have you among {firm}'s trusted contacts, the freelancers {firm} turns to "
            "first.",
            "You have said yes to such an invitation with this address before, so there is nothing to fill "
            f"in. Accept or decline; whatever you answer holds for {firm} alone.",
        ),
        note=note,
        note_by=who,
        button=("Open the request", link),
        details=(("Open until", until),),
        fine_print=(
            f"Why you get this mail: {source}, to invite you. You are on {firm}'s list only if you accept.",
            f"{firm} is responsible for this data: your name, your address and this request. It is used only "
            "to ask you and, if you accept, to offer you work (legitimate interest). It is kept until "
            f"{firm} no longer needs it for that, or you ask for it to be deleted. {firm} is not told whom "
            "else you know here.",
            YOUR_RIGHTS,
        ),
    )
