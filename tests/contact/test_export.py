"""The export: the Home tab's list as a file that opens anywhere and contains no formulas."""

import asyncio
import csv
import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from bot.services.contact.export import export
from bot.services.contact.work import ContactsExport
from bot.services.files.cells import plain_cell
from storage.overview.listing import Criteria
from tests.kit.pool import add, add_all, become, unit_of_work
from tests.kit.product import House

HEADER = ["name", "email", "tags", "status", "note", "invited_by", "added", "hired"]
PROFILE = [
    "Title", "Links", "Place", "Languages", "Usual rate", "Currency", "Per", "Free from", "Days a week", "CV",
]  # fmt: skip


async def exported(house: House) -> list[list[str]]:
    """Read the rows of the newest file in Jordan's messages from the app."""
    await house.settled()
    files = [file for message in house.person("Jordan Lee").messages("app") for file in message.files]
    assert files[-1].data.startswith(b"\xef\xbb\xbf"), "Excel takes it for UTF-8 by this"
    return list(csv.reader(io.StringIO(files[-1].data.decode("utf-8-sig"), newline="")))


async def test_export_sends_what_the_home_tab_shows(house: House) -> None:
    jordan = house.person("Jordan Lee")
    ada = await add(house, "Ada Ærø", "python", "react")
    await become(house, ada, "active")
    await add(house, "Bo")
    await jordan.open_home()
    await jordan.choose("Status", "Active", on=jordan.home)
    await jordan.click("Export", on=jordan.home)
    assert "in a message from this app" in jordan.form.text
    rows = await exported(house)
    day = f"{house.clock():%Y-%m-%d}"
    ada_says = ["Ada Ærø", "p0@x.dk", "python; react", "active", "", "Jordan Lee", day, ""]
    assert rows == [[*HEADER, *PROFILE], [*ada_says, *[""] * len(PROFILE)]]
    message = jordan.messages("app")[-1]
    assert [file.name for file in message.files] == [f"contacts-{day}.csv"]
    assert "Your export: 1 contact." in message.words


async def test_the_command_exports_everybody(house: House) -> None:
    """Whatever their Home tab shows."""
    await add_all(house, ("Ada", "Bo"))
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.choose("Search", "Ada", on=jordan.home)
    await jordan.command("/contacts", "export")
    assert [row[0] for row in await exported(house)] == ["name", "Ada", "Bo"]
    assert len(await house.rows("SELECT id FROM event WHERE kind = 'contacts exported'")) == 1


async def test_nobody_to_export_is_said(house: House) -> None:
    await add(house, "Ada")
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.choose("Search", "zzz", on=jordan.home)
    await jordan.click("Export", on=jordan.home)
    await house.settled()
    assert "nothing to export" in jordan.messages("app")[-1].words


NAMES = ("=HYPERLINK(1)", "+1", "-1+1", "@SUM(1)", "＝1", "'=1", "'plain", 'say "hi", you')


async def test_no_cell_is_a_formula_and_each_reads_back_as_it_was(house: House) -> None:
    await add_all(house, NAMES)
    await house.person("Jordan Lee").command("/contacts", "export")
    cells = [row[0] for row in (await exported(house))[1:]]
    assert not [cell for cell in cells if cell[0] in "=+-@＝"]
    assert sorted(map(plain_cell, cells)) == sorted(NAMES)


async def test_many_rows_come_in_several_files_and_none_twice(house: House) -> None:
    await add_all(house, (f"Person {number}" for number in range(5)))
    asked = ContactsExport("U1", Criteria().to_json(), "name", "2026-01-01", None, 1, "click")
    names: list[str] = []
    async with unit_of_work(house).read() as uow:
        while True:
            part = await export(uow, asked, most=2)
            names += [row[0] for row in csv.reader(io.StringIO(part.data.decode("utf-8-sig")))][1:]
            if part.next is None:
                break
            asked = replace(asked, place=part.next.to_json(), part=asked.part + 1)
    assert names == [f"Person {number}" for number in range(5)]
    assert part.name == "contacts-2026-01-01-3.csv"


async def test_a_spreadsheet_opens_it_with_its_letters(house: House, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine")
    await add(house, "Søren Ærø", "ål")
    await add(house, "=1+1")
    await house.person("Jordan Lee").command("/contacts", "export")
    await exported(house)
    file = house.person("Jordan Lee").messages("app")[-1].files[-1]
    (tmp_path / "in.csv").write_bytes(file.data)
    command = [
        office,
        "--headless",
        "--convert-to",
        "html",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "in.csv"),
    ]
    converting = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL)
    assert await converting.wait() == 0
    page = (tmp_path / "in.html").read_text("utf-8")
    assert "Søren Ærø" in page
    assert "ål" in page
    assert "=1+1" in page
