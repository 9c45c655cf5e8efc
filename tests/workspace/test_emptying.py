"""All data of a workspace: taken away as files, and deleted when a second administrator confirms."""

import json

from tests.kit.hire import active
from tests.kit.product import House

MARIA = "Maria Garcia"
LEFT = "SELECT count(*) AS n FROM contact UNION ALL SELECT count(*) FROM invitation"


async def ask(house: House, typed: str) -> None:
    maria = house.person(MARIA)
    await maria.command("/contacts", "settings")
    await maria.click("Delete workspace data")
    await maria.fill({f"Type {house.demo.team.name} to go on": typed})
    await maria.submit()


async def counts(house: House) -> list[int]:
    return [row["n"] for row in await house.rows(LEFT)]


async def test_everything_is_exported(house: House) -> None:
    await active(house)
    maria = house.person(MARIA)
    await maria.command("/contacts", "settings")
    await maria.click("Export workspace data")
    await house.settled()
    (file,) = [file for seen in maria.messages() for file in seen.files]
    rows = [json.loads(line) for line in file.data.decode().splitlines()]
    assert {"contact", "invitation", "event"} <= {row["table"] for row in rows}
    assert any(row.get("email") == "ada@x.dk" for row in rows)


async def test_the_only_administrator_waits_a_week_and_can_stop_it(house: House) -> None:
    await active(house)
    await ask(house, "Acme Corp")
    maria = house.person(MARIA)
    assert "exactly as it is written" in str(maria.form.errors)
    await maria.close()
    await ask(house, house.demo.team.name)
    await house.settled()
    await maria.click("Stop", on=maria.message("will be deleted on"))
    await house.settled()
    house.forward(days=8)
    await house.settled()
    assert await counts(house) == [1, 1]
    await ask(house, house.demo.team.name)
    house.forward(days=8)
    await house.settled()
    assert await counts(house) == [0, 0]
    assert [row["kind"] for row in await house.rows("SELECT kind FROM event")] == ["all data deleted"]
    await house.name_hiring_manager("Jordan Lee")
    await house.invite(Name="Ada", Email="ada@x.dk")
    assert await counts(house) == [1, 1]
