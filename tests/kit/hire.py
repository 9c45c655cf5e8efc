"""Hires a contact as a manager does: the form, the email and the answer."""

from datetime import date, timedelta
from typing import Any

from demo.person.person import Person
from demo.person.seen import Seen
from tests.kit.pool import add, become, open_contact
from tests.kit.product import House

ADA = "ada@x.dk"


def in_days(house: House, days: int) -> str:
    return str(house.clock().date() + timedelta(days=days))


def words(day: str) -> str:
    return f"{date.fromisoformat(day):%-d %B %Y}"


async def active(house: House, name: str = "Ada Lovelace", email: str = ADA, *tags: str) -> int:
    """Add an active contact."""
    contact_id = await add(house, name, *tags, email=email)
    await become(house, contact_id, "active")
    return contact_id


def terms(house: House, **changes: Any) -> dict[str, Any]:
    """Make the values for the hire form."""
    start, end = in_days(house, 10), in_days(house, 40)
    given = {"Job title": "Illustrator", "Rate": "80.50", "Currency": "EUR", "Per": "hour"}
    return given | {"Start": start, "End": end, "Message": "We loved your last one."} | changes


async def open_form(house: House, near: str = "Ada", who: str = "Jordan Lee", word: str = "Hire") -> Person:
    """Open the hire form from the contact's modal."""
    person = await open_contact(house, near, who)
    await person.click(word)
    return person


async def hire(house: House, near: str = "Ada", who: str = "Jordan Lee", **changes: Any) -> Person:
    """Send an offer, and wait until it is emailed and shown."""
    person = await open_form(house, near, who)
    await person.fill(terms(house, **changes))
    assert (await person.submit()).ok, person.form.words
    await house.settled()
    return person


async def hired(house: House, near: str = "Ada", email: str = ADA, **changes: Any) -> Person:
    """Send an offer and have it accepted."""
    person = await hire(house, near, **changes)
    assert (await house.press_in_mail(email, "Accept offer")).status_code == 200
    await house.settled()
    return person


def card(person: Person, of: str = "Illustrator") -> Seen:
    """Find the newest card of a job."""
    return next(each for each in reversed(person.messages("app")) if f"{of}: " in each.words)


async def hires(house: House) -> list[dict[str, Any]]:
    return await house.rows('SELECT title, rate, currency, per, start, "end", state FROM hire ORDER BY id')
