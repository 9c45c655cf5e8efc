"""People in the pool without a mail for each, for tests of what comes after."""

from bot.services.invitation import InviteForm, invite
from storage.uow import UnitOfWork
from tests.product import House

ROSTER = ("Ada Lovelace", "Søren Ærø", "Ängla Zed", "Bob O'Brien", "李小明", "Ольга Ивановна")


def unit_of_work(house: House, actor: str = "Jordan Lee") -> UnitOfWork:
    return house.program.new_uow(workspace_id=1, actor=house.person(actor).id, origin="slack")


async def add(house: House, name: str, *tags: str, email: str = "", by: str = "Jordan Lee") -> int:
    """Somebody who was added to be invited later; gives the contact's id."""
    known = len(await house.rows("SELECT id FROM contact"))
    form = InviteForm(name, email or f"p{known}@x.dk", tags=tags, later=("later",))
    async with unit_of_work(house, by) as uow:
        contact = await invite(uow, form, request_key=f"pool-{known}-{name}")
    assert contact
    return contact.id


async def become(house: House, contact_id: int, status: str) -> None:
    """As if it had happened: the status and its event."""
    values = {"id": contact_id, "status": status}
    await house.plant("UPDATE contact SET status = :status WHERE id = :id", **values)
    await house.plant(
        "INSERT INTO event (workspace_id, contact_id, kind, status, actor, origin, at)"
        " SELECT 1, :id, 'invited', :status, 'system', 'worker', created_at FROM contact WHERE id = :id",
        **values,
    )


async def shown(house: House, who: str = "Jordan Lee") -> list[str]:
    """The names in the rows of this person's Home tab, as it is before their eyes."""
    home = house.person(who).home
    assert home
    rows = [block for block in home.blocks if block.get("block_id", "").startswith("row-")]
    return [block["text"]["text"].split("\n")[0] for block in rows]
