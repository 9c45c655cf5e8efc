"""After an import: the file of failed rows, which can be imported again, and undo."""

import csv
import io

from tests.kit.importing import ADA, ALAN, GRACE, THREE, Importer, counts, page, tags
from tests.kit.product import House

FAULTY = f"""Name,Email,Tags,Phone
Ada Lovelace,{ADA},maths,+45 1
"=HYPERLINK(""http://x"")",nowhere,cobol,-1
@SUM(A1),also nowhere,,'quoted
"""


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


async def test_failed_rows_come_back_as_a_file_that_no_spreadsheet_runs(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(FAULTY, "people.csv")
    assert "1 invited, 0 skipped, 2 failed." in jordan.message.words
    assert "Line 3: " in jordan.message.words
    [file] = jordan.said("people-failed.csv").files
    assert file.data.startswith(b"\xef\xbb\xbf"), "Excel reads it as UTF-8"
    header, first, second = rows_of(file.text)
    assert header == ["Name", "Email", "Tags", "Phone", "error"]
    assert first[:4] == ['\'=HYPERLINK("http://x")', "nowhere", "cobol", "'-1"]
    assert second[0] == "'@SUM(A1)"
    assert all(first[4:] + second[4:])
    assert [each for each in jordan.thread if "Import the people in people-failed.csv" in each.words] == []


async def test_the_corrected_file_in_the_same_thread_imports_just_those_rows(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(FAULTY, "people.csv")
    thread = jordan.thread_ts
    [file] = jordan.said("people-failed.csv").files
    corrected = file.text.replace("also nowhere", GRACE).replace("nowhere", ALAN)
    await jordan.share(corrected, "people-failed.csv", thread=thread)
    assert jordan.thread_ts == thread
    form = await jordan.review()
    assert "2 rows: 2 new." in form.words
    assert page(form) == ['=HYPERLINK("http://x")', "@SUM(A1)"], "as they were"
    await jordan.start()
    await jordan.mails_leave()
    assert await counts(house) == {"invited": 3}
    assert "people-failed.csv is imported." in jordan.message.words
    assert len(house.demo.mailbox.to(ADA)) == 1


async def test_a_file_without_a_header_comes_back_with_one(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(f"{ADA};Ada\nnowhere;Grace\n")
    await jordan.person.fill({"Name": "Column 2 (Ada)", "Email": f"Column 1 ({ADA})"})
    await jordan.person.submit()
    await jordan.read()
    await jordan.start()
    await jordan.mails_leave()
    header, row = rows_of(jordan.said("contacts-failed.csv").files[0].text)
    assert (header[:2], row[:2]) == (["email", "name"], ["nowhere", "Grace"])


async def test_failed_rows_of_a_file_from_home_are_told_in_the_direct_message(house: House) -> None:
    jordan = Importer(house)
    await jordan.from_home(FAULTY)
    await jordan.start()
    await jordan.mails_leave()
    assert jordan.person.message("contacts-failed.csv").thread_ts == jordan.person.message("is imported").ts


async def test_undo_takes_everybody_back_who_has_not_answered(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(THREE)
    assert jordan.said("contacts.csv was imported.").buttons == []
    link = await house.link(ADA)
    await jordan.person.click("Undo import", on=jordan.message)
    assert "Undo the import of contacts.csv? 3 people will be removed" in jordan.form.words
    assert await counts(house) == {"invited": 3}, "nothing happens before it is confirmed"
    await jordan.person.submit(times=3)
    await house.settled()
    assert "Reversed 3." in jordan.message.words
    assert "Undone by @Jordan Lee" in jordan.message.words
    assert jordan.message.buttons == []
    assert jordan.offer.buttons == ["Review and import", "Not now"]
    assert await house.rows("SELECT id FROM contact WHERE archived_at IS NULL") == []
    assert (await house.web.get(link)).status_code == 410
    assert len(await house.rows("SELECT id FROM event WHERE kind = 'invitation withdrawn'")) == 3


async def test_undo_keeps_who_answered_or_was_written_to_since_and_names_them(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(THREE + "Hedy Lamarr,hedy@x.dk,\nKay Jones,kay@x.dk,\n")
    await house.press_in_mail(ADA, "Accept")
    await house.press_in_mail(GRACE, "Decline")
    person = await house.invite(Name="Alan", Email=ALAN)
    await person.click("Resend")
    await person.close()
    await house.settled()
    await jordan.person.click("Undo import", on=jordan.message)
    for words in (
        "2 people will be removed",
        "3 people will stay: 1 already accepted, 1 changed since, 1 already declined.",
        "Ada Lovelace (already accepted)",
        "Alan Turing (changed since)",
    ):
        assert words in jordan.form.words
    await jordan.person.submit()
    await house.settled()
    said = jordan.message.words
    assert "Reversed 2, kept 1 (already accepted), kept 1 (changed since), kept 1 (already declined)." in said
    assert "Kept: Ada Lovelace (already accepted), Grace Hopper (already declined)" in said
    assert await counts(house) == {"active": 1, "declined": 1, "invited": 3}
    gone = await house.rows("SELECT email FROM contact WHERE archived_at IS NOT NULL ORDER BY email")
    assert [row["email"] for row in gone] == ["hedy@x.dk", "kay@x.dk"]


async def test_undo_takes_back_who_was_only_reminded_by_us(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(THREE)
    house.forward(days=3, minutes=1)
    await house.settled()
    assert [len(house.demo.mailbox.to(email)) for email in (ADA, GRACE, ALAN)] == [2, 2, 2]
    await jordan.undo()
    assert "Reversed 3." in jordan.message.words


async def test_undo_takes_tags_off_again_that_contacts_got_by_it_and_no_others(house: House) -> None:
    await house.invite(Name="Ada", Email=ADA, Tags=['Create "maths"'])
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.person.click("Select all")
    await jordan.start()
    await jordan.mails_leave()
    assert (await tags(house))[ADA] == {"maths", "python"}
    await jordan.undo()
    assert (await tags(house))[ADA] == {"maths"}
    assert "Reversed 3." in jordan.message.words
    assert await house.rows("SELECT email FROM contact WHERE archived_at IS NULL") == [{"email": ADA}]


async def test_a_late_undo_says_that_it_is_done(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(THREE)
    late = jordan.person.click_payload("Undo import", on=jordan.message)
    await jordan.undo()
    await house.demo.deliver("interactive", late)
    await house.settled()
    assert jordan.person.modal is None
    assert jordan.person.message("This import was already undone.", channel="hiring").ephemeral


async def test_undone_people_can_be_invited_again_by_the_same_file(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(THREE)
    await jordan.undo()
    form = await jordan.reviewing(THREE)
    assert "3 withdrawn before" in form.words
    assert "0 selected" in form.words
    await jordan.person.click("Select all")
    await jordan.start()
    await jordan.mails_leave()
    assert "3 invited, 0 skipped, 0 failed." in jordan.message.words
    assert [len(house.demo.mailbox.to(email)) for email in (ADA, GRACE, ALAN)] == [2, 2, 2]
    await house.press_in_mail(ADA, "Accept")
    assert await counts(house) == {"active": 1, "invited": 2}


async def test_of_an_import_nobody_is_left_to_take_back_undo_says_so(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(f"name,email\nAda Lovelace,{ADA}\n")
    await house.press_in_mail(ADA, "Accept")
    await jordan.person.click("Undo import", on=jordan.message)
    assert "There is nothing left to undo in this import." in jordan.form.words
    assert "Ada Lovelace (already accepted)" in jordan.form.words
    assert jordan.form.submit is None


async def test_after_an_undo_the_corrected_file_is_what_is_stored(house_on_either: House) -> None:
    house, jordan = house_on_either, Importer(house_on_either)
    await jordan.all_of(f"name,email,tags\nSÃ¸ren,{ADA},wrong\n")
    await jordan.undo()
    assert await tags(house) == {}
    form = await jordan.reviewing(f"name,email,tags\nSøren Ærø,{ADA},right\n")
    assert page(form) == ["Søren Ærø"]
    await jordan.person.tick("Søren Ærø")
    await jordan.start(Invitation="Dear {name}, come.")
    await jordan.mails_leave()
    assert await house.rows("SELECT name FROM contact") == [{"name": "Søren Ærø"}]
    assert await tags(house) == {ADA: {"right"}}
    text = house.demo.mailbox.to(ADA)[-1].text
    assert "Dear Søren Ærø, come." in text
    assert "SÃ¸ren" not in text
    await jordan.undo()
    assert await tags(house) == {}


async def test_the_file_of_failed_rows_fails_again_if_nothing_is_changed(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(f"name,email,tags\nAda,{ADA},rust,sql\nBob,{ALAN},x\nNULL,{GRACE},\n")
    [file] = jordan.said("contacts-failed.csv").files
    form = await jordan.reviewing(file.data, "contacts-failed.csv")
    assert "2 rows: 2 with a problem." in form.words
    assert "This row has more cells than the header." in form.words
    assert "Please enter a name." in form.words
