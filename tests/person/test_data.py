"""Everything about a person as files: for administrators, and complete."""

import csv
import io
import json

from bot.services.person.data import data_of
from storage.engine.base import Base
from storage.tables.personal import INTERNAL
from tests.kit.applying import apply
from tests.kit.hire import active, hired
from tests.kit.importing import ADA as LISTED
from tests.kit.importing import THREE, Importer
from tests.kit.pool import add, unit_of_work
from tests.kit.product import House

ADA = "ada@x.dk"
# Tables that name contacts for the program alone: where a message is, by which words a filter finds them, and
# of whom a list's channel has been told.
APART = {"contact_tag", "trace", "profile_term", "list_match"}
BY = {"contact_id", "email_key", "recipient"}


async def test_an_administrator_gets_everything_as_json_and_csv(house: House) -> None:
    await active(house, "Ada Lovelace", ADA, "design")
    await hired(house)
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", f"data {ADA}")
    await house.settled()
    files = {file.name.rpartition(".")[2]: file for seen in maria.messages() for file in seen.files}
    told = json.loads(files["json"].data)
    assert told["contact"][0]["email"] == ADA and told["tag"] == [{"name": "design"}]
    assert "free_key" not in told["contact"][0]
    assert told["hire"][0]["title"] == "Illustrator" and told["hire"][0]["rate"] == "80.50"
    rows = list(csv.DictReader(io.StringIO(files["csv"].data.decode("utf-8-sig"))))
    assert {"table": "contact", "row": "1", "field": "email", "value": ADA} in rows


async def test_every_table_about_a_person_is_in_their_data(house: House) -> None:
    await active(house)
    page = next(link for link in await links(house) if "/you/" in link)
    told = (await house.web.get(f"{page}/my-data.json")).json()
    about = {name for name, table in Base.metadata.tables.items() if BY & set(table.columns.keys())}
    assert about - APART - {"suppression", "request_card"} <= set(told)
    for name in set(told) & set(Base.metadata.tables):
        for row in told[name]:
            columns = {column.key for column in Base.metadata.tables[name].columns}
            assert columns - set(row) <= INTERNAL | {"wanted"}, name


async def test_what_went_to_the_address_before_they_were_a_contact_is_in_it(house: House) -> None:
    contact = await apply(house)
    async with unit_of_work(house) as uow:
        told = json.loads((await data_of(uow, contact)).json)
    assert "signup" in [row["kind"] for row in told["outbox"]]


async def test_a_file_that_names_them_and_is_not_imported_yet_is_in_it(house: House) -> None:
    contact = await add(house, "Ada Lovelace", email=LISTED)
    await Importer(house).reviewing(THREE)
    async with unit_of_work(house) as uow:
        told = json.loads((await data_of(uow, contact)).json)
    assert [row["email"] for row in told["import_row"]] == [LISTED]


async def links(house: House) -> list[str]:
    await house.invite(Name="Bo", Email="bo@x.dk")
    await house.settled()
    return house.demo.mailbox.to("bo@x.dk")[-1].links
