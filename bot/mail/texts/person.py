"""Emails about somebody's own page, and about staying."""

from datetime import date

from bot.mail.content import Content
from bot.mail.headers import name
from bot.mail.texts.phrases import hello, legal, shown
from language.dates import day_words


def own_page(*, company: str, contact_name: str, link: str) -> Content:
    """Build the email with a fresh link to one company's page."""
    firm = shown(company)
    return Content(
        subject=f"Your page at {name(company, 60)}",
        preheader="The link you asked for.",
        heading=f"Your page at {firm}",
        greeting=hello(contact_name),
        paragraphs=(
            f"This is the link you asked for. Your page shows what {firm} stores about you. You can correct "
            "it, download it, or leave.",
        ),
        button=("Open your page", link),
        limit="Valid for 90 days",
        fine_print=_legal(company),
    )


def all_companies(*, company: str, contact_name: str, link: str) -> Content:
    """Build the email with the link to the page of all companies, from which one can be erased."""
    return Content(
        subject="The companies that have you in their lists",
        preheader="The link you asked for.",
        heading="All companies that have you in their lists",
        greeting=hello(contact_name),
        paragraphs=(
            "This is the link you asked for. It shows every company that uses Trusted Contacts here and has "
            "you in its list. You can leave each of them, or leave all and have everything about you erased.",
            "If you didn't ask for this, don't open it, and don't pass it on.",
        ),
        button=("Show all companies", link),
        limit="Valid for 1 day",
        fine_print=_legal(company),
    )


def another_address(*, company: str, link: str) -> Content:
    """Build the email that asks whether an address belongs to somebody who added it on their page."""
    firm = shown(company)
    return Content(
        subject="Is this address yours, too?",
        preheader="Confirm it, or do nothing.",
        heading="Is this address yours, too?",
        paragraphs=(
            f"Someone added this address on their own page at {firm}. If that was you, confirm: then your "
            "page and new requests know both addresses.",
            "If it wasn't you, do nothing. Nothing changes unless you confirm.",
        ),
        button=("Open and confirm", link),
        limit="Valid for 1 day",
        fine_print=(f"Why you're getting this email: someone entered your address on a page of {firm}'s.",),
    )


def farewell_mail(*, company: str, contact_name: str, link: str, leaves_on: date) -> Content:
    """Build the email that asks somebody whether they want to stay among a company's contacts."""
    firm = shown(company)
    return Content(
        subject=f"Do you want to stay one of {name(company, 60)}'s contacts?",
        preheader=f"Otherwise {firm} deletes what it stores about you.",
        heading=f"Do you want to stay one of {firm}'s contacts?",
        greeting=hello(contact_name),
        paragraphs=(
            f"You and {firm} haven't been in touch for a long time, so {firm} will delete what it stores "
            f"about you on {day_words(leaves_on)}. If you want to stay, open the page and press Stay.",
            "If you don't, there's nothing to do.",
        ),
        button=("Open the page", link),
        fine_print=legal(
            f"{firm} has you among its contacts.",
            company,
            "what your page shows",
            "to ask you and, if you accept, to offer you work",
        ),
    )


def _legal(company: str) -> tuple[str, ...]:
    return (f"Why you're getting this email: you asked for it on your page at {shown(company)}.",)
