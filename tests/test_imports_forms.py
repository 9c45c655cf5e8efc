"""The forms around a review: the file, which column is which, another encoding, mending, a preview."""

import pytest

from tests.importing import ADA, ALAN, GRACE, THREE, Importer, counts, page, who_has_checked
from tests.product import House
from tests.xlsx import workbook, zipped

BAD = f"name,email\nAda Lovelace,{ADA}\nGrace Hopper,grace at hopper\n"


async def test_a_bad_row_is_mended_in_a_small_form_and_ticked(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(BAD)
    await jordan.person.click("Mend")
    assert "Line 3 of the file." in jordan.form.words
    assert jordan.form.fields == {"Name": "Grace Hopper", "Email": "grace at hopper", "Tags": ""}
    await jordan.person.submit()
    assert jordan.form.title == "Mend"
    assert "Email" in jordan.form.errors
    await jordan.person.fill({"Email": GRACE, "Tags": "cobol; navy"})
    await jordan.person.submit()
    assert jordan.form.title == "Review import"
    assert "2 rows: 2 new." in jordan.form.words
    assert f"{GRACE} · cobol, navy · new" in jordan.form.words
    assert who_has_checked(jordan.person) == ["Ada Lovelace", "Grace Hopper"]
    await jordan.start()
    assert await counts(house) == {"invited": 2}


async def test_a_mended_address_that_stands_on_another_line_is_an_error(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(BAD)
    await jordan.person.click("Mend")
    await jordan.person.fill({"Email": ADA.upper()})
    await jordan.person.submit()
    assert jordan.form.errors["Email"] == "This address stands on line 2 already."


async def test_a_mended_address_that_is_here_already_becomes_a_contact_and_no_mail(house: House) -> None:
    await house.invite(Name="Grace", Email=GRACE)
    jordan = Importer(house)
    await jordan.reviewing(BAD)
    await jordan.person.click("Mend")
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
    await jordan.person.click("Mend")
    assert "The same address stands on line 2." in jordan.form.words
    await jordan.person.fill({"Email": "sister@lovelace.example"})
    await jordan.person.submit()
    assert page(jordan.form) == ["Ada", "Her sister"]


async def test_a_form_kept_open_until_the_import_began_says_that_it_did(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(BAD)
    await jordan.person.click("Mend")
    await jordan.person.fill({"Email": GRACE})
    late = jordan.person.submit_payload()
    await jordan.person.close()
    await jordan.start()
    reply = await house.demo.deliver("interactive", late)
    assert "has been started already" in str(reply.answer)
    assert await counts(house) == {"invited": 1}


MAC = f"name,email\nSøren Ærø,{ADA}\n".encode("mac-roman")


async def test_a_file_from_an_old_mac_is_read_again_in_its_own_letters(house: House) -> None:
    jordan = Importer(house)
    form = await jordan.reviewing(MAC)
    assert form.fields["File encoding"] == "Windows-1252"
    assert page(form) == ["S¿ren ®r¿"]
    await jordan.person.fill({"Invitation": "Dear {name}, come."})
    await jordan.person.choose("File encoding", "Mac Roman")
    form = await jordan.read()
    assert page(form) == ["Søren Ærø"]
    assert form.fields["File encoding"] == "Mac Roman"
    assert form.fields["Invitation"] == "Dear {name}, come."
    await jordan.start()
    assert await house.rows("SELECT name FROM contact") == [{"name": "Søren Ærø"}]


async def test_a_wrong_choice_names_the_line_and_can_be_taken_back(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(MAC)
    await jordan.person.choose("File encoding", "UTF-8")
    form = await jordan.read()
    assert "Line 2 has a character that does not exist in UTF-8" in form.words
    await jordan.person.choose("File encoding", "Mac Roman")
    assert page(await jordan.read()) == ["Søren Ærø"]


async def test_foreign_headers_lead_to_a_first_step(house: House) -> None:
    jordan = Importer(house)
    form = await jordan.reviewing(f"who,where,what\nAda Lovelace,{ADA},maths\n")
    assert "Which column is which?" in form.words
    assert "No column is called name or email" in form.words
    assert "The header of contacts.csv: who, where, what" in form.words
    assert "name,email,tags" in form.words, "a template"
    await jordan.person.fill({"Name": "who", "Email": "who"})
    await jordan.person.submit()
    assert "another column than that of the names" in jordan.form.errors["Email"]
    await jordan.person.fill({"Email": "where", "Tags": "what"})
    await jordan.person.submit()
    assert f"{ADA} · maths · new" in (await jordan.read()).words


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("name,phone", "No column is called email"),
        ("phone,email", "No column is called name"),
        ("name,email,email", "2 columns could be the email address: “email” and “email”."),
        ("=HYPERLINK(1),x", "No column is called name or email"),
    ],
)
async def test_a_header_that_is_not_clear_says_what_is_missing(house: House, header: str, why: str) -> None:
    form = await Importer(house).reviewing(f"{header}\nAda,a b,c\n")
    assert why in form.words
    assert f"The header of contacts.csv: {', '.join(header.split(','))}" in form.words


async def test_a_file_without_a_header_is_asked_about_and_loses_no_row(house: House) -> None:
    jordan = Importer(house)
    form = await jordan.reviewing(f"{ADA};Ada Lovelace\n{GRACE};Grace Hopper\n")
    assert "begins with a row and has no header" in form.words
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
    assert "Nobody is selected" in jordan.form.words


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
        (zipped({"a.txt": "x"}), "contacts.csv cannot be imported, because it is a ZIP archive."),
        (b"%PDF-1.7 x", "because it is a PDF document"),
        (b"<!DOCTYPE html><html>", "files:read"),
        (b'name,email\nAda,a@x.dk\n"Grace,g@x.dk\n', "begins in line 3 a quotation mark is not closed"),
        (b"  \n\n", "This file is empty"),
        (b"name,email\n" + b"a," * 100_000, "has more than 64 columns"),
        (b"name,email\n" + b"x" * 1_000_000 + b",a@x.dk\n", "a cell of more than 10,000 characters"),
        (b"name,email\n" + b"A,a@x.dk\n" * 100_001, "more than 100,000 rows"),
    ],
    ids=("zip", "pdf", "html", "quote", "empty", "columns", "cell", "rows"),
)
async def test_a_file_that_cannot_be_read_says_what_is_wrong(house: House, data: bytes, why: str) -> None:
    form = await Importer(house).reviewing(data)
    assert why in form.words
    assert form.submit is None
    assert await house.rows("SELECT id FROM import_row") == []
