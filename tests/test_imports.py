"""A file dropped into a channel becomes contacts: offered, reviewed, imported, mailed."""

from tests.importing import ADA, ALAN, GRACE, THREE, Importer, counts
from tests.product import House


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
