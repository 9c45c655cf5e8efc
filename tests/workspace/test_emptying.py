"""All data of a workspace: taken away as files, and deleted when a second administrator confirms."""

import json

from tests.kit.hire import active, hire
from tests.kit.importing import GRACE, THREE, Importer, people
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


async def test_asked_again_the_week_begins_anew(house: House) -> None:
    await active(house)
    maria = house.person(MARIA)
    await ask(house, house.demo.team.name)
    await house.settled()
    await maria.click("Stop", on=maria.message("will be deleted on"))
    await house.settled()
    house.forward(days=3)
    await ask(house, house.demo.team.name)
    house.forward(days=5)
    await house.settled()
    assert await counts(house) == [1, 1]
    house.forward(days=3)
    await house.settled()
    assert await counts(house) == [0, 0]


async def test_neither_an_offer_in_a_direct_message_nor_a_files_offer_stays_in_slack(house: House) -> None:
    await active(house, "Sam Rivera", house.person("Sam Rivera").user.email)
    await hire(house, near="Sam")
    await Importer(house).share(THREE)
    assert any("offers you a job" in each for each in ours_in_slack(house))
    assert any("contacts.csv" in each for each in ours_in_slack(house))
    await ask(house, house.demo.team.name)
    house.forward(days=8)
    await house.settled()
    (notice,) = ours_in_slack(house)
    assert "All data of this workspace will be deleted" in notice


def ours_in_slack(house: House) -> list[str]:
    """List what the app's messages say, wherever they are."""
    bot = house.demo.world.installations[house.demo.team.id].bot_user
    found = house.demo.world.messages.values()
    return [message.text for messages in found for message in messages if message.user == bot]


async def test_nothing_of_an_import_stays_in_slack_or_is_emailed_meanwhile(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(THREE)
    await house.press_in_mail(GRACE, "Accept")
    await jordan.undo()
    assert "Grace Hopper" in jordan.message.words
    await ask(house, house.demo.team.name)
    await jordan.person.open_home()
    assert jordan.person.home and "Grace Hopper" in jordan.person.home.words
    house.forward(days=7, seconds=-60)
    await jordan.reviewing(people(5), "more.csv")
    await jordan.person.submit()
    await house.name_hiring_manager("Sam Rivera")
    await house.settled()
    assert any("has left the team" in each for each in ours_in_slack(house))
    for _ in range(2):  # past the week, and then past the time in which emails can be cancelled
        house.forward(seconds=90)
        await house.settled()
    assert house.demo.mailbox.to("p1@x.example") == []
    assert "You don't have access yet." in jordan.person.home.words
    (notice,) = ours_in_slack(house)
    assert "All data of this workspace will be deleted" in notice
