"""Adds contacts without sending emails, for tests of what follows."""

from collections.abc import Iterable, Mapping

from bot.services.invitation.invitation import InviteForm, invite
from demo import Person
from storage.uow import UnitOfWork
from tests.kit.product import House

ROSTER = ("Ada Lovelace", "Søren Ærø", "Ängla Zed", "Bob O'Brien", "李小明", "Ольга Ивановна")


def unit_of_work(house: House, actor: str = "Jordan Lee") -> UnitOfWork:
    return house.program.new_uow(workspace_id=1, actor=house.person(actor).id, origin="slack")


async def add(house: House, name: str, *tags: str, email: str = "", by: str = "Jordan Lee") -> int:
    """Add a contact to be invited later. Returns the id."""
    known = len(await house.rows("SELECT id FROM contact"))
    form = InviteForm(name, email or f"p{known}@x.dk", tags=tags, later=("later",))
    async with unit_of_work(house, by) as uow:
        contact = await invite(uow, form, request_key=f"pool-{known}-{name}")
    assert contact
    return contact.id


async def add_all(house: House, names: Iterable[str], by: str = "Jordan Lee") -> None:
    """Add contacts to be invited later, in one unit of work."""
    known = len(await house.rows("SELECT id FROM contact"))
    async with unit_of_work(house, by) as uow:
        for number, name in enumerate(names, start=known):
            form = InviteForm(name, f"p{number}@x.dk", later=("later",))
            assert await invite(uow, form, request_key=f"pool-{number}-{name}")


async def become(house: House, contact_id: int, status: str) -> None:
    """Give a contact a status and the matching event."""
    values = {"id": contact_id, "status": status}
    await house.plant("UPDATE contact SET status = :status WHERE id = :id", **values)
    await house.plant(
        "INSERT INTO event (workspace_id, contact_id, kind, status, actor, origin, at)"
        " SELECT 1, :id, 'invited', :status, 'system', 'worker', created_at FROM contact WHERE id = :id",
        **values,
    )


async def shown(house: House, who: str = "Jordan Lee") -> list[str]:
    """List the names in the rows of this person's Home tab, once it shows the newest."""
    await house.settled()
    home = house.person(who).home
    assert home
    rows = [block for block in home.blocks if block.get("block_id", "").startswith("row-")]
    return [block["text"]["text"].partition(" ")[2].strip("*") for block in rows]


async def open_contact(house: House, near: str, who: str = "Jordan Lee") -> Person:
    """Open a contact's modal from their row on the Home tab."""
    person = house.person(who)
    await person.open_home()
    await person.click("Open", on=person.home, near=near)
    return person


async def edit(house: House, near: str, typed: Mapping[str, object], who: str = "Jordan Lee") -> Person:
    """Open a contact's modal, then its form, and submit it with what was typed."""
    person = await open_contact(house, near, who)
    await person.click("Edit")
    await person.fill(typed)
    await person.submit()
    return person
