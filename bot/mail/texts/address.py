"""The email that asks a contact to confirm a new address. It says nothing that only the contact may know."""

from bot.mail.content import Content
from bot.mail.headers import name
from bot.mail.texts.phrases import hello, legal, shown

KIND = "address"


def confirm_address(*, company: str, link: str) -> Content:
    firm = shown(company)
    return Content(
        subject=f"Please confirm your email address for {name(company, 60)}",
        preheader="One click, and job offers reach you here.",
        heading="Please confirm your email address",
        greeting=hello(""),
        paragraphs=(
            f"{firm} was given this address for one of its trusted contacts, the freelancers {firm} calls "
            "first.",
            "If that's you, please confirm that the address is yours. Job offers come here only after that.",
        ),
        button=("Confirm my address", link),
        fine_print=legal(
            f"someone at {firm} entered this address. If you don't know {firm}, ignore this email: unless "
            "you confirm, no offers are sent here.",
            company,
            "your name and this address",
            "to offer you work",
        ),
    )
