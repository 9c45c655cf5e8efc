"""One contact: the modal, edits by one and two people, notes, archiving, restoring and history."""

import pytest

from tests.kit.applying import apply
from tests.kit.knocking import knock
from tests.kit.pool import add, become, edit, open_contact, shown
from tests.kit.product import House
from tests.kit.signing_up import words

ALWAYS = ("Add note", "History", "Emails")
PROFILE = (
    "Title", "Links", "Place", "Languages", "Usual rate", "Currency", "Per", "Free from", "Days a week",
)  # fmt: skip
NO_PROFILE = dict.fromkeys(PROFILE, "")
ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk", "Invite note": "We met.", "Tags": ['Create "python"']}


async def test_open_shows_all_that_is_known(house: House) -> None:
    await house.invite(**ADA)
    await house.settled()
    jordan = await open_contact(house, "Ada Lovelace")
    words = jordan.form.text
    assert jordan.form.title == "Ada Lovelace"
    for told in ("No reply yet", "ada@x.dk", "python", "We met.", "invited by hand", "sent"):
        assert told in words
    assert jordan.form.buttons[:4] == ["Edit", "Resend", "Copy link", "Withdraw"]


@pytest.mark.parametrize(
    ("status", "buttons"),
    [
        (
            "invited",
            ["Edit", "Send invitation", "Copy link", "Withdraw", *ALWAYS, "Share", "Archive", "Close"],
        ),
        ("active", ["Hire", "Edit", *ALWAYS, "Share", "Archive", "Close"]),
        ("declined", ["Invite again", *ALWAYS, "Archive", "Close"]),
        ("blocked", ["Unblock", *ALWAYS, "Close"]),
    ],
)
async def test_what_the_status_allows_is_offered_and_no_more(
    house: House, status: str, buttons: list[str]
) -> None:
    await become(house, await add(house, "Ada"), status)
    jordan = await open_contact(house, "Ada")
    assert jordan.form.buttons == buttons


async def test_an_applicant_is_approved_from_the_list_with_two_clicks(house: House) -> None:
    await apply(house)
    jordan = await open_contact(house, "Ada Lovelace")
    await jordan.click("Approve")
    assert await house.rows("SELECT status FROM contact") == [{"status": "active"}]
    await house.settled()
    assert jordan.home
    assert "🟢 Ada Lovelace" in jordan.home.words


async def test_the_modal_follows_what_is_pressed_in_it(house: House) -> None:
    await apply(house)
    jordan = await open_contact(house, "Ada Lovelace")
    await jordan.click("Approve")
    assert "Active" in jordan.form.text
    assert "Approve" not in jordan.form.buttons


async def test_decline_is_asked_for_over_the_modal_which_shows_it_then(house: House) -> None:
    await apply(house)
    jordan = await open_contact(house, "Ada Lovelace")
    await jordan.click("Decline")
    await jordan.fill({"Reason": "Not now."})
    await jordan.submit()
    assert jordan.form.title == "Ada Lovelace"
    assert "Declined" in jordan.form.text
    assert "Invite again" in jordan.form.buttons


async def test_withdrawing_in_the_modal_leaves_restore(house: House) -> None:
    await house.invite(**ADA)
    await house.settled()
    jordan = await open_contact(house, "Ada Lovelace")
    await jordan.click("Withdraw", confirm=True)
    assert "Withdrawn" in jordan.form.text
    assert jordan.form.buttons[0] == "Restore"


async def test_edit_saves_what_was_changed_and_writes_it_down(house: House) -> None:
    await house.invite(**ADA)
    await house.settled()
    jordan = await open_contact(house, "Ada Lovelace")
    await jordan.click("Edit")
    assert jordan.form.fields == {
        "Name": "Ada Lovelace", "Email": "ada@x.dk", "Invite note": "We met.", "Tags": ["python"],
    } | NO_PROFILE  # fmt: skip
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
        await open_contact(house, "Ada", person.name)
        await person.click("Edit")
    jordan, sam = people
    await jordan.fill({"Tags": ["python", 'Create "react"']})
    await jordan.submit()
    assert jordan.form.title == "Ada"
    await sam.fill({"Name": "Ada Byron", "Tags": ["python", 'Create "rust"']})
    await sam.submit()
    assert "Nothing was saved, because Ada was changed while you had the form open." in sam.form.text
    assert "You typed: Ada Byron · python, rust" in sam.form.text
    assert sam.form.fields == {"Name": "Ada", "Tags": ["python", "react"]} | NO_PROFILE
    await sam.fill({"Name": "Ada Byron"})
    await sam.submit()
    assert sam.form.title == "Ada Byron"
    assert await house.rows("SELECT name FROM contact") == [{"name": "Ada Byron"}]
    tags = await house.rows("SELECT tag.name FROM tag JOIN contact_tag ON tag.id = tag_id ORDER BY key")
    assert [row["name"] for row in tags] == ["python", "react"]


