"""Hiring as a manager does it: an active contact, the form, the answer."""

from datetime import date, timedelta
from typing import Any

from bot.demo.person import Person
from bot.demo.seen import Seen
from tests.pool import add, become
from tests.product import House

ADA = "ada@x.dk"


def in_days(house: House, days: int) -> str:
    return str(house.clock().date() + timedelta(days=days))


def words(day: str) -> str:
    return f"{date.fromisoformat(day):%-d %B %Y}"


async def active(house: House, name: str = "Ada Lovelace", email: str = ADA, *tags: str) -> int:
    """Somebody who may be hired."""
    contact_id = await add(house, name, *tags, email=email)
    await become(house, contact_id, "active")
    return contact_id


def terms(house: House, **changes: Any) -> dict[str, Any]:
    """What is typed into the form."""
    start, end = in_days(house, 10), in_days(house, 40)
    given = {"Job title": "Illustrator", "Rate": "80.50", "Currency": "EUR", "Per": "hour"}
    return given | {"Start": start, "End": end, "Message": "We loved your last one."} | changes


async def open_form(house: House, near: str = "Ada", who: str = "Jordan Lee", word: str = "Hire") -> Person:
    """By the menu of the row on the Home tab."""
    person = house.person(who)
    await person.open_home()
    await person.choose(word, on=person.home, near=near)
    return person


async def hire(house: House, near: str = "Ada", who: str = "Jordan Lee", **changes: Any) -> Person:
    """The offer, sent, mailed and shown."""
    person = await open_form(house, near, who)
    await person.fill(terms(house, **changes))
    assert (await person.submit()).ok, person.form.words
    await house.settled()
    return person


async def hired(house: House, near: str = "Ada", email: str = ADA, **changes: Any) -> Person:
    """And accepted."""
    person = await hire(house, near, **changes)
    assert (await house.press_in_mail(email, "Accept offer")).status_code == 200
    await house.settled()
    return person


def card(person: Person, of: str = "Illustrator") -> Seen:
    """The newest card of a job."""
    return next(each for each in reversed(person.messages("app")) if f"{of}: " in each.words)


async def hires(house: House) -> list[dict[str, Any]]:
    return await house.rows('SELECT title, rate, currency, per, start, "end", state FROM hire ORDER BY id')
