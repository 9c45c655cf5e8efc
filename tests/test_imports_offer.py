"""A shared file is noticed and offered: to who may import it, once, and silence for everything else."""

import pytest

from tests.importing import THREE, Importer, counts
from tests.product import House


@pytest.mark.parametrize("name", ["Jordan Lee", "Maria Garcia"])
async def test_who_may_import_is_asked_in_the_files_thread(house: House, name: str) -> None:
    importer = Importer(house, name)
    await importer.share(THREE)
    assert "Shall the people in contacts.csv become contacts?" in importer.offer.words
    assert importer.offer.buttons == ["Review and import", "Not now"]
    assert [each.thread_ts for each in importer.thread] == [importer.thread_ts]


@pytest.mark.parametrize(
    ("name", "channel"),
    [("Peter Holm", "hiring"), ("Sam Rivera", "hiring"), ("guest", "studio"), ("stranger", "partners")],
)
async def test_who_may_not_import_is_asked_nothing(house: House, name: str, channel: str) -> None:
    importer = Importer(house, name)
    await importer.share(THREE, channel=channel)
    assert importer.thread == []
    assert await house.rows("SELECT id FROM outbox WHERE lane = 'import'") == []
    assert house.demo.calls("files.info") == []


async def test_a_member_who_presses_the_managers_offer_reads_why_not(house: House) -> None:
    jordan, peter = Importer(house), house.person("Peter Holm")
    await jordan.share(THREE)
    await peter.click("Review and import", on=jordan.offer)
    await house.settled()
    assert peter.modal is None
    assert "may import files here" in peter.message("may import files", channel="hiring").words


async def test_another_manager_may_take_the_offer(house: House) -> None:
    jordan, maria = Importer(house), Importer(house, "Maria Garcia")
    maria.file = await jordan.share(THREE)
    assert "3 rows: 3 new." in (await maria.review()).words


async def test_a_file_told_of_three_times_is_offered_once(house: House) -> None:
    house.demo.faults.events_times, house.demo.faults.events_shuffled = 3, True
    jordan = Importer(house)
    await jordan.share(THREE)
    assert len(jordan.thread) == 1


async def test_two_different_events_about_one_sharing_are_one_offer(house: House) -> None:
    jordan = Importer(house)
    file = await jordan.share(THREE)
    inner = {
        "type": "file_shared",
        "file_id": file.files[0].id,
        "user_id": jordan.person.id,
        "channel_id": file.channel,
        "event_ts": "1.2",
    }
    for _ in range(2):
        await house.demo.emit(inner)
        await house.settled()
    assert len(jordan.thread) == 1


async def test_a_file_shared_in_two_channels_is_offered_in_each(house: House) -> None:
    first, second = Importer(house), Importer(house)
    await first.share(THREE)
    await second.share(THREE, channel="leads")
    assert len(first.thread) == len(second.thread) == 1


@pytest.mark.parametrize("name", ["logo.png", "contract.pdf", "notes.docx", "archive.zip", "contacts"])
async def test_other_files_are_met_with_silence(house: House, name: str) -> None:
    jordan = Importer(house)
    await jordan.share(b"\x89PNG\r\n", name)
    assert jordan.thread == []


async def test_a_file_that_is_too_large_is_refused_before_it_is_fetched(house: House) -> None:
    jordan = Importer(house)
    await jordan.share(THREE, told_size=50_000_000)
    said = jordan.said("50 MB, and 20 MB can be read")
    assert said.buttons == []
    assert house.demo.calls("files.download") == []


@pytest.mark.parametrize(("mode", "is_external"), [("external", False), ("hosted", True)])
async def test_a_file_that_lives_elsewhere_is_refused_and_nothing_is_asked_there(
    house: House, mode: str, is_external: bool
) -> None:
    jordan = Importer(house)
    there = "https://evil.test/contacts.csv"
    await jordan.share(THREE, mode=mode, is_external=is_external, url_private=there)
    assert "lives outside Slack" in jordan.said("contacts.csv").words
    assert house.demo.calls("files.download") == []


async def test_a_file_of_another_organisation_is_let_alone(house: House) -> None:
    jordan = Importer(house)
    await jordan.share(THREE, channel="partners", user_team="T0ELSEWHERE", check_file_info=True)
    assert jordan.thread == []
    assert house.demo.calls("files.download") == []


async def test_a_file_whose_sharing_shows_late_is_offered_in_its_thread_all_the_same(house: House) -> None:
    jordan = Importer(house)
    file = await jordan.share(THREE, shares_shown=False)
    for _ in range(3):
        house.forward(seconds=1.1)
        await house.settled()
    assert jordan.thread == []
    file.files[0].file.shares_shown = True
    house.forward(seconds=1.1)
    await house.settled()
    assert len(jordan.thread) == 1


async def test_a_sharing_that_never_shows_is_answered_in_the_channel(house: House) -> None:
    jordan = Importer(house)
    await jordan.share(THREE, shares_shown=False)
    for _ in range(5):
        house.forward(seconds=1.1)
        await house.settled()
    assert jordan.person.message("Shall the people in contacts.csv", channel="hiring").thread_ts is None


async def test_not_now_leaves_a_way_back(house: House) -> None:
    jordan = Importer(house)
    await jordan.share(THREE)
    await jordan.person.click("Not now", on=jordan.offer, times=3)
    await house.settled()
    assert "contacts.csv is not imported. That can still be done." in jordan.offer.words
    assert jordan.offer.buttons == ["Review and import"]
    assert "3 rows: 3 new." in (await jordan.review()).words


async def test_a_file_deleted_before_the_press_is_named_as_gone(house: House) -> None:
    jordan = Importer(house)
    file = await jordan.share(THREE)
    file.files[0].file.deleted = True
    form = await jordan.review()
    assert "This file is not in Slack any more. Share it again." in form.words
    assert await counts(house) == {}
