"""What contacts say of their work, what managers know of it, and where it is shown."""

import json
from typing import Any

import html5lib

from storage.overview.listing import Criteria, Sort
from tests.kit.hire import ADA, active, hired
from tests.kit.importing import Importer
from tests.kit.pool import edit, open_contact, shown, unit_of_work
from tests.kit.product import House, form_of
from tests.kit.signing_up import apply as sign_up_and_confirm
from tests.kit.signing_up import fields_of, new_link, words

SAID = {
    "title": "Illustrator",
    "links": "https://ada.example/work\nlinkedin.com/in/ada",
    "place": "Copenhagen",
    "languages": "Danish, English",
    "rate": "80.50",
    "currency": "EUR",
    "per": "hour",
    "free_from": "2027-03-01",
    "days_a_week": "3",
}
SHOWN = (
    "Illustrator",
    "https://ada.example/work",
    "https://linkedin.com/in/ada",
    "Copenhagen · Danish, English · EUR 80.50 an hour · free from 1 March 2027, 3 days a week",
)
TABLE = "SELECT title, place, rate, currency, per FROM profile"


async def accepted(house: House) -> str:
    """Invite Ada, who accepts. Returns the address that the page's profile goes to."""
    await house.invite(Name="Ada Lovelace", Email=ADA, Tags=['Create "design"'])
    page = await house.press_in_mail(ADA, "Accept")
    await house.settled()
    return form_of(html5lib.parse(page.text), "Save profile")


async def fill_in(house: House, url: str, **said: str) -> str:
    page = await house.post(url, said)
    await house.settled()
    return words(page)


