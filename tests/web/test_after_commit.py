"""What was stored stays so when drawing it fails: nothing is refused or done twice, and it is drawn later."""

import pytest

from demo.person.person import Person
from tests.kit.pool import add
from tests.kit.product import House
from tests.kit.signed import post_event


async def opened(house: House, name: str = "Ada Lovelace") -> Person:
    """Open a contact's modal from the Home tab."""
    jordan = house.person("Jordan Lee")
    home = await jordan.open_home()
    await jordan.click("Open", on=home, near=name)
    return jordan


def told(jordan: Person) -> str:
    return "\n".join(each.words for each in jordan.messages("app"))


async def drawn(house: House) -> None:
    await house.settled()
    house.forward(seconds=15)
    await house.settled()


@pytest.mark.parametrize(
    ("error", "status"), [("internal_error", 200), ("hash_conflict", 200), ("away", 503)]
)
async def test_a_note_is_added_once_and_shown_though_slack_did_not_draw_it(
    house: House, error: str, status: int
) -> None:
    await add(house, "Ada Lovelace")
    jordan = await opened(house)
    await jordan.click("Add note")
    await jordan.fill({"Note": "Knows Fortran."})
    house.demo.faults.once("views.update", error, status=status)
    assert (await jordan.submit()).ok
    await drawn(house)
    assert "Knows Fortran." in jordan.form.words
    assert "Slack didn't respond" not in jordan.form.words + told(jordan)
    assert len(await house.rows("SELECT id FROM note")) == 1


async def test_a_note_sent_again_is_one_note(house: House) -> None:
    await add(house, "Ada Lovelace")
    jordan = await opened(house)
    await jordan.click("Add note")
    await jordan.fill({"Note": "Met in Oslo."})
    await jordan.submit()
    assert (await house.demo.replay(house.demo.deliveries[-1])).status == 200
    assert len(await house.rows("SELECT id FROM note")) == 1


async def test_a_saved_edit_can_be_followed_by_another(house: House) -> None:
    await add(house, "Ada Lovelace")
    jordan = await opened(house)
    for name in ("Ada King", "Ada King-Noel"):
        await jordan.click("Edit")
        await jordan.fill({"Name": name})
        house.demo.faults.once("views.update", "fatal_error")
        await jordan.submit()
        await drawn(house)
    assert jordan.form.title == "Ada King-Noel"


async def test_a_press_counts_though_its_modal_was_not_drawn(house: House) -> None:
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    await house.settled()
    jordan = await opened(house)
    house.demo.faults.limit("views.update")
    await jordan.click("Withdraw", confirm=True)
    await drawn(house)
    assert "Withdrawn" in jordan.form.words
    await jordan.close()
    await jordan.click("New link", on=await jordan.open_home())
    await jordan.fill({"Link name": "Footer", "Post applications to": "hiring"})
    await jordan.submit()
    house.demo.faults.once("views.update", "internal_error")
    await jordan.click("Switch off", confirm=True)
    await drawn(house)
    assert "Switch off" not in jordan.form.buttons
    assert "Slack didn't respond" not in told(jordan)


async def test_a_renamed_tag_is_shown_though_the_list_was_not_drawn(house: House) -> None:
    await add(house, "Ada Lovelace", "python")
    jordan = house.person("Jordan Lee")
    await jordan.click("Manage tags", on=await jordan.open_home())
    await jordan.choose("Rename", near="python")
    await jordan.fill({"New name": "Python 3"})
    house.demo.faults.once("views.update", "internal_error")
    await jordan.submit()
    await drawn(house)
    assert "Python 3" in jordan.form.words


async def test_an_export_comes_once_and_is_announced_by_message(house: House) -> None:
    await add(house, "Ada Lovelace")
    jordan = house.person("Jordan Lee")
    home = await jordan.open_home()
    house.demo.faults.once("views.open", "internal_error")
    await jordan.click("Export", on=home)
    await house.settled()
    assert "Slack didn't respond" not in told(jordan)
    assert len([each for each in jordan.messages("app") if each.files]) == 1
    assert "You'll get a file with all contacts" in told(jordan)


@pytest.mark.parametrize(("error", "status"), [("internal_error", 200), ("away", 503)])
async def test_a_home_that_was_not_published_is_so_soon_and_slack_need_not_ask_again(
    house: House, error: str, status: int
) -> None:
    jordan = house.person("Jordan Lee")
    event = {"type": "app_home_opened", "user": jordan.id, "tab": "home"}
    house.demo.faults.once("views.publish", error, status=status)
    assert (await post_event(house, event)).status_code == 200
    await house.settled()
    assert jordan.home
    assert "Invite" in jordan.home.buttons


async def test_asking_for_access_is_confirmed_by_message_if_the_home_is_not_published(house: House) -> None:
    peter = house.person("Peter Holm")
    home = await peter.open_home()
    house.demo.faults.once("views.publish", "internal_error")
    await peter.click("Ask for access", on=home)
    await house.settled()
    assert "We've sent your request." in told(peter)
    assert "is asking to invite people" in told(house.person("Maria Garcia"))


async def test_a_press_that_can_open_nothing_is_answered_by_message(house: House) -> None:
    jordan = house.person("Jordan Lee")
    home = await jordan.open_home()
    house.demo.faults.once("views.open", "expired_trigger_id", times=2)
    await jordan.click("Invite", on=home)
    await house.settled()
    assert "That took too long for Slack" in told(jordan)