async def test_an_address_can_still_be_corrected_after_another_changed_something_else(house: House) -> None:
    await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
    await house.invite(**ADA)
    jordan, sam = [await open_contact(house, "Ada", name) for name in ("Jordan Lee", "Sam Rivera")]
    for person in (jordan, sam):
        await person.click("Edit")
    await jordan.fill({"Name": "Ada Byron"})
    await jordan.submit()
    for _ in range(2):
        await sam.fill({"Email": "ada@other.dk"})
        await sam.submit()
    assert await house.rows("SELECT name, email FROM contact") == [
        {"name": "Ada Byron", "email": "ada@other.dk"}
    ]


async def test_another_address_kills_the_old_link_and_offers_a_new_mail(house: House) -> None:
    await house.invite(**ADA)
    old = await house.link("ada@x.dk")
    jordan = await edit(house, "Ada", {"Email": "ada@y.dk"})
    assert "The link we emailed before no longer works." in jordan.form.text
    assert (await house.web.get(old)).status_code == 410
    assert len(house.demo.mailbox.to("ada@y.dk")) == 0
    await jordan.click("Resend")
    await house.settled()
    assert (await house.web.get(await house.link("ada@y.dk"))).status_code == 200


async def test_an_address_of_somebody_else_is_an_error_at_its_field(house: House) -> None:
    await house.invite(**ADA)
    await house.invite(Name="Bo", Email="bo@x.dk")
    jordan = await edit(house, "Bo", {"Email": "ADA@x.dk"})
    assert "Another of your contacts" in jordan.form.errors["Email"]
    await jordan.fill({"Email": "bo@x.dk", "Name": " "})
    await jordan.submit()
    assert "Please enter a name." in jordan.form.errors["Name"]


async def test_an_address_that_wants_no_email_is_an_error_at_its_field(house: House) -> None:
    await house.press(await house.stop_link(await add(house, "Ada", email="ada@x.dk")), "Stop all email")
    await house.plant("DELETE FROM contact")
    await add(house, "Bo", email="bo@x.dk")
    jordan = await edit(house, "Bo", {"Email": "ada@x.dk"})
    assert "asked not to be emailed" in jordan.form.errors["Email"]
    assert await house.rows("SELECT email FROM contact") == [{"email": "bo@x.dk"}]


async def test_the_same_address_written_otherwise_is_stored_and_keeps_the_link(house: House) -> None:
    await house.invite(**ADA)
    link = await house.link("ada@x.dk")
    await edit(house, "Ada", {"Email": "Ada@x.dk"})
    assert await house.rows("SELECT email FROM contact") == [{"email": "Ada@x.dk"}]
    assert (await house.web.get(link)).status_code == 200


async def test_the_history_of_an_edit_names_what_changed_and_nothing_else(house: House) -> None:
    await add(house, "Ada", "apple", "Banana")
    await edit(house, "Ada", {"Name": "Ada King"})
    edited = "SELECT after FROM event_detail JOIN event ON event.id = event_id WHERE kind = 'edited'"
    assert await house.rows(edited) == [{"after": '{"name": "Ada King"}'}]


async def test_the_address_of_an_active_contact_is_locked(house: House) -> None:
    await become(house, await add(house, "Ada"), "active")
    jordan = await open_contact(house, "Ada")
    await jordan.click("Edit")
    assert list(jordan.form.fields) == ["Name", "Tags", *NO_PROFILE]


async def test_a_note_stands_with_its_author_and_the_contact_never_reads_it(house: House) -> None:
    await house.invite(**ADA)
    await house.settled()
    jordan = await open_contact(house, "Ada Lovelace")
    await jordan.click("Add note")
    await jordan.fill({"Note": "Asks for a <!channel> *deposit*."})
    await jordan.submit()
    assert "Asks for a <!channel> *deposit*." in jordan.form.text
    assert "Jordan Lee" in jordan.form.text
    assert "deposit" not in (await house.web.get(await house.link("ada@x.dk"))).text


async def test_archived_is_out_of_the_list_and_comes_back_in_the_same_status(house: House) -> None:
    await become(house, await add(house, "Ada"), "active")
    jordan = await open_contact(house, "Ada")
    await jordan.click("Archive", confirm=True)
    await jordan.close()
    await house.settled()
    assert await shown(house) == []
    await jordan.choose("Search", "ada", on=jordan.home)
    assert await shown(house) == []
    await jordan.choose("Status", "Archived", on=jordan.home)
    assert await shown(house) == ["Ada"]
    await jordan.click("Open", on=jordan.home)
    await jordan.click("Restore")
    assert await house.rows("SELECT status, archived_at FROM contact") == [
        {"status": "active", "archived_at": None}
    ]


