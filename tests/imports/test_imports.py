"""A file dropped into a channel becomes contacts: offered, reviewed, imported and emailed."""

from tests.kit.importing import ADA, ALAN, GRACE, THREE, Importer, counts
from tests.kit.product import House


async def test_a_file_dropped_into_a_channel_is_offered_reviewed_and_imported(house: House) -> None:
    jordan = Importer(house)
    await jordan.share(THREE)
    assert jordan.offer.buttons == ["Review and import", "Not now"]
    form = await jordan.review()
    assert form.title == "Review import"
    assert "3 rows: 3 new." in form.words
    assert await counts(house) == {}
    await jordan.start()
    assert jordan.person.modal is None
    assert await counts(house) == {"invited": 3}
    assert house.demo.mailbox.mails == []
    assert jordan.message.buttons == ["Cancel sending (3)"]
    await jordan.mails_leave()
    assert "3 invited, 0 skipped, 0 failed." in jordan.message.words
    assert [len(house.demo.mailbox.to(email)) for email in (ADA, GRACE, ALAN)] == [1, 1, 1]


async def test_two_people_import_overlapping_lists_and_nobody_is_mailed_twice(house_on_either: House) -> None:
    jordan, sam = Importer(house_on_either), Importer(house_on_either, "Sam Rivera")
    await jordan.share(THREE, "jordan.csv")
    await sam.share(THREE + "Hedy Lamarr,hedy@lamarr.example,radio\n", "sam.csv")
    await jordan.review()
    await sam.review()
    await jordan.start()
    await sam.start()
    await jordan.mails_leave()
    assert await counts(house_on_either) == {"invited": 4}
    assert len(house_on_either.demo.mailbox.mails) == 4
    assert "1 invited, 3 skipped, 0 failed." in sam.message.words
    undo = next(each for each in sam.thread if "Undo import" in each.buttons)
    await sam.person.click("Undo import", on=undo)
    await sam.person.submit()
    await house_on_either.settled()
    assert "Reversed 1" in " ".join(each.words for each in sam.thread)


async def test_of_a_file_nothing_is_kept_once_its_emails_have_left_but_who_became_a_contact(
    house: House,
) -> None:
    jordan = Importer(house)
    await jordan.all_of(f"{THREE}Nobody,no address,nothing\n")
    assert "3 invited, 0 skipped, 1 failed." in jordan.message.words
    rows = await house.rows("SELECT * FROM import_row ORDER BY line")
    assert sorted(row["contact_id"] for row in rows) == [1, 2, 3]
    for word in ("lovelace", "@", "cobol", "nobody", "no address"):
        assert word not in str(rows).lower()
    assert {row["recipient"] for row in rows} == {None}
    assert await house.rows("SELECT import_id FROM import_file") == []
