"""CVs: given on the person's own page, bounded, sent to managers by direct message, and gone when erased."""

import base64
import json

import html5lib
import httpx

from bot.services.profile import cv
from tests.kit.erasing import erase
from tests.kit.hire import ADA
from tests.kit.pool import open_contact
from tests.kit.product import House, form_of
from tests.kit.signing_up import words

PDF = b"%PDF-1.7\nquimby\n%%EOF"
NAME = "Ada ../Quimby"


async def own_page(house: House) -> str:
    """Invite Ada, who accepts. Returns the address of her page."""
    await house.invite(Name=NAME, Email=ADA)
    page = await house.press_in_mail(ADA, "Accept")
    await house.settled()
    return form_of(html5lib.parse(page.text), "Save profile").removesuffix("/profile")


async def give(house: House, page: str, data: bytes, name: str = "cv.pdf") -> httpx.Response:
    own = {"Origin": house.program.settings.public_url}
    return await house.web.post(f"{page}/cv", files={"cv": (name, data)}, headers=own)


async def kept(house: House) -> list[bytes]:
    return [bytes(row["data"]) for row in await house.rows("SELECT data FROM cv")]


async def test_a_cv_is_given_replaced_downloaded_and_removed(house: House) -> None:
    page = await own_page(house)
    assert "has the one you gave on" in words(await give(house, page, b"%PDF-1.4 first"))
    assert (await give(house, page, PDF, "../../evil.html")).status_code == 200
    assert await kept(house) == [PDF]
    own = await house.web.get(f"{page}/cv.pdf")
    assert own.content == PDF and own.headers["content-disposition"] == 'attachment; filename="cv.pdf"'
    told = (await house.web.get(f"{page}/my-data.json")).json()
    assert base64.b64decode(told["cv"][0]["data"]) == PDF and told["profile"][0]["cv_size"] == len(PDF)
    await house.post(f"{page}/cv/remove", {})
    assert await kept(house) == [] and (await house.web.get(f"{page}/cv.pdf")).status_code == 404


async def test_what_is_no_pdf_too_large_or_from_elsewhere_is_refused(house: House) -> None:
    page = await own_page(house)
    for data, why in (
        (b"", "Please choose a file."),
        (b"<html>%PDF-1.7</html>", "This file isn't a PDF."),
        (b"PK\x03\x04", "This file isn't a PDF."),
        (b"%PDF-" + bytes(cv.MOST_BYTES), "A CV can have 10 MB at most."),
    ):
        refused = await give(house, page, data)
        assert (refused.status_code, why in words(refused)) == (422, True), why
    assert (await house.web.post(f"{page}/cv", data={"cv": "%PDF-"})).status_code == 415
    two = {"a": ("a.pdf", PDF), "cv": ("b.pdf", PDF)}
    assert (await house.web.post(f"{page}/cv", files=two)).status_code == 400
    elsewhere = {"Origin": "https://evil.example"}
    assert (await house.web.post(f"{page}/cv", files={"cv": PDF}, headers=elsewhere)).status_code == 403
    assert (await give(house, page[:-3] + "xxx", PDF)).status_code == 404
    house.forward(days=100)
    assert (await give(house, page, PDF)).status_code == 410
    assert await kept(house) == []


async def test_an_old_link_gives_no_cv_away(house: House) -> None:
    page = await own_page(house)
    await give(house, page, PDF)
    house.forward(days=89)
    assert (await house.web.get(f"{page}/cv.pdf")).content == PDF
    house.forward(days=2)
    assert (await house.web.get(f"{page}/cv.pdf")).status_code == 410
    assert (await house.post(f"{page}/cv/remove", {})).status_code == 410
    assert await kept(house) == [PDF]


async def test_a_workspace_keeps_only_so_many_bytes(house: House) -> None:
    page = await own_page(house)
    await give(house, page, PDF)
    await house.invite(Name="Bo", Email="bo@x.dk")
    accepted = await house.press_in_mail("bo@x.dk", "Accept")
    bos = form_of(html5lib.parse(accepted.text), "Save profile").removesuffix("/profile")
    # as if Ada's CV filled the room that there is
    await house.plant("UPDATE profile SET cv_size = :all", all=cv.MOST_IN_A_WORKSPACE)
    assert "has no room for more CVs" in words(await give(house, bos, PDF))
    assert (await give(house, page, PDF)).status_code == 200, "it replaces the one that is there"


async def test_a_manager_gets_it_by_direct_message_and_erasing_takes_it_back(house: House) -> None:
    page = await own_page(house)
    await give(house, page, PDF)
    jordan = await open_contact(house, "Ada")
    assert "CV: PDF, 1 kB (themselves" in jordan.form.text
    await jordan.click("Send me the CV")
    assert "in a message from this app" in jordan.form.text
    await house.settled()
    [file] = [each for seen in jordan.messages("app") for each in seen.files]
    assert (file.name, file.data) == ("Ada .. Quimby CV.pdf", PDF)
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", f"data {ADA}")
    await house.settled()
    files = {each.name.rpartition(".")[2]: each for seen in maria.messages() for each in seen.files}
    assert json.loads(files["json"].data)["cv"] and "cv,1" not in files["csv"].data.decode()
    await erase(house, ADA)
    assert [each for seen in jordan.messages("app") for each in seen.files] == []
    assert [await house.rows(f"SELECT * FROM {table}") for table in ("cv", "profile", "profile_term")] == [
        []
    ] * 3


async def test_a_workspaces_export_has_the_cv_and_deleting_its_data_too(house: House) -> None:
    await give(house, await own_page(house), PDF)
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    await maria.click("Export workspace data")
    await house.settled()
    (file,) = [file for seen in maria.messages() for file in seen.files]
    rows = [json.loads(line) for line in file.data.decode().splitlines()]
    [row] = [row for row in rows if row["table"] == "cv"]
    assert base64.b64decode(row["data"]) == PDF
