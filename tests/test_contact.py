"""One contact: the modal, editing by one and by two, notes, archiving and restoring, and the history."""

import pytest

from bot.demo import Person
from tests.applying import apply
from tests.knocking import knock
from tests.pool import add, become, shown
from tests.product import House

ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk", "Invite note": "We met.", "Tags": ['Create "python"']}


async def opened(house: House, name: str, who: str = "Jordan Lee") -> Person:
    """This person has the contact's modal before their eyes."""
    person = house.person(who)
    await person.open_home()
    await person.choose("Open", on=person.home, near=name)
    return person


async def test_open_shows_all_that_is_known(house: House) -> None:
    await house.invite(**ADA)
    await house.settled()
    jordan = await opened(house, "Ada Lovelace")
    words = jordan.form.text
    assert jordan.form.title == "Ada Lovelace"
    for told in ("waiting for their answer", "ada@x.dk", "python", "We met.", "invited by hand", "sent"):
        assert told in words
    assert jordan.form.buttons[:4] == ["Edit", "Resend", "Copy link", "Withdraw"]


@pytest.mark.parametrize(
    ("status", "menu", "buttons"),
    [
        ("invited", ["Open", "Edit", "Send invitation", "Archive"], ["Edit", "Send invitation"]),
        ("active", ["Open", "Edit", "Hire", "Archive"], ["Hire", "Edit", "Add note", "History", "Archive"]),
        ("declined", ["Open", "Archive"], ["Invite again", "Add note", "History", "Archive"]),
        ("blocked", ["Open", "Unblock"], ["Unblock", "Add note", "History"]),
    ],
)
async def test_what_the_status_allows_is_offered_and_no_more(
    house: House, status: str, menu: list[str], buttons: list[str]
) -> None:
    await become(house, await add(house, "Ada"), status)
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    assert jordan.home
    assert menu in jordan.home.menus
    await jordan.choose("Open", on=jordan.home, near="Ada")
    assert jordan.form.buttons[: len(buttons)] == buttons


async def test_an_applicant_is_approved_from_the_list_with_one_click(house: House) -> None:
    await apply(house)
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.choose("Approve", on=jordan.home, near="Ada Lovelace")
    assert await house.rows("SELECT status FROM contact") == [{"status": "active"}]
    await house.settled()
    assert jordan.home
    assert "Ada Lovelace\nactive" in jordan.home.words


async def test_the_modal_follows_what_is_pressed_in_it(house: House) -> None:
    await apply(house)
    jordan = await opened(house, "Ada Lovelace")
    await jordan.click("Approve")
    assert "active" in jordan.form.text
    assert "Approve" not in jordan.form.buttons


async def test_decline_is_asked_for_over_the_modal_which_shows_it_then(house: House) -> None:
    await apply(house)
    jordan = await opened(house, "Ada Lovelace")
    await jordan.click("Decline")
    await jordan.fill({"Reason": "Not now."})
    await jordan.submit()
    assert jordan.form.title == "Ada Lovelace"
    assert "declined" in jordan.form.text
    assert "Invite again" in jordan.form.buttons


async def test_withdrawing_in_the_modal_leaves_restore(house: House) -> None:
    await house.invite(**ADA)
    await house.settled()
    jordan = await opened(house, "Ada Lovelace")
    await jordan.click("Withdraw", confirm=True)
    assert "withdrawn" in jordan.form.text
    assert jordan.form.buttons[0] == "Restore"


async def test_edit_saves_what_was_changed_and_writes_it_down(house: House) -> None:
    await house.invite(**ADA)
    await house.settled()
    jordan = await opened(house, "Ada Lovelace")
    await jordan.click("Edit")
    assert jordan.form.fields == {
        "Name": "Ada Lovelace", "Email": "ada@x.dk", "Invite note": "We met.", "Tags": ["python"],
    }  # fmt: skip
    await jordan.fill({"Name": "Ada King", "Tags": ["python", 'Create "mathematics"']})
    await jordan.submit()
    assert jordan.form.title == "Ada Lovelace"[:0] + "Ada King"
    assert "mathematics, python" in jordan.form.text
    await jordan.click("History")
    history = jordan.form.text
    assert "Jordan Lee changed the name from “Ada Lovelace” to “Ada King”" in history
    assert "the tags from “python” to “mathematics, python”" in history
    await house.settled()
    assert "Ada King" in jordan.message("ada@x.dk").words
    await jordan.choose("Search", "king math", on=jordan.home)
    assert await shown(house) == ["Ada King"]


