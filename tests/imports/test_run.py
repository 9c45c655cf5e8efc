"""A running import: contacts, tags and emails exactly once; cancelling and stopping."""

import pytest

from tests.kit.importing import ADA, ALAN, GRACE, THREE, Importer, counts, people, tags
from tests.kit.product import House, running
from tests.kit.signing_up import new_link, sign_up

WHO = {"Name": "Ada", "Email": ADA}


async def kinds(house: House) -> dict[str, int]:
    """Count events by kind."""
    rows = await house.rows("SELECT kind, count(*) AS n FROM event GROUP BY kind")
    return {row["kind"]: row["n"] for row in rows}


async def test_each_selected_row_is_one_contact_with_its_tags_history_and_mail(house: House) -> None:
    jordan = Importer(house)
    text = "Dear {name}, we meet {name}."
    await jordan.reviewing(THREE)
    await jordan.person.fill({"Invitation": text, "Tags for everyone": ['Create "fair"']})
    await jordan.start()
    await jordan.mails_leave()
    assert await tags(house) == {ADA: {"maths", "python", "fair"}, GRACE: {"cobol", "fair"}, ALAN: {"fair"}}
    told = await kinds(house)
    assert (told["added"], told["mail sent"], told["import started"]) == (3, 3, 1)
    sources = await house.rows("SELECT DISTINCT source, invited_by FROM contact")
    assert sources == [{"source": "imported from contacts.csv", "invited_by": jordan.person.id}]
    for email, name in ((ADA, "Ada Lovelace"), (GRACE, "Grace Hopper"), (ALAN, "Alan Turing")):
        [mail] = house.demo.mailbox.to(email)
        assert f"Dear {name}, we meet {name}." in mail.text
        assert len([link for link in mail.links if "/i/" in link]) == 1
    assert await house.rows("SELECT import_id FROM import_file") == []
    assert "Ada" not in str(await house.rows("SELECT cells, name, email, tags, sought FROM import_row"))


async def test_the_preview_and_the_mail_greet_each_by_the_same_first_name(house: House) -> None:
    jordan = Importer(house)
    names = {
        "Ada Lovelace": "Ada",
        "Dr. Grace Hopper": "Dr. Grace Hopper",
        "Turing, Alan": "Turing, Alan",
        "Zoë": "Zoë",
    }
    await jordan.reviewing("name;email\n" + "".join(f"{name};x{at}@x.dk\n" for at, name in enumerate(names)))
    text = "Hi {first name}, or {name}."
    for at, (name, first) in enumerate(names.items()):
        await jordan.person.fill({"Invitation": text})
        await jordan.person.click("Preview")
        assert f"Hi {first}, or {name}." in jordan.form.words
        await jordan.person.close()
        await jordan.person.untick(name)
        assert f"x{at}@x.dk" in jordan.form.words
    await jordan.person.click("Select all")
    await jordan.start()
    await jordan.mails_leave()
    for at, (name, first) in enumerate(names.items()):
        assert f"Hi {first}, or {name}." in house.demo.mailbox.to(f"x{at}@x.dk")[-1].text


