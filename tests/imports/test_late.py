"""Presses that come too late: each says what became of the import, and changes nothing."""

from typing import Any

import pytest

from blocks.imports.offer import ImportId
from tests.kit.importing import ADA, THREE, Importer, counts
from tests.kit.product import House

Json = dict[str, Any]

STARTED = "This import has already started. See its message for progress."
FORGOTTEN = "This review was open for over a day, so its file was deleted. Share it again."


def again(jordan: Importer, payload: Json) -> Json:
    return payload | {"trigger_id": jordan.house.demo.world.new_trigger(jordan.person.user)}


async def presses(jordan: Importer) -> dict[str, Json]:
    """Prepare every press and choice of a review with a problem and a second page, to send later."""
    rows = "".join(f"Person {number},p{number}@x.dk\n" for number in range(12))
    await jordan.reviewing(f"name,email\nBad,nowhere\n{rows}")
    buttons = {words: jordan.person.click_payload(words) for words in ("Select all", "Select none", "Fix")}
    buttons |= {words: jordan.person.click_payload(words) for words in ("Next", "Preview")}
    chosen = {}
    for field, value in (("Show", "New"), ("Show", "All rows"), ("Find", "p1"), ("Find", "")):
        await jordan.person.choose(field, value)
        chosen[field] = jordan.house.demo.deliveries[-1].payload
    await jordan.person.untick("Person 1")
    chosen["tick"] = jordan.house.demo.deliveries[-1].payload
    encoding = again(jordan, chosen["Show"])
    action = {"action_id": ImportId.ENCODING, "selected_option": {"value": "Mac Roman"}}
    chosen["File encoding"] = encoding | {"actions": [encoding["actions"][0] | action]}
    return buttons | chosen


@pytest.mark.parametrize("became", [STARTED, FORGOTTEN])
async def test_what_is_pressed_in_a_review_that_has_gone_on_says_what_became_of_it(
    house: House, became: str
) -> None:
    jordan = Importer(house)
    late = await presses(jordan)
    if became == STARTED:
        first = jordan.person.submit_payload()
        await house.demo.deliver("interactive", first)
        await house.settled()
    else:
        house.forward(days=1, minutes=1)
        await house.settled()
    before = await house.rows("SELECT * FROM import_row"), await house.rows("SELECT id, state FROM import")
    for words, payload in late.items():
        reply = await house.demo.deliver("interactive", again(jordan, payload))
        assert reply.status == 200
        assert became in jordan.form.words, words
        await jordan.person.close()
    after = await house.rows("SELECT * FROM import_row"), await house.rows("SELECT id, state FROM import")
    assert after == before


async def test_a_review_submitted_after_a_day_says_that_it_is_forgotten(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    house.forward(days=1, minutes=1)
    await house.settled()
    await jordan.person.submit()
    assert FORGOTTEN in jordan.form.words
    assert await counts(house) == {}


async def test_columns_chosen_twice_are_asked_for_once(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(f"who,where\nAda,{ADA}\n")
    await jordan.person.fill({"Name": "who", "Email": "where"})
    late = jordan.person.submit_payload()
    await jordan.person.submit()
    await jordan.read()
    reply = await house.demo.deliver("interactive", again(jordan, late))
    assert "hasn't started yet" in str(reply.answer)
    assert "1 row: 1 new." in jordan.form.words


async def test_an_undo_confirmed_late_changes_nothing_more(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(THREE)
    await jordan.person.click("Undo import", on=jordan.message)
    late = jordan.person.submit_payload()
    await jordan.person.submit()
    await house.settled()
    assert (await house.demo.deliver("interactive", again(jordan, late))).status == 200
    await house.settled()
    assert "Reversed 3." in jordan.message.words
    assert len(await house.rows("SELECT id FROM event WHERE kind = 'import undone'")) == 1


async def test_who_is_no_manager_any_more_cannot_import_what_they_reviewed(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await house.name_hiring_managers("Sam Rivera")
    await jordan.person.submit()
    assert "may import files here" in jordan.form.words
    await house.settled()
    assert await counts(house) == {}


async def test_a_review_closed_while_it_is_read_is_there_at_the_next_press(
    house: House,
) -> None:
    jordan = Importer(house)
    await jordan.share(THREE)
    await jordan.person.click("Review and import", on=jordan.offer)
    await jordan.person.close()
    await house.settled()
    assert jordan.person.modal is None
    assert "3 rows: 3 new." in (await jordan.review()).words
    assert len(house.demo.calls("files.download")) == 1