def links_in(blocks: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """List (address, text) of the links in rich text."""
    found: list[tuple[str, str]] = []

    def look(node: Any) -> None:
        if isinstance(node, dict) and node.get("type") == "link":
            found.append((node["url"], node["text"]))
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            look(child)

    look(blocks)
    return found


async def test_an_applicants_card_shows_what_one_decides_by_in_that_order(house: House) -> None:
    url = await new_link(house)
    await sign_up_and_confirm(house, url, **SAID)
    await house.settled()
    card = house.person("Jordan Lee").messages("hiring")[-1]
    places = [card.words.index(each) for each in ("Ada Lovelace", *SHOWN, "React", "We met in Oslo.")]
    assert places == sorted(places)
    assert links_in(card.blocks) == [(each, each) for each in SHOWN[1:3]], "the text is the address"
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.click("Review", on=jordan.home)
    for each in (*SHOWN, "React", "We met in Oslo."):
        assert each in jordan.form.words
    assert links_in(jordan.form.blocks) == [(each, each) for each in SHOWN[1:3]]


async def test_an_applicant_who_says_nothing_has_the_card_of_before(house: House) -> None:
    await sign_up_and_confirm(house, await new_link(house), skills="", message="")
    await house.settled()
    card = house.person("Jordan Lee").messages("hiring")[-1]
    assert [block["type"] for block in card.blocks][:3] == ["header", "section", "context"]
    assert await house.rows("SELECT contact_id FROM profile") == []


async def test_hostile_links_are_refused_at_their_field_and_the_form_keeps_what_was_typed(
    house: House,
) -> None:
    url = await new_link(house)
    fields = fields_of(await house.web.get(url)) | {"name": "Eve", "email": "eve@x.dk"}
    house.forward(seconds=5)
    page = await house.post(url, fields | SAID | {"links": "https://acme.com@evil.example"})
    assert page.status_code == 422 and "This isn't the address of a page" in words(page)
    assert fields_of(page)["title"] == "Illustrator" and "evil.example" in fields_of(page)["links"]


async def test_after_accepting_people_fill_in_a_page_that_managers_read(house: House) -> None:
    url = await accepted(house)
    await fill_in(house, url, **SAID)
    jordan = await open_contact(house, "Ada")
    told = jordan.form.text
    for each in (*SHOWN[:3], "Copenhagen", "EUR 80.50 an hour", "themselves", "said today"):
        assert each in told
    await jordan.click("Hire")
    given = {"Rate": "80.50", "Currency": "EUR", "Per": "hour"}
    assert given.items() <= jordan.form.fields.items(), "prefilled by the usual rate"
    page = await house.web.get(url.removesuffix("/profile"))
    assert fields_of(page)["title"] == "Illustrator" and "You said this on" in words(page)


async def test_what_they_say_wins_and_a_managers_edit_is_kept_beside_it(house: House) -> None:
    url = await accepted(house)
    jordan = await open_contact(house, "Ada")
    await jordan.click("Edit")
    await jordan.fill({"Title": "Designer", "Place": "Aarhus", "Links": "https://ada.example"})
    assert (await jordan.submit()).ok, jordan.form.errors
    assert "Designer" in jordan.form.text and "Jordan Lee" in jordan.form.text
    page = words(await house.web.get(url.removesuffix("/profile")))
    assert "Jordan Lee wrote this on" in page
    await fill_in(house, url, title="Illustrator", place="", links="https://ada.example")
    assert await house.rows(TABLE) == [
        {"title": "Illustrator", "place": "", "rate": None, "currency": None, "per": None}
    ]
    jordan = await open_contact(house, "Ada")
    assert "Title: Illustrator (themselves" in jordan.form.text
    assert "Beside it: Designer (by" in jordan.form.text
    await jordan.click("Edit")
    assert jordan.form.fields["Title"] == "Designer"
    await jordan.fill({"Links": "http://ada.example"})
    await jordan.submit()
    assert "https://" in jordan.form.errors["Links"]
    await jordan.close()
    await jordan.click("History")
    assert "changed the title from “Designer” to “Illustrator”" in jordan.form.text


async def test_an_edit_after_they_said_something_meanwhile_is_not_saved(house: House) -> None:
    url = await accepted(house)
    jordan = await open_contact(house, "Ada")
    await jordan.click("Edit")
    await fill_in(house, url, place="Copenhagen")
    await jordan.fill({"Place": "Aarhus"})
    await jordan.submit()
    assert "Nothing was saved" in jordan.form.text and "You typed:" in jordan.form.text
    assert jordan.form.fields["Place"] == "Copenhagen"


async def test_an_edit_after_they_named_their_rate_meanwhile_is_not_saved_either(house: House) -> None:
    url = await accepted(house)
    jordan = await open_contact(house, "Ada")
    await jordan.click("Edit")
    await fill_in(house, url, rate="80.50", currency="EUR", per="hour")
    await jordan.fill({"Place": "Aarhus"})
    await jordan.submit()
    assert "Nothing was saved" in jordan.form.text
    assert jordan.form.fields["Usual rate"] == "80.50"


async def test_a_manager_who_agrees_with_them_has_said_nothing_beside_it(house: House) -> None:
    url = await accepted(house)
    for said in ("Designer", "Illustrator"):
        jordan = await edit(house, "Ada", {"Title": said})
        await fill_in(house, url, title="Illustrator")
    await fill_in(house, url, title="Painter")
    jordan = await open_contact(house, "Ada")
    assert "Title: Painter (themselves" in jordan.form.text
    assert "Beside it" not in jordan.form.text


async def test_the_last_jobs_rate_is_the_usual_one_until_somebody_says_another(house: House) -> None:
    await active(house)
    await hired(house)
    assert await house.rows(TABLE) == [
        {"title": "", "place": "", "rate": "80.50", "currency": "EUR", "per": "hour"}
    ]
    jordan = await open_contact(house, "Ada")
    assert "EUR 80.50 an hour (from the last job" in jordan.form.text
    await jordan.click("Edit")
    await jordan.fill({"Usual rate": "95", "Currency": "EUR", "Per": "hour"})
    await jordan.submit()
    assert (await house.rows(TABLE))[0]["rate"] == "95.00"


async def test_people_read_what_is_from_a_job_and_was_said_by_nobody(house: House) -> None:
    url = await accepted(house)
    await hired(house)
    page = words(await house.web.get(url.removesuffix("/profile")))
    assert "From your job of" in page
    assert "You said this" not in page and "wrote this" not in page


async def found(house: House, **wanted: Any) -> list[str]:
    async with unit_of_work(house).read() as uow:
        return [row.name for row in await uow.overview.rows(Criteria(**wanted), Sort.NAME, None, 10)]


LIST = """name,email,Title,Links,City,Languages,Hourly rate,Free from
Ada Lovelace,ada@x.dk,Illustrator,https://ada.example/work,Greater Århus,"Danish, English",80 EUR,2027-03-01
Bo Berg,bo@x.dk,Plumber,http://bo.example,Copenhagen,Danish,120 EUR,
Cy Cole,cy@x.dk,,,London,English,60 GBP,some day
"""


async def test_a_lists_columns_become_profiles_that_search_and_filters_find(house_on_either: House) -> None:
    house = house_on_either
    jordan = Importer(house)
    form = await jordan.reviewing(LIST)
    assert "title from “Title”" in form.words and "Left out: “" not in form.words
    assert (
        "Left out, because we can't use what is there: Links on line 3; Availability on line 4." in form.words
    )
    await jordan.start()
    assert await found(house, text="plumber") == ["Bo Berg"]
    assert await found(house, text="london english") == ["Cy Cole"]
    assert await found(house, place="arhus") == ["Ada Lovelace"]
    assert await found(house, place="hus") == []
    assert await found(house, language="DANISH") == ["Ada Lovelace", "Bo Berg"]
    assert await found(house, language="d", place="copen") == ["Bo Berg"]
    assert await found(house, rate=100_000, currency="EUR", per="hour") == ["Ada Lovelace"]
    assert await found(house, rate=100_000, currency="GBP", per="hour") == ["Cy Cole"]
    assert await found(house, rate=100_000, currency="EUR", per="day") == []


async def test_home_filters_by_place_language_and_rate_and_rows_show_the_rate(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(LIST)
    await jordan.start()
    person = jordan.person
    await person.open_home()
    await person.click("Filter", on=person.home)
    await person.fill({"Place": "Århus", "Language": "dan", "Rate up to": "100"})
    await person.submit()
    await person.open_home()
    assert await shown(house) == ["Ada Lovelace"]
    home = person.home
    assert home and "EUR 80.00 an hour" in home.words
    assert "in “Århus”, speaking “dan”, paid up to EUR 100.00 an hour" in home.words


async def test_an_export_is_read_back_without_a_change(house: House) -> None:
    url = await accepted(house)
    await fill_in(house, url, **SAID)
    await house.person("Jordan Lee").command("/contacts", "export")
    await house.settled()
    [file] = [each for seen in house.person("Jordan Lee").messages("app") for each in seen.files]
    before = await house.rows("SELECT * FROM profile"), await house.rows("SELECT * FROM profile_term")
    jordan = Importer(house)
    await jordan.reviewing(file.data, "contacts.csv")
    await jordan.person.click("Select all")
    await jordan.start(Invitation="Hello")
    assert (
        await house.rows("SELECT * FROM profile"),
        await house.rows("SELECT * FROM profile_term"),
    ) == before
    assert await house.rows("SELECT profile_before FROM import_row WHERE profile_before IS NOT NULL") == []


async def test_an_import_changes_the_teams_word_and_undo_puts_it_back(house: House) -> None:
    url = await accepted(house)
    await fill_in(house, url, place="Copenhagen")
    await edit(house, "Ada", {"Title": "Designer"})
    before = json.loads((await house.rows("SELECT said FROM profile"))[0]["said"])
    importer = Importer(house)
    await importer.reviewing(LIST)
    await importer.person.click("Select all")
    await importer.start()
    assert (await house.rows(TABLE))[0] | {"rate": "80.00"} == {
        "title": "Illustrator", "place": "Copenhagen", "rate": "80.00", "currency": "EUR", "per": "hour",
    }  # fmt: skip
    await importer.mails_leave()
    await importer.person.click("Undo import", on=importer.message)
    await importer.person.submit()
    await house.settled()
    said = json.loads((await house.rows("SELECT said FROM profile ORDER BY contact_id"))[0]["said"])
    assert {field: words for field, words in said.items() if words} == before
    assert await found(house, text="illustrator") == []


async def test_undo_leaves_what_the_team_has_said_since(house: House) -> None:
    await active(house)
    jordan = Importer(house)
    await jordan.reviewing(f"name,email,title\nAda Lovelace,{ADA},Painter\n")
    await jordan.person.click("Select all")
    await jordan.start(Invitation="Hello")
    await jordan.mails_leave()
    person = await open_contact(house, "Ada")
    await person.click("Edit")
    await person.fill({"Title": "Engraver"})
    assert (await person.submit()).ok
    await person.close(all=True)
    await jordan.undo()
    assert [row["title"] for row in await house.rows(TABLE)] == ["Engraver"]