async def test_archiving_somebody_invited_kills_the_link_and_restoring_makes_another(house: House) -> None:
    await house.invite(**ADA)
    old = await house.link("ada@x.dk")
    jordan = await open_contact(house, "Ada")
    await jordan.click("Archive", confirm=True)
    await jordan.close()
    assert (await house.web.get(old)).status_code == 410
    await jordan.choose("Status", "Archived", on=jordan.home)
    await jordan.click("Open", on=jordan.home)
    await jordan.click("Restore")
    await jordan.close()
    await jordan.click("Show all", on=jordan.home)
    assert jordan.home
    assert "Added, not invited yet" in jordan.home.words
    # No newer email has left, so the page does not say that one has.
    assert "If we've emailed you a newer invitation" in words(await house.web.get(old))
    await open_contact(house, "Ada")
    await jordan.click("Send invitation")
    await house.settled()
    assert (await house.web.get(old)).status_code == 410
    assert (await house.press_in_mail("ada@x.dk", "Accept")).status_code == 200


async def test_a_stale_press_explains_itself_and_an_old_list_is_drawn_again(house: House) -> None:
    await house.invite(**ADA)
    await house.settled()
    jordan = await open_contact(house, "Ada")
    await house.press_in_mail("ada@x.dk", "Accept")
    await jordan.click("Resend")
    assert "Ada Lovelace has already replied (active)" in jordan.form.text
    await jordan.close(all=True)
    await house.settled()
    house.forward(minutes=11)
    await edit(house, "Ada", {"Name": "Ada King"}, "Maria Garcia")
    await house.settled()
    assert await shown(house) == ["Ada Lovelace"]
    await jordan.click("Open", on=jordan.home)
    await house.settled()
    assert await shown(house) == ["Ada King"]


async def test_added_now_and_invited_later(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact", "Ada Lovelace ada@x.dk")
    await jordan.tick("Invite later")
    await jordan.submit()
    await house.settled()
    assert house.demo.mailbox.to("ada@x.dk") == []
    card = jordan.message("ada@x.dk")
    assert "Added, not invited yet" in card.words
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
    assert "Jordan Lee invited them" in seen.words
    assert "They accepted the invitation" in seen.words
    assert seen.messages[0].ephemeral
    nobody = await jordan.command("/contacts", "history nobody@x.dk")
    assert "nobody@x.dk isn't one of your contacts." in nobody.words
    assert "Please add an email address" in (await jordan.command("/contacts", "history")).words


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
        await open_contact(house, "Ada")
        await jordan.click("Edit")
        payload = jordan.submit_payload()
        payload["view"]["private_metadata"] = metadata
        reply = await house.demo.deliver("interactive", payload)
        assert reply.status == 200
        assert "is no longer here" in str(reply.answer)
    assert await house.rows("SELECT name FROM contact") == [{"name": "Ada"}]


ACTS = {
    "edit": "edit_contact",
    "resend": "resend_invitation",
    "approve": "approve",
    "hire": "hire_contact",
    "unblock": "unblock",
    "archive": "archive_contact",
    "restore": "restore_contact",
}
ALLOWED = {
    "invited": {"edit", "resend", "archive"},
    "applied": {"edit", "approve", "archive"},
    "active": {"edit", "hire", "archive"},
    "declined": {"archive"},
    "blocked": {"unblock"},
    "archived": {"restore"},
}


@pytest.mark.parametrize("status", ALLOWED)
async def test_every_act_on_every_status_is_done_or_says_why_not(house: House, status: str) -> None:
    jordan = house.person("Jordan Lee")
    for number, act in enumerate(sorted(ACTS)):
        contact_id = await (apply(house) if status == "applied" and number == 0 else add(house, f"P{number}"))
        if status in {"active", "declined", "blocked"}:
            await become(house, contact_id, status)
        if status == "archived":
            await house.plant("UPDATE contact SET archived_at = created_at WHERE id = :id", id=contact_id)
        if status == "applied" and number:
            continue  # the applicant exists only for the first action, approve
        what, payload = knock(house, jordan, f"action:{ACTS[act]}", str(contact_id))
        before = len(await house.rows("SELECT id FROM outbox WHERE kind = 'reply'"))
        assert (await house.demo.deliver(what, payload)).status == 200
        refused = len(await house.rows("SELECT id FROM outbox WHERE kind = 'reply'")) > before
        assert refused == (act not in ALLOWED[status]), act
        if jordan.modal:
            await jordan.close(all=True)


async def test_a_row_drawn_by_an_earlier_version_opens_the_contact_whatever_is_chosen(house: House) -> None:
    contact_id = await add(house, "Ada Lovelace")
    jordan = house.person("Jordan Lee")
    what, payload = knock(house, jordan, "action:row")
    payload["actions"][0] |= {"type": "overflow", "selected_option": {"value": f"archive:{contact_id}"}}
    assert (await house.demo.deliver(what, payload)).status == 200
    assert jordan.form.title == "Ada Lovelace"
    assert "Archive" in jordan.form.buttons