async def test_a_link_of_an_imports_mail_is_accepted_and_the_importer_told(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(THREE)
    await house.press_in_mail(GRACE, "Accept")
    await house.settled()
    assert await counts(house) == {"invited": 2, "active": 1}
    assert "Grace Hopper" in jordan.person.message("accepted").words


async def test_while_mails_leave_a_bar_says_how_far_they_are(house: House) -> None:
    house.demo.mailbox.answers[ALAN] = "451 4.3.0 Try again later"
    jordan = Importer(house)
    await jordan.all_of(THREE)
    assert "2 of 3 emails sent." in jordan.message.words
    assert "████████░░░░ 66 % · less than a minute left" in jordan.message.words
    del house.demo.mailbox.answers[ALAN]
    await jordan.mails_over()
    house.forward(seconds=4)
    await house.settled()
    assert "%" not in jordan.message.words


@pytest.mark.parametrize("way", ["presses", "deliveries"])
async def test_import_selected_sent_again_is_one_import(house: House, way: str) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    if way == "presses":
        for payload in [jordan.person.submit_payload() for _ in range(3)]:
            await house.demo.deliver("interactive", payload)
    else:
        await jordan.person.submit(times=3)
    await house.settled()
    await jordan.mails_leave()
    assert await counts(house) == {"invited": 3}
    assert len(house.demo.mailbox.mails) == 3
    assert (await kinds(house))["import started"] == 1
    assert len([each for each in jordan.thread if "Imported by" in each.words]) == 1


async def test_of_existing_contacts_those_ticked_get_new_tags_and_no_mail(house: House) -> None:
    await house.invite(**WHO, Tags=['Create "Maths"'])
    await house.invite(Name="Grace", Email=GRACE)
    await house.settled()
    jordan = Importer(house)
    await jordan.reviewing(
        f"name,email,tags\nAda Lovelace,{ADA},maths; python\n,{GRACE},navy\nGrace,{GRACE},cobol\n"
    )
    await jordan.person.tick("Ada Lovelace")
    await jordan.start()
    await jordan.mails_leave()
    assert await tags(house) == {ADA: {"Maths", "python"}}
    names = await house.rows("SELECT name FROM contact ORDER BY id")
    assert [row["name"] for row in names] == ["Ada", "Grace"], "nothing is overwritten"
    assert len(house.demo.mailbox.mails) == 2
    assert "0 invited, 3 skipped, 0 failed." in jordan.message.words, "a row without a name keeps theirs"
    assert "3 already a contact" in jordan.message.words


async def refuse(house: House, email: str, button: str) -> None:
    await house.invite(Name="Somebody", Email=email)
    await house.press_in_mail(email, button)


async def test_who_said_no_or_stopped_mail_is_never_mailed_even_by_select_all(house: House) -> None:
    await refuse(house, ADA, "Decline")
    await house.invite(Name="Grace", Email=GRACE)
    await house.settled()
    grace = (await house.rows("SELECT id FROM contact WHERE email = :email", email=GRACE))[0]["id"]
    await house.press(await house.stop_link(grace), "Stop all email")
    await house.invite(Name="Alan", Email=ALAN)
    await house.settled()
    await house.plant("UPDATE contact SET status = 'blocked' WHERE email = :email", email=ALAN)
    await house.plant(
        "INSERT INTO event (workspace_id, contact_id, kind, status, actor, origin, at) SELECT workspace_id,"
        " id, 'application blocked', 'blocked', 'system', 'worker', created_at FROM contact WHERE"
        " status = 'blocked'"
    )
    house.demo.mailbox.clear()
    jordan = Importer(house)
    form = await jordan.reviewing(THREE + "New,new@x.dk,\n")
    assert "1 new, 3 declined, blocked or opted out (never emailed)." in form.words
    assert "Declined: an import never emails them." in form.words
    assert "Blocked: an import never emails them." in form.words
    assert "Opted out: an import never emails them." in form.words
    await jordan.person.click("Select all")
    assert "1 selected" in jordan.form.words
    await jordan.start()
    await jordan.mails_leave()
    assert [mail.to for mail in house.demo.mailbox.mails] == [["new@x.dk"]]
    assert await tags(house) == {}
    assert "3 declined, blocked or opted out" in jordan.message.words


async def test_who_stopped_all_email_without_being_a_contact_is_not_imported(house: House) -> None:
    url = await new_link(house)
    for email in (ADA, GRACE):
        await sign_up(house, url, email=email)
    await house.settled()
    unasked = [
        next(link for link in house.demo.mailbox.to(email)[-1].links if "/unasked/" in link)
        for email in (ADA, GRACE)
    ]
    await house.press(unasked[0], "Stop all email")
    jordan = Importer(house)
    assert "2 new, 1 declined, blocked or opted out" in (await jordan.reviewing(THREE)).words
    await house.press(unasked[1], "Stop all email")
    await jordan.start()
    await jordan.mails_leave()
    assert [row["email"] for row in await house.rows("SELECT email FROM contact")] == [ALAN]
    assert [len(house.demo.mailbox.to(email)) for email in (ADA, GRACE, ALAN)] == [1, 1, 1]


async def test_who_says_no_between_review_and_import_is_left_alone(house: House) -> None:
    await house.invite(**WHO)
    link = await house.link(ADA)
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.person.click("Select all")
    await house.press(link, "Decline")
    await jordan.start()
    await jordan.mails_leave()
    assert len(house.demo.mailbox.to(ADA)) == 1
    assert "2 invited, 1 skipped, 0 failed." in jordan.message.words
    assert await counts(house) == {"invited": 2, "declined": 1}


async def test_an_import_that_reached_only_who_said_no_says_so_and_has_nothing_to_undo(house: House) -> None:
    await house.invite(Name="Ada", Email=ADA)
    link = await house.link(ADA)
    jordan = Importer(house)
    await jordan.reviewing(f"name,email\nAda,{ADA}\n")
    await jordan.person.tick("Ada")
    await house.press(link, "Decline")
    await jordan.start()
    await jordan.mails_leave()
    assert "Skipped: 1 declined, blocked or opted out." in jordan.message.words
    assert jordan.message.buttons == []


async def test_withdrawn_people_can_be_ticked_and_are_invited_again(house: House) -> None:
    inviter = await house.invite(**WHO)
    old = await house.link(ADA)
    await inviter.click("Withdraw", on=inviter.message("Ada"), confirm=True)
    jordan = Importer(house)
    form = await jordan.reviewing(f"name,email\nAda Lovelace,{ADA}\n")
    assert "1 withdrawn before" in form.words
    assert "0 selected" in form.words
    await jordan.person.tick("Ada Lovelace")
    await jordan.start()
    await jordan.mails_leave()
    assert "1 invited, 0 skipped, 0 failed." in jordan.message.words
    assert len(house.demo.mailbox.to(ADA)) == 2
    assert (await house.web.get(old)).status_code == 410
    await house.press_in_mail(ADA, "Accept")
    assert await counts(house) == {"active": 1}


async def test_sending_is_cancelled_before_the_mails_leave_and_the_contacts_stay(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.start()
    await jordan.person.click("Cancel sending (3)", on=jordan.message)
    await house.settled()
    await jordan.mails_leave()
    assert "Sending was cancelled: 0 emails sent." in jordan.message.words
    assert "Cancelled by @Jordan Lee" in jordan.message.words
    house.forward(days=8)
    await house.settled()
    assert await counts(house) == {"invited": 3}
    assert house.demo.mailbox.mails == []


async def test_a_contact_whose_mail_was_cancelled_can_be_sent_it_and_is_reminded(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.start()
    await jordan.person.click("Cancel sending (3)", on=jordan.message)
    await house.settled()
    person = await house.invite(**WHO)
    await person.click("Send invitation")
    await person.close()
    await house.settled()
    assert len(house.demo.mailbox.to(ADA)) == 1
    house.forward(days=3, minutes=1)
    await house.settled()
    assert [mail.to for mail in house.demo.mailbox.mails] == [[ADA], [ADA]]


async def test_stop_while_mails_leave_sends_no_more_and_says_how_many_have_left(database_url: str) -> None:
    async with running(database_url, mail_rate="1/second") as house:
        await house.name_hiring_manager("Jordan Lee")
        jordan = Importer(house)
        await jordan.reviewing(people(12))
        await jordan.start()
        house.forward(seconds=121)
        await house.demo.until(lambda: house.demo.mailbox.mails)
        house.forward(seconds=2)
        await house.demo.until(lambda: jordan.message.buttons == ["Stop"])
        await jordan.person.click("Stop", on=jordan.message)
        await jordan.mails_over()
        left = len(house.demo.mailbox.mails)
        assert 0 < left < 12
        house.forward(minutes=5)
        await house.settled()
        assert len(house.demo.mailbox.mails) == left
        assert f"was stopped: {left} email" in jordan.message.words
        assert await counts(house) == {"invited": 12}


async def test_a_late_cancel_stops_what_has_not_left_and_says_so(database_url: str) -> None:
    async with running(database_url, mail_rate="1/second") as house:
        await house.name_hiring_manager("Jordan Lee")
        jordan = Importer(house)
        await jordan.reviewing(people(12))
        await jordan.start()
        late = jordan.person.click_payload("Cancel sending (12)", on=jordan.message)
        house.forward(seconds=121)
        await house.demo.until(lambda: house.demo.mailbox.mails)
        await house.demo.deliver("interactive", late)
        await jordan.mails_over()
        house.forward(minutes=5)
        await house.settled()
        assert 0 < len(house.demo.mailbox.mails) < 12
        assert "Stopped by @Jordan Lee" in jordan.message.words


async def test_presses_that_come_too_late_say_why(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.start()
    cancel = jordan.person.click_payload("Cancel sending (3)", on=jordan.message)
    again = cancel | {"trigger_id": house.demo.world.new_trigger(jordan.person.user)}
    await house.demo.deliver("interactive", cancel)
    await house.demo.deliver("interactive", again)
    await house.settled()
    assert jordan.person.message("was already stopped", channel="hiring").ephemeral


async def test_a_press_after_the_last_email_says_that_the_import_is_finished(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.start()
    cancel = jordan.person.click_payload("Cancel sending (3)", on=jordan.message)
    await jordan.mails_leave()
    await house.demo.deliver("interactive", cancel)
    await house.settled()
    assert jordan.person.message("This import is already finished.", channel="hiring").ephemeral
