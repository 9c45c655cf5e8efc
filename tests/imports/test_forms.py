"""Forms around a review: upload, columns, encoding, corrections and preview."""

import pytest

from tests.kit.importing import ADA, ALAN, GRACE, THREE, Importer, counts, options, page, who_has_checked
from tests.kit.product import House
from tests.kit.xlsx import packed, sheet, workbook, zipped

BAD = f"name,email\nAda Lovelace,{ADA}\nGrace Hopper,grace at hopper\n"


async def test_a_bad_row_is_mended_in_a_small_form_and_ticked(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(BAD)
    await jordan.person.click("Fix")
    assert "Line 3 of the file." in jordan.form.words
    assert jordan.form.fields == {"Name": "Grace Hopper", "Email": "grace at hopper", "Tags": []}
    await jordan.person.submit()
    assert jordan.form.title == "Fix"
    assert "Email" in jordan.form.errors
    await jordan.person.fill({"Email": GRACE, "Tags": ['Create "cobol"', 'Create "navy"']})
    await jordan.person.submit()
    assert jordan.form.title == "Review import"
    assert "2 rows: 2 new." in jordan.form.words
    assert f"{GRACE} · cobol, navy · new" in jordan.form.words
    assert who_has_checked(jordan.person) == ["Ada Lovelace", "Grace Hopper"]
    await jordan.start()
    assert await counts(house) == {"invited": 2}


async def test_a_mended_row_is_shown_once_slack_draws_again(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(BAD)
    await jordan.person.click("Fix")
    await jordan.person.fill({"Email": GRACE})
    house.demo.faults.once("views.update", "internal_error")
    await jordan.person.submit()
    await house.settled()
    assert "2 rows: 2 new." in jordan.form.words


async def test_a_mended_address_that_stands_on_another_line_is_an_error(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(BAD)
    await jordan.person.click("Fix")
    await jordan.person.fill({"Email": ADA.upper()})
    await jordan.person.submit()
    assert jordan.form.errors["Email"] == "This address is already on line 2. Please enter another one."


async def test_a_mended_address_that_is_here_already_becomes_a_contact_and_no_mail(house: House) -> None:
    await house.invite(Name="Grace", Email=GRACE)
    jordan = Importer(house)
    await jordan.reviewing(BAD)
    await jordan.person.click("Fix")
    await jordan.person.fill({"Email": GRACE})
    await jordan.person.submit()
    assert "1 new, 1 already a contact." in jordan.form.words
    assert who_has_checked(jordan.person) == ["Ada Lovelace"]
    await jordan.start()
    await jordan.mails_leave()
    assert len(house.demo.mailbox.to(GRACE)) == 1


async def test_a_row_that_stands_twice_can_be_given_its_own_address(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(f"name,email\nAda,{ADA}\nHer sister,{ADA}\n")
    await jordan.person.click("Fix")
    assert "The same address is on line 2." in jordan.form.words
    await jordan.person.fill({"Email": "sister@lovelace.example"})
    await jordan.person.submit()
    assert page(jordan.form) == ["Ada", "Her sister"]


async def test_a_form_kept_open_until_the_import_began_says_that_it_did(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(BAD)
    await jordan.person.click("Fix")
    await jordan.person.fill({"Email": GRACE})
    late = jordan.person.submit_payload()
    await jordan.person.close()
    await jordan.start()
    reply = await house.demo.deliver("interactive", late)
    assert "has already started" in str(reply.answer)
    assert await counts(house) == {"invited": 1}


HEBREW = f"name,email\nדוד כהן,{ADA}\n".encode("cp1255")


async def test_letters_in_doubt_are_told_and_read_again_by_choice(house: House) -> None:
    jordan = Importer(house)
    form = await jordan.reviewing(HEBREW)
    assert form.fields["File encoding"] == "Windows-1252"
    assert "We read them as Windows-1252: ãåã ëäï." in form.words
    assert "UTF-8" not in options(form, "File encoding")
    await jordan.person.fill({"Invitation": "Dear {name}, come."})
    await jordan.person.choose("File encoding", "Windows-1255")
    form = await jordan.read()
    assert page(form) == ["דוד כהן"]
    assert form.fields["File encoding"] == "Windows-1255"
    assert form.fields["Invitation"] == "Dear {name}, come."
    await jordan.start()
    assert await house.rows("SELECT name FROM contact") == [{"name": "דוד כהן"}]


async def test_a_file_from_an_old_mac_needs_no_choice(house: House) -> None:
    form = await Importer(house).reviewing(f"name,email\nSøren Ærø,{ADA}\n".encode("mac-roman"))
    assert page(form) == ["Søren Ærø"]
    assert form.fields["File encoding"] == "Mac Roman"


async def test_the_review_names_the_columns_and_leads_back_to_their_choice(house: House) -> None:
    jordan = Importer(house)
    text = f"First name,Last name,Phone,Email,Email,Tags\nAda,Lovelace,12,{ADA},,maths\n"
    form = await jordan.reviewing(text)
    assert "name from “First name” and “Last name”, email from “Email” and “Email”" in form.words
    assert "Left out: “Phone”." in form.words
    await jordan.person.fill({"Invitation": "Dear {name}, come."})
    await jordan.person.click("Choose columns")
    form = jordan.form
    assert "Which column is which?" in form.words
    chosen = ("First name", "Last name", "Email (column 4)", "Email (column 5)", ["Tags"])
    assert (
        tuple(form.fields[each] for each in ("First name", "Last name", "Email", "Second email", "Tags"))
        == chosen
    )
    await jordan.person.fill(
        {"First name": "", "Last name": "First name", "Second email": "", "Tags": ["Phone"]}
    )
    await jordan.person.submit()
    form = await jordan.read()
    assert page(form) == ["Ada"]
    assert f"{ADA} · 12 · new" in form.words
    assert form.fields["Invitation"] == "Dear {name}, come."


async def test_the_letters_can_be_changed_while_the_columns_are_asked_for(house: House) -> None:
    jordan = Importer(house)
    form = await jordan.reviewing(f"who,where\nדוד כהן,{ADA}\n".encode("cp1255"))
    assert "Which column is which?" in form.words
    await jordan.person.fill({"Tags": ["who"]})
    await jordan.person.choose("File encoding", "Windows-1255")
    assert "דוד כהן" in str((await jordan.read()).blocks)
    await jordan.person.fill({"Name": "who", "Tags": []})
    await jordan.person.submit()
    form = await jordan.read()
    assert (page(form), form.fields["Tags for everyone"]) == (["דוד כהן"], [])


async def test_a_wide_file_finds_its_columns_by_typing(house: House) -> None:
    jordan = Importer(house)
    fields = [f"Field {number}" for number in range(150)]
    form = await jordan.reviewing(f"{','.join(fields)},Who,Where\n{'x,' * 150}Ada Lovelace,{ADA}\n")
    assert form.fields["Email"] == "Where"
    await jordan.person.fill({"Name": "Who"})
    await jordan.person.submit()
    assert page(await jordan.read()) == ["Ada Lovelace"]


async def test_a_workbook_names_its_sheet_and_offers_the_others(house: House) -> None:
    jordan = Importer(house)
    shown = sheet([["name", "email"], ["Ada", ADA], ["Bo", "bo@x.example"]], hidden={3})
    data = packed(
        {"Read me": sheet([["How to"]]), "People": shown, "More": sheet([["name", "email"], ["Cy", GRACE]])}
    )
    form = await jordan.reviewing(data, "people.xlsx")
    assert form.fields["Sheet"] == "People"
    assert "From the sheet “People”." in form.words
    assert "1 row is hidden in the sheet and is not selected." in form.words
    assert who_has_checked(jordan.person) == ["Ada"]
    assert "bo@x.example · new, hidden in the sheet" in form.words
    await jordan.person.choose("Sheet", "More")
    assert page(await jordan.read()) == ["Cy"]


async def test_foreign_headers_lead_to_a_first_step(house: House) -> None:
    jordan = Importer(house)
    form = await jordan.reviewing(f"who,where,what\nAda Lovelace,{ADA},maths\n")
    assert "Which column is which?" in form.words
    assert "We found no name or email column" in form.words
    assert "The header of contacts.csv: who, where, what" in form.words
    assert "name,email,tags" in form.words, "a template"
    await jordan.person.fill({"Name": "who", "Email": "who"})
    await jordan.person.submit()
    assert "This is the column of the names" in jordan.form.errors["Email"]
    await jordan.person.fill({"Email": "where", "Tags": "what"})
    await jordan.person.submit()
    assert f"{ADA} · maths · new" in (await jordan.read()).words


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("name,phone", "We found no email column"),
        ("phone,email", "We found no name column"),
        ("name,email,email", "2 columns could be the email address: “email” and “email”."),
        ("=HYPERLINK(1),x", "We found no name or email column"),
    ],
)
async def test_a_header_that_is_not_clear_says_what_is_missing(house: House, header: str, why: str) -> None:
    form = await Importer(house).reviewing(f"{header}\nAda,a b,c\n")
    assert why in form.words
    assert f"The header of contacts.csv: {', '.join(header.split(','))}" in form.words


async def test_a_file_without_a_header_is_asked_about_and_loses_no_row(house: House) -> None:
    jordan = Importer(house)
    form = await jordan.reviewing(f"{ADA};Ada Lovelace\n{GRACE};Grace Hopper\n")
    assert "has no header row" in form.words
    await jordan.person.fill({"Name": "Column 2 (Ada Lovelace)", "Email": f"Column 1 ({ADA})"})
    await jordan.person.submit()
    assert page(await jordan.read()) == ["Ada Lovelace", "Grace Hopper"]


async def test_headers_of_other_languages_need_no_question(house: House) -> None:
    form = await Importer(house).reviewing(f"Mærker;E-mail;Navn\nmatematik;{ADA};Ada Lovelace\n")
    assert f"{ADA} · matematik · new" in form.words


async def test_the_preview_shows_the_mail_to_the_first_with_their_name(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.person.untick("Ada Lovelace")
    await jordan.person.fill({"Invitation": "Dear {name}, *come* <!channel>"})
    await jordan.person.click("Preview")
    assert jordan.form.title == "Preview"
    assert f"To Grace Hopper <{GRACE}>" in jordan.form.words
    assert "Dear Grace Hopper, *come* <!channel>" in jordan.form.words
    assert "{name}" not in jordan.form.words
    await jordan.person.close()
    assert jordan.form.fields["Invitation"] == "Dear {name}, *come* <!channel>"
    await jordan.person.click("Select none")
    await jordan.person.click("Preview")
    assert "No one is selected" in jordan.form.words


@pytest.mark.parametrize("way", ["home", "command"])
async def test_a_file_given_to_a_form_is_reviewed_and_told_in_a_direct_message(
    house: House, way: str
) -> None:
    jordan = Importer(house)
    if way == "home":
        form = await jordan.from_home(THREE)
    else:
        await jordan.person.command("/contacts", "import")
        await jordan.person.fill({"CSV or Excel file": ("contacts.csv", THREE.encode())})
        await jordan.person.submit(times=3)
        form = await jordan.read()
    assert "3 rows: 3 new." in form.words
    await jordan.start()
    assert jordan.person.message("is imported").buttons == ["Cancel sending (3)"]
    await jordan.mails_leave()
    assert "3 invited, 0 skipped, 0 failed." in jordan.person.message("Undo import").words
    assert len(await house.rows("SELECT id FROM import")) == 1


async def test_an_excel_workbook_is_read_by_its_first_sheet(house: House) -> None:
    rows = [["Name", "E-mail", "Tags"], ["Søren Ærø", ADA, "grafik; Figma"], ["Alan Turing", ALAN, ""]]
    jordan = Importer(house)
    form = await jordan.reviewing(workbook(rows), "people.xlsx")
    assert page(form) == ["Søren Ærø", "Alan Turing"]
    await jordan.start()
    await jordan.mails_leave()
    assert "people.xlsx is imported." in jordan.message.words
    assert "Søren Ærø" in house.demo.mailbox.to(ADA)[0].text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (zipped({"a.txt": "x"}), "contacts.csv can't be imported because it is a ZIP archive."),
        (b"%PDF-1.7 x", "because it is a PDF document"),
        (b"<!DOCTYPE html><html>", "files:read"),
        (
            b'name,email\nAda,a@x.dk\n"Grace,g@x.dk\n',
            "begins on line 3 has a quotation mark that is not closed",
        ),
        (b"  \n\n", "This file is empty"),
        (b"name,email\n" + b"a," * 100_000, "has more than 1,000 columns"),
        (b"name,email\n" + b"x" * 3_000_000 + b",a@x.dk\n", "a cell of more than 10,000 characters"),
        (b"name,email\n" + b"A,a@x.dk\n" * 100_001, "more than 100,000 rows"),
    ],
    ids=("zip", "pdf", "html", "quote", "empty", "columns", "cell", "rows"),
)
async def test_a_file_that_cannot_be_read_says_what_is_wrong(house: House, data: bytes, why: str) -> None:
    form = await Importer(house).reviewing(data)
    assert why in form.words
    assert form.submit is None
    assert await house.rows("SELECT id FROM import_row") == []
