"""A shared file is offered for import once, to people who may import it. Other files are ignored."""

import pytest

from tests.kit.importing import THREE, Importer, counts
from tests.kit.product import House
from tests.kit.signed import post_event


@pytest.mark.parametrize("name", ["Jordan Lee", "Maria Garcia"])
async def test_who_may_import_is_asked_in_the_files_thread(house: House, name: str) -> None:
    importer = Importer(house, name)
    await importer.share(THREE)
    assert "Import the people in contacts.csv?" in importer.offer.words
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


async def test_a_file_is_offered_once_slack_says_who_shared_it(house: House) -> None:
    house.forward(days=1)
    house.demo.faults.once("users.info", "internal_error")
    jordan = Importer(house)
    await jordan.share(THREE)
    assert len(jordan.thread) == 1
    assert [each.text for each in house.demo.problems] == ["the app did not take it: http_error (500)"]
    house.demo.problems.clear()


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
    said = jordan.said("is 50 MB, but an import takes up to 20 MB")
    assert said.buttons == []
    assert house.demo.calls("files.download") == []


@pytest.mark.parametrize(("mode", "is_external"), [("external", False), ("hosted", True)])
async def test_a_file_that_lives_elsewhere_is_refused_and_nothing_is_asked_there(
    house: House, mode: str, is_external: bool
) -> None:
    jordan = Importer(house)
    there = "https://evil.test/contacts.csv"
    await jordan.share(THREE, mode=mode, is_external=is_external, url_private=there)
    assert "is stored outside Slack" in jordan.said("contacts.csv").words
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
    assert jordan.person.message("Import the people in contacts.csv", channel="hiring").thread_ts is None


async def test_not_now_leaves_a_way_back(house: House) -> None:
    jordan = Importer(house)
    await jordan.share(THREE)
    await jordan.person.click("Not now", on=jordan.offer, times=3)
    await house.settled()
    assert "contacts.csv was not imported. You can still import it." in jordan.offer.words
    assert jordan.offer.buttons == ["Review and import"]
    assert "3 rows: 3 new." in (await jordan.review()).words


async def test_a_file_deleted_before_the_press_is_named_as_gone(house: House) -> None:
    jordan = Importer(house)
    file = await jordan.share(THREE)
    file.files[0].file.deleted = True
    form = await jordan.review()
    assert "This file is no longer in Slack. Please share it again." in form.words
    assert await counts(house) == {}


@pytest.mark.parametrize(
    ("data", "name", "offered"),
    [
        (b"name,email\nAda,ada@x.example\n", "people.csv.txt", "Import the people in people.csv.txt?"),
        (b"Lunch at one, write to bob@x.example\nBring a cake.\nAnd tea.\n", "plan.txt", None),
        (b"PK", "freelancers.numbers", "because it is an Apple Numbers document. Please save the list as"),
    ],
)
async def test_a_text_is_offered_if_it_lists_people_and_a_list_nobody_can_read_is_answered(
    house: House, data: bytes, name: str, offered: str | None
) -> None:
    jordan = Importer(house)
    await jordan.share(data, name)
    assert bool(jordan.thread) == bool(offered)
    assert offered is None or offered in jordan.thread[0].words


@pytest.mark.parametrize("missing", ["channel_id", "file_id", "both"])
async def test_an_event_with_missing_fields_is_taken_and_the_rest_looked_up(
    house: House, missing: str
) -> None:
    jordan = Importer(house)
    house.demo.faults.events_off = True
    shared = await jordan.person.upload("contacts.csv", THREE.encode(), "hiring", None)
    jordan.file = shared
    house.demo.faults.clear()
    file = shared.files[0].file
    event = {"type": "file_shared", "user_id": jordan.person.id, "file": {"id": file.id}, "event_ts": "1.2"}
    event |= {"file_id": file.id, "channel_id": shared.channel}
    for name in ("channel_id", "file_id") if missing == "both" else (missing,):
        del event[name]
    await house.demo.emit(event)
    await house.settled()
    assert jordan.offer.buttons == ["Review and import", "Not now"]


async def test_an_event_without_any_file_is_taken(house: House) -> None:
    jordan = house.person("Jordan Lee")
    event = {"type": "file_shared", "user_id": jordan.id, "event_ts": "1.2"}
    assert (await post_event(house, event)).status_code == 200
