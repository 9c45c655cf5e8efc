"""What was not sent after `Cancel sending` or `Stop`: shown as it is, sent after all, or undone at once."""

from datetime import UTC, datetime

from blocks.imports.message import ImportProgress, import_message
from bot.security.tokens import Purpose
from bot.services.invitation.invitation import withdraw
from bot.slack.access import Role, rights_of
from demo.person.seen import Home
from storage.entities.import_result import ImportResult, UndoResult
from storage.entities.imports import Import
from storage.entities.status import ImportState
from tests.kit.importing import ADA, THREE, Importer, counts, people
from tests.kit.pool import shown, unit_of_work
from tests.kit.product import House, running

AT = datetime(2026, 6, 10, 10, tzinfo=UTC)


async def cancelled(house: House) -> Importer:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.start()
    await jordan.person.click("Cancel sending (3)", on=jordan.message)
    await house.settled()
    return jordan


async def home_of(jordan: Importer) -> Home:
    await jordan.person.open_home()
    assert jordan.person.home
    return jordan.person.home


async def test_who_was_not_emailed_is_not_invited_anywhere(house: House) -> None:
    jordan = await cancelled(house)
    assert "3 added, 0 emailed, 0 skipped, 0 failed." in jordan.message.words
    home = await home_of(jordan)
    assert "3 added, not invited yet" in home.words
    assert "no reply yet" not in home.words.lower()
    await jordan.person.choose("Status", "Invited", on=home)
    assert await shown(house) == []
    await jordan.person.choose("Status", "Not invited yet", on=jordan.person.home)
    assert await shown(house) == ["Ada Lovelace", "Alan Turing", "Grace Hopper"]
    await jordan.person.click("Open", on=jordan.person.home, near="Ada")
    assert "Added, not invited yet" in jordan.form.words
    told = await jordan.person.command("/contacts", f"history {ADA}")
    assert "Jordan Lee added them" in told.words
    assert "invit" not in told.words.lower().replace("not invited", "")
    assert "3 added, not invited yet" in (await jordan.person.command("/contacts")).words


async def test_the_rest_is_sent_after_all_and_then_they_are_invited(house: House) -> None:
    jordan = await cancelled(house)
    assert jordan.message.buttons == ["Send the rest", "Undo import"]
    await jordan.person.click("Send the rest", on=jordan.message, times=2)
    await house.settled()
    house.forward(seconds=4)
    await house.settled()
    assert len(house.demo.mailbox.mails) == 3
    assert "3 invited, 0 skipped, 0 failed." in jordan.message.words
    assert jordan.message.buttons == ["Undo import"]
    told = await jordan.person.command("/contacts", f"history {ADA}")
    assert "Invitation emailed" in told.words
    assert "3 invited, no reply yet" in (await home_of(jordan)).words
    house.forward(days=3, minutes=1)
    await house.settled()
    assert len(house.demo.mailbox.to(ADA)) == 2, "reminders begin with the email"


async def test_a_rest_that_waited_for_weeks_works_as_long_as_any_invitation(house: House) -> None:
    jordan = await cancelled(house)
    house.forward(days=30)
    await jordan.person.click("Send the rest", on=jordan.message)
    await house.settled()
    house.forward(days=13)
    await house.press_in_mail(ADA, "Accept")
    assert await counts(house) == {"invited": 2, "active": 1}


async def test_who_was_withdrawn_meanwhile_is_none_of_the_rest(house: House) -> None:
    jordan = await cancelled(house)
    [ada] = await house.rows("SELECT id FROM contact WHERE email = :email", email=ADA)
    async with unit_of_work(house) as uow:
        await withdraw(uow, ada["id"])
        assert await uow.invitations.count_to_ask(1) == 2
    await jordan.person.click("Send the rest", on=jordan.message)
    await house.settled()
    asked = "SELECT DISTINCT contact_id FROM outbox WHERE kind = 'invitation' AND state <> 'cancelled'"
    assert len(await house.rows(asked)) == 2
    unasked = "SELECT unasked FROM invitation WHERE contact_id = :id"
    assert await house.rows(unasked, id=ada["id"]) == [{"unasked": 1}]


async def test_who_answered_by_the_link_they_were_given_was_asked_whatever_becomes_of_the_import(
    house: House,
) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.start()
    [ada] = await house.rows("SELECT id FROM invitation ORDER BY id LIMIT 1")
    await house.press(await house.page(Purpose.INVITATION, ada["id"], 1), "Accept")
    await jordan.person.click("Cancel sending (3)", on=jordan.message)
    await house.settled()
    called_off = await house.rows("SELECT unasked FROM invitation ORDER BY id")
    assert [row["unasked"] for row in called_off] == [0, 1, 1]


async def test_of_a_stopped_import_only_those_are_emailed_who_were_not(database_url: str) -> None:
    async with running(database_url, mail_rate="1/second") as house:
        await house.name_hiring_manager("Jordan Lee")
        jordan = Importer(house)
        await jordan.reviewing(people(12))
        await jordan.start()
        house.forward(seconds=121)
        await house.demo.until(lambda: house.demo.mailbox.mails and "Stop" in jordan.message.buttons)
        await jordan.person.click("Stop", on=jordan.message)
        await jordan.mails_over()
        left = len(house.demo.mailbox.mails)
        assert 0 < left < 12
        assert f"12 added, {left} emailed" in jordan.message.words
        await jordan.person.click("Send the rest", on=jordan.message)
        for _ in range(12):
            house.forward(seconds=2)
            await jordan.mails_over()
        assert sorted(mail.to[0] for mail in house.demo.mailbox.mails) == sorted(
            f"p{number}@x.example" for number in range(1, 13)
        )


async def test_a_cancelled_import_can_be_undone_at_once(house: House) -> None:
    jordan = await cancelled(house)
    await jordan.person.click("Undo import", on=jordan.message)
    await jordan.person.submit()
    await house.settled()
    assert "The import of contacts.csv was undone." in jordan.message.words
    assert "Reversed 3." in jordan.message.words
    assert jordan.message.buttons == []
    assert "not invited yet" not in (await home_of(jordan)).words


def test_an_undo_counts_while_it_works() -> None:
    job = Import(id=1, file_name="pool.csv", state=ImportState.UNDOING, made_by="U1", undone_by="U1")
    result = ImportResult(40, 0, 0, 40, 40, {}, [])
    now = ImportProgress(result, {}, UndoResult(18, {"accepted": 2}, [], in_all=40), rest=0, at=AT)
    message = import_message(job, now, rights_of(Role.MANAGER))
    assert "Undoing the import of pool.csv: 20 of 40 people so far." in message.text
    assert "██████░░░░░░ 50 %" in str(message.blocks)


async def test_an_import_that_was_not_stopped_has_no_rest(house: House) -> None:
    jordan = await cancelled(house)
    press = jordan.person.click_payload("Send the rest", on=jordan.message)
    again = press | {"trigger_id": house.demo.world.new_trigger(jordan.person.user)}
    await house.demo.deliver("interactive", press)
    await house.demo.deliver("interactive", again)
    await house.settled()
    assert jordan.person.message("This import wasn't stopped", channel="hiring").ephemeral
    assert len(house.demo.mailbox.mails) == 3