async def test_of_two_editors_the_second_reads_what_the_first_did_and_loses_nothing(house: House) -> None:
    await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
    await become(house, await add(house, "Ada", "python"), "active")
    people = [house.person(name) for name in ("Jordan Lee", "Sam Rivera")]
    for person in people:
        await person.open_home()
        await person.choose("Edit", on=person.home, near="Ada")
    jordan, sam = people
    await jordan.fill({"Tags": ["python", 'Create "react"']})
    await jordan.submit()
    assert jordan.modal is None
    await sam.fill({"Name": "Ada Byron"})
    await sam.submit()
    assert "Ada was changed while you had the form open. Nothing was saved." in sam.form.text
    assert "You had typed: Ada Byron" in sam.form.text
    assert sam.form.fields == {"Name": "Ada", "Tags": ["python", "react"]}
    await sam.fill({"Name": "Ada Byron"})
    await sam.submit()
    assert sam.modal is None
    assert await house.rows("SELECT name FROM contact") == [{"name": "Ada Byron"}]
    tags = await house.rows("SELECT tag.name FROM tag JOIN contact_tag ON tag.id = tag_id ORDER BY key")
    assert [row["name"] for row in tags] == ["python", "react"]


async def test_another_address_kills_the_old_link_and_offers_a_new_mail(house: House) -> None:
    await house.invite(**ADA)
    old = await house.link("ada@x.dk")
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.choose("Edit", on=jordan.home, near="Ada")
    await jordan.fill({"Email": "ada@y.dk"})
    await jordan.submit()
    assert "The link mailed before does not work any more." in jordan.form.text
    assert (await house.web.get(old)).status_code == 410
    assert len(house.demo.mailbox.to("ada@y.dk")) == 0
    await jordan.click("Resend")
    await house.settled()
    assert (await house.web.get(await house.link("ada@y.dk"))).status_code == 200


async def test_an_address_of_somebody_else_is_an_error_at_its_field(house: House) -> None:
    await house.invite(**ADA)
    await house.invite(Name="Bo", Email="bo@x.dk")
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.choose("Edit", on=jordan.home, near="Bo")
    await jordan.fill({"Email": "ADA@x.dk"})
    await jordan.submit()
    assert "another contact of yours" in jordan.form.errors["Email"]
    await jordan.fill({"Email": "bo@x.dk", "Name": " "})
    await jordan.submit()
    assert "Please give the person's name." in jordan.form.errors["Name"]


async def test_the_address_of_an_active_contact_is_locked(house: House) -> None:
    await become(house, await add(house, "Ada"), "active")
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.choose("Edit", on=jordan.home, near="Ada")
    assert list(jordan.form.fields) == ["Name", "Tags"]


async def test_a_note_stands_with_its_author_and_the_contact_never_reads_it(house: House) -> None:
    await house.invite(**ADA)
    await house.settled()
    jordan = await opened(house, "Ada Lovelace")
    await jordan.click("Add note")
    await jordan.fill({"Note": "Asks for a <!channel> *deposit*."})
    await jordan.submit()
    assert "Asks for a <!channel> *deposit*." in jordan.form.text
    assert "Jordan Lee" in jordan.form.text
    assert "deposit" not in (await house.web.get(await house.link("ada@x.dk"))).text


async def test_archived_is_out_of_the_list_and_comes_back_in_the_same_status(house: House) -> None:
    await become(house, await add(house, "Ada"), "active")
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.choose("Archive", on=jordan.home, near="Ada")
    await house.settled()
    assert await shown(house) == []
    await jordan.choose("Search", "ada", on=jordan.home)
    assert await shown(house) == []
    await jordan.choose("Status", "Archived", on=jordan.home)
    assert await shown(house) == ["Ada"]
    await jordan.choose("Restore", on=jordan.home, near="Ada")
    assert await house.rows("SELECT status, archived_at FROM contact") == [
        {"status": "active", "archived_at": None}
    ]


async def test_archiving_somebody_invited_kills_the_link_and_restoring_makes_another(house: House) -> None:
    await house.invite(**ADA)
    old = await house.link("ada@x.dk")
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.choose("Archive", on=jordan.home, near="Ada")
    assert (await house.web.get(old)).status_code == 410
    await jordan.choose("Status", "Archived", on=jordan.home)
    await jordan.choose("Restore", on=jordan.home, near="Ada")
    await jordan.click("Show all", on=jordan.home)
    assert jordan.home
    assert "added, not invited yet" in jordan.home.words
    await jordan.choose("Send invitation", on=jordan.home, near="Ada")
    await house.settled()
    assert (await house.web.get(old)).status_code == 410
    assert (await house.press_in_mail("ada@x.dk", "Accept")).status_code == 200


