"""Phrases used in the emails of several features."""

from datetime import date

from bot.mail.headers import isolated, name
from language.dates import day_words

_RIGHTS = (
    "To see, correct, take away or delete your data, open your page below. To object to its use, reply to "
    "this email. You can also complain to your data protection authority."
)


def shown(words: str) -> str:
    """Clean and isolate a name for use in a sentence."""
    return isolated(name(words))


def hello(contact_name: str) -> str:
    whom = shown(contact_name)
    return f"Hello {whom}," if whom else "Hello,"


def sender(person: str, company: str) -> str:
    """Name the sender in one line: "Jordan Lee at Acme". Only the company if no person is known."""
    who, firm = shown(person), shown(company)
    return firm if who == firm else f"{who} at {firm}"


def calls_first(company: str) -> str:
    return f"Trusted contacts are the freelancers {shown(company)} calls first."


def typed_in(inviter: str, on: date) -> str:
    return f"{shown(inviter)} entered your name and address on {day_words(on)}"


def uploaded(inviter: str, on: date) -> str:
    return f"{shown(inviter)} uploaded a list with your name and address on {day_words(on)}"


def legal(why: str, company: str, data: str, use: str) -> tuple[str, ...]:
    """Write the small print (GDPR, article 14).

    It says why this email was sent, what is stored and what for, and names the recipient's rights.
    """
    firm = shown(company)
    return (
        f"Why you're getting this email: {why}",
        f"{firm} is responsible for your data: {data}. It's used only {use} (legitimate interest), and kept "
        f"until {firm} no longer needs it or you ask to have it deleted. {_RIGHTS}",
    )
