"""The same address or press a second time: still one contact, and the person reads their status."""

import asyncio

from demo.person.person import Person
from tests.kit.product import House

ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk"}
COUNTS = """
SELECT (SELECT count(*) FROM contact) AS contacts, (SELECT count(*) FROM invitation) AS invitations,
(SELECT count(*) FROM outbox WHERE kind = 'invitation') AS mails
"""
ONE_OF_EACH = [{"contacts": 1, "invitations": 1, "mails": 1}]


async def test_a_contact_who_waits_turns_the_form_into_a_line_and_resend(house: House) -> None:
    await house.invite(**ADA)
    await house.settled()
    jordan = await house.invite(**ADA)
    assert jordan.form.title == "Invite a contact"
    assert "Ada Lovelace (ada@x.dk): No reply yet" in jordan.form.text
    assert jordan.form.buttons == ["Resend", "Open", "Close"]
    await jordan.click("Resend")
    assert "We're emailing Ada Lovelace the invitation again" in jordan.form.text
    await house.settled()
    assert len(house.demo.mailbox.to("ada@x.dk")) == 2
    assert len(await house.rows("SELECT id FROM contact")) == 1


async def test_another_manager_reads_the_same(house: House) -> None:
    await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
    await house.invite(**ADA)
    sam = await house.invite("Sam Rivera", Name="A. Lovelace", Email="ADA@x.dk")
    assert "Ada Lovelace (ada@x.dk): No reply yet" in sam.form.text
    assert await house.rows("SELECT name FROM contact") == [{"name": "Ada Lovelace"}]


async def test_an_active_contact_is_named_and_not_written_to(house: House) -> None:
    await house.invite(**ADA)
    await house.press_in_mail("ada@x.dk", "Accept")
    jordan = await house.invite(**ADA)
    assert "Ada Lovelace is already one of your contacts." in jordan.form.text
    assert "Ada Lovelace (ada@x.dk): Active" in jordan.form.text
    assert jordan.form.buttons == ["Open", "Close"]
    await jordan.close()
    assert jordan.modal is None, "the form is gone: it could only be refused again"
    await house.settled()
    assert len(house.demo.mailbox.to("ada@x.dk")) == 1


async def test_one_who_said_no_is_asked_again_only_after_the_cool_down(house: House) -> None:
    await house.invite(**ADA)
    await house.press_in_mail("ada@x.dk", "Decline")
    house.forward(days=29)
    jordan = await house.invite(**ADA)
    assert "declined recently. You can invite them again from" in jordan.form.text
    assert jordan.form.buttons == ["Open", "Close"]
    house.forward(days=1)
    jordan = await house.invite(**ADA)
    assert jordan.modal is None
    await house.press_in_mail("ada@x.dk", "Accept")
    assert await house.rows("SELECT status FROM contact") == [{"status": "active"}]


async def test_the_first_invitations_link_says_what_was_answered_then(house: House) -> None:
    await house.invite(**ADA)
    first = await house.link("ada@x.dk")
    await house.press(first, "Decline")
    house.forward(days=31)
    await house.invite(**ADA)
    assert "You declined on" in (await house.web.get(first)).text
    assert await house.link("ada@x.dk") != first


async def test_a_withdrawn_contact_comes_back_when_invited_again(house: House) -> None:
    jordan = await house.invite(**ADA)
    await house.settled()
    old = await house.link("ada@x.dk")
    await jordan.click("Withdraw", on=jordan.message("Ada Lovelace"), confirm=True)
    jordan = await house.invite(**ADA | {"Invite note": "Once more."})
    assert jordan.modal is None
    await house.settled()
    assert len(await house.rows("SELECT id FROM contact")) == 1
    assert "Once more." in jordan.message("No reply yet").words
    assert (await house.web.get(old)).status_code == 410
    assert (await house.web.get(await house.link("ada@x.dk"))).status_code == 200


async def test_who_is_invited_again_is_called_as_the_form_says_now(house: House) -> None:
    jordan = await house.invite(**ADA | {"Name": "Ada Byron"})
    await house.settled()
    await jordan.click("Withdraw", on=jordan.message("Ada Byron"), confirm=True)
    await house.invite(**ADA)
    await house.settled()
    assert await house.rows("SELECT name FROM contact") == [{"name": "Ada Lovelace"}]
    assert "Ada Lovelace" in house.demo.mailbox.to("ada@x.dk")[-1].text


async def test_a_blocked_contact_is_not_invited_and_the_reader_is_told_why(house: House) -> None:
    await house.invite(**ADA)
    await house.settled()
    await house.plant("UPDATE contact SET status = 'blocked'")
    await house.plant(
        "INSERT INTO event (workspace_id, contact_id, kind, status, actor, origin, at) "
        "SELECT workspace_id, id, 'invited', 'blocked', 'system', 'worker', created_at FROM contact"
    )
    jordan = await house.invite(**ADA)
    assert "Ada Lovelace is blocked, so" in jordan.form.text
    assert jordan.form.buttons == ["Unblock", "Open", "Close"]
    assert len(house.demo.mailbox.mails) == 1


async def filled(house: House, who: str) -> Person:
    person = house.person(who)
    await person.command("/invite-contact")
    await person.fill(ADA)
    return person


async def test_the_same_form_sent_five_times_at_once_is_one_invitation(house_on_either: House) -> None:
    house = house_on_either
    jordan = await filled(house, "Jordan Lee")
    presses = [jordan.submit_payload() for _ in range(5)]
    replies = await asyncio.gather(*(house.demo.deliver("interactive", press) for press in presses))
    assert [(reply.status, reply.answer) for reply in replies] == [(200, {})] * 5
    await house.settled()
    assert await house.rows(COUNTS) == ONE_OF_EACH
    assert len(house.demo.mailbox.to("ada@x.dk")) == 1


async def test_two_managers_at_once_make_one_contact_and_the_second_learns_of_it(
    house_on_either: House,
) -> None:
    house = house_on_either
    people = [await filled(house, "Jordan Lee"), await filled(house, "Sam Rivera")]
    await asyncio.gather(*(person.submit() for person in people))
    late = [person for person in people if person.modal]
    assert len(late) == 1
    assert "No reply yet" in late[0].form.text
    await house.settled()
    assert await house.rows(COUNTS) == ONE_OF_EACH


async def test_a_signed_request_sent_again_changes_nothing(house: House) -> None:
    await house.invite(**ADA)
    submitted = house.demo.deliveries[-1]
    replies = await asyncio.gather(*(house.demo.replay(submitted) for _ in range(3)))
    assert [(reply.status, reply.answer) for reply in replies] == [(200, {})] * 3
    await house.settled()
    assert await house.rows(COUNTS) == ONE_OF_EACH
    assert len(await house.rows("SELECT id FROM event WHERE kind = 'invited'")) == 1


async def test_resend_pressed_five_times_at_once_sends_one_mail(house: House) -> None:
    jordan = await house.invite(**ADA)
    await house.settled()
    house.demo.mailbox.answers["*"] = "450 4.2.1 try later"  # so that it cannot leave between two presses
    await jordan.click("Resend", on=jordan.message("Ada Lovelace"), times=5)
    await house.settled()
    house.demo.mailbox.answers.clear()
    house.forward(hours=2)
    await house.settled()
    assert len(house.demo.mailbox.to("ada@x.dk")) == 2