async def test_a_stale_press_explains_itself_and_the_list_is_drawn_again(house: House) -> None:
    await house.invite(**ADA)
    await house.settled()
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    house.forward(minutes=11)
    await house.press_in_mail("ada@x.dk", "Accept")
    await house.settled()
    await jordan.choose("Resend", on=jordan.home, near="Ada")
    assert "Ada Lovelace has answered already (active)" in jordan.form.text
    await house.settled()
    assert jordan.home
    assert "Ada Lovelace\nactive" in jordan.home.words


async def test_added_now_and_invited_later(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact", "Ada Lovelace ada@x.dk")
    await jordan.tick("Invite later")
    await jordan.submit()
    await house.settled()
    assert house.demo.mailbox.to("ada@x.dk") == []
    card = jordan.message("ada@x.dk")
    assert "added, not invited yet" in card.words
    await jordan.click("Send invitation", on=card)
    await house.settled()
    assert len(house.demo.mailbox.to("ada@x.dk")) == 1
    await house.press_in_mail("ada@x.dk", "Accept")
    assert await house.rows("SELECT status FROM contact") == [{"status": "active"}]


async def test_the_history_is_typed_for_as_well(house: House) -> None:
    await house.invite(**ADA)
    await house.press_in_mail("ada@x.dk", "Accept")
    await house.settled()
    jordan = house.person("Jordan Lee")
    seen = await jordan.command("/contacts", "history ada@x.dk")
    assert "Jordan Lee sent an invitation, in Slack" in seen.words
    assert "they accepted the invitation, on the web page" in seen.words
    assert seen.messages[0].ephemeral
    nobody = await jordan.command("/contacts", "history nobody@x.dk")
    assert "nobody@x.dk is no contact of yours." in nobody.words
    assert "Type an address behind it" in (await jordan.command("/contacts", "history")).words


async def test_a_form_of_another_version_or_shape_is_not_here(house: House) -> None:
    await become(house, await add(house, "Ada"), "active")
    jordan = house.person("Jordan Lee")
    for metadata in (
        "",
        "{",
        "1",
        '{"contact": "x", "version": 1}',
        '{"contact": 99, "version": 1}',
        "[" * 2_999,
    ):
        await jordan.open_home()
        await jordan.choose("Edit", on=jordan.home, near="Ada")
        payload = jordan.submit_payload()
        payload["view"]["private_metadata"] = metadata
        reply = await house.demo.deliver("interactive", payload)
        assert reply.status == 200
        assert "is not here any more" in str(reply.answer)
    assert await house.rows("SELECT name FROM contact") == [{"name": "Ada"}]


ALLOWED = {
    "invited": {"open", "edit", "resend", "archive"},
    "applied": {"open", "edit", "approve", "archive"},
    "active": {"open", "edit", "hire", "archive"},
    "declined": {"open", "archive"},
    "blocked": {"open", "unblock"},
    "archived": {"open", "restore"},
}


@pytest.mark.parametrize("status", ALLOWED)
async def test_every_act_on_every_status_is_done_or_says_why_not(house: House, status: str) -> None:
    jordan = house.person("Jordan Lee")
    for number, act in enumerate([*sorted(set().union(*ALLOWED.values())), "unheard of"]):
        contact_id = await (apply(house) if status == "applied" and number == 0 else add(house, f"P{number}"))
        if status in {"active", "declined", "blocked"}:
            await become(house, contact_id, status)
        if status == "archived":
            await house.plant("UPDATE contact SET archived_at = created_at WHERE id = :id", id=contact_id)
        if status == "applied" and number:
            continue  # approve is the first by name
        what, payload = knock(house, jordan, "action:row")
        payload["actions"][0] = {
            "type": "overflow", "action_id": "row", "block_id": "b",
            "selected_option": {"value": f"{act}:{contact_id}"},
        }  # fmt: skip
        before = len(await house.rows("SELECT id FROM outbox WHERE kind = 'reply'"))
        assert (await house.demo.deliver(what, payload)).status == 200
        refused = len(await house.rows("SELECT id FROM outbox WHERE kind = 'reply'")) > before
        assert refused == (act not in ALLOWED[status]), act
        if jordan.modal:
            await jordan.close(all=True)


async def test_a_menu_of_another_version_says_so(house: House) -> None:
    what, payload = knock(house, house.person("Jordan Lee"), "action:row")
    payload["actions"][0]["selected_option"] = {"value": "teleport:1"}
    assert (await house.demo.deliver(what, payload)).status == 200
    replies = await house.rows("SELECT payload FROM outbox WHERE kind = 'reply'")
    assert "another version of the app" in str(replies)
