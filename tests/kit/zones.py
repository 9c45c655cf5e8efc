"""People in other time zones."""

from demo.person.person import Person
from tests.kit.product import House


async def live_in(house: House, name: str, zone: str) -> Person:
    """Let a person live in a zone, and the product learn it. Returns the person."""
    person = house.person(name)
    person.user.tz = zone
    await person.open_home()  # the app hears of changes to people it has met
    await house.demo.people.tell_of(person.user)
    return person
