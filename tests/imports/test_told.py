"""What an import's message says of who did what, and what can be pressed in it."""

from datetime import UTC, datetime, timedelta

from blocks.imports.message import ImportProgress, import_message, kept_lines
from bot.slack.access import Role, rights_of
from storage.entities.import_result import MOST_NAMED, ImportResult, UndoResult
from storage.entities.imports import Import
from storage.entities.status import ImportState, Outcome
from tests.imports.test_rest import cancelled, home_of
from tests.kit.erasing import erase
from tests.kit.importing import ADA, ALAN, GRACE, THREE, Importer, tags
from tests.kit.product import House
from tests.person.test_erasing import ours_in_slack

LATER = "451 4.3.0 Try again later"
AT = datetime(2026, 6, 10, 10, tzinfo=UTC)


async def test_before_emails_leave_the_message_says_that_they_will(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.start()
    assert "contacts.csv is imported. Emails go out soon." in jordan.message.words


async def test_who_cancels_and_who_undoes_is_named_whoever_imported(house: House) -> None:
    jordan, maria = Importer(house), house.person("Maria Garcia")
    await jordan.reviewing(THREE)
    await jordan.start()
    await maria.click("Cancel sending (3)", on=jordan.message)
    await house.settled()
    await maria.click("Undo import", on=jordan.message)
    await maria.submit()
    await house.settled()
    for words in ("Imported by @Jordan Lee", "Cancelled by @Maria Garcia", "Undone by @Maria Garcia"):
        assert words in jordan.message.words
    told = await maria.command("/contacts", f"history {ADA}")
    assert "Jordan Lee added them" in told.words
    assert "Maria Garcia withdrew" in told.words


async def test_a_cancelled_import_tells_failed_rows_from_skipped_ones(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(f"{THREE}Nobody,no address,\n")
    await jordan.start()
    await jordan.person.click("Cancel sending (3)", on=jordan.message)
    await house.settled()
    assert "3 added, 0 emailed, 0 skipped, 1 failed." in jordan.message.words


async def test_the_rest_counts_each_email_once(house: House) -> None:
    house.demo.mailbox.answers[ALAN] = LATER
    jordan = await cancelled(house)
    await jordan.person.click("Send the rest", on=jordan.message)
    await house.settled()
    house.forward(seconds=4)
    await house.settled()
    assert "2 of 3 emails sent." in jordan.message.words


async def test_an_email_that_was_refused_for_good_is_nothing_to_wait_for(house: House) -> None:
    house.demo.mailbox.answers |= {ADA: "550 5.1.1 No such user", ALAN: LATER}
    jordan = Importer(house)
    await jordan.all_of(THREE)
    assert "1 of 3 emails sent." in jordan.message.words
    assert "████████░░░░ 66 %" in jordan.message.words
    assert "1 email couldn't be delivered." in jordan.message.words


async def test_an_import_of_nobody_new_has_no_sending_to_cancel_and_can_be_undone(house: House) -> None:
    await house.invite(Name="Ada", Email=ADA)
    await house.settled()
    jordan = Importer(house)
    await jordan.reviewing(f"name,email,tags\nAda,{ADA},maths\n")
    await jordan.person.tick("Ada")
    await jordan.start()
    assert jordan.message.buttons == []
    await jordan.mails_leave()
    assert "0 invited, 1 skipped, 0 failed." in jordan.message.words
    assert jordan.message.buttons == ["Undo import"]


async def test_five_failed_rows_are_told_and_the_others_counted(house: House) -> None:
    jordan = Importer(house)
    faulty = "".join(f"Faulty {number},nowhere{number},\n" for number in range(7))
    await jordan.all_of(f"{THREE}{faulty}")
    assert "Line 9: " in jordan.message.words and "Line 10: " not in jordan.message.words
    assert "and 2 more." in jordan.message.words


def test_the_pace_of_a_rest_is_that_since_it_began() -> None:
    job = Import(
        id=1,
        file_name="pool.csv",
        state=ImportState.SENDING,
        made_by="U1",
        sends_at=AT - timedelta(minutes=10),
    )
    mails = {Outcome.SENT: 60, Outcome.QUEUED: 40}
    now = ImportProgress(ImportResult(100, 0, 0, 100, 100, {}, []), mails, None, rest=0, at=AT, lately=10)
    assert "60 % · about 40 minutes left" in str(import_message(job, now, rights_of(Role.MANAGER)).blocks)


def test_an_undo_names_the_first_who_stay_and_counts_the_others() -> None:
    named = [(f"Person {number}", "accepted") for number in range(MOST_NAMED)]
    counted, names = kept_lines(UndoResult(3, {"accepted": MOST_NAMED + 5}, named, in_all=28))
    assert counted == "Reversed 3, kept 25 (already accepted)."
    assert names.endswith("Person 19 (already accepted) and 5 more.")


async def test_somebody_erased_since_is_no_longer_here_for_an_undo(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(THREE)
    await erase(house, GRACE)
    await jordan.person.click("Undo import", on=jordan.message)
    assert "1 person will stay: 1 no longer here." in jordan.form.words


async def test_who_imports_reads_the_rest_in_private_once_the_app_is_out_of_the_channel(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(f"{THREE}Nobody,no address,\n")
    await jordan.person.remove_app("hiring")
    with house.demo.expecting("not_in_channel"):
        await jordan.start()
        await jordan.mails_leave()
    told = jordan.person.message("contacts.csv is imported.")
    assert "3 invited, 0 skipped, 1 failed." in told.words
    assert jordan.person.message("contacts-failed.csv").thread_ts == told.ts


async def test_who_imports_goes_on_reading_in_private_once_the_channel_is_archived(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.start()
    await jordan.person.archive("hiring")
    with house.demo.expecting("is_archived"):
        await jordan.mails_leave()
    told = jordan.person.message("contacts.csv is imported.", channel="app")
    assert "3 invited, 0 skipped, 0 failed." in told.words


async def test_no_spreadsheet_of_any_script_runs_what_failed(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(f"{THREE}＝1+1,nowhere,\n＠SUM(1),nowhere,\n")
    lines = jordan.said("contacts-failed.csv").files[0].text.splitlines()
    assert [line.partition(",")[0] for line in lines[1:]] == ["'＝1+1", "'＠SUM(1)"]


async def test_an_open_home_tab_says_at_once_that_nobody_is_invited_any_more(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.start()
    home = await home_of(jordan)
    await jordan.person.click("Cancel sending (3)", on=jordan.message)
    await house.settled()
    assert "3 added, not invited yet" in home.words
    assert home.words.count("Added, not invited yet") == 3


async def test_undone_again_somebody_invited_anew_keeps_the_tags_they_had_before(house: House) -> None:
    inviter = await house.invite(Name="Ada", Email=ADA, Tags=['Create "rust"'])
    await house.settled()
    await inviter.click("Withdraw", on=inviter.message("Ada"), confirm=True)
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.person.tick("Ada Lovelace")
    await jordan.start()
    await jordan.mails_leave()
    assert (await tags(house))[ADA] == {"rust", "maths", "python"}
    await jordan.undo()
    assert await tags(house) == {ADA: {"rust"}}
    told = await jordan.person.command("/contacts", f"history {ADA}")
    assert "Jordan Lee removed the tags “maths, python”" in told.words


async def test_the_file_of_failed_rows_is_deleted_with_somebody_who_is_erased(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(f"{THREE}Grace Hopper,nowhere,\n")
    assert "Grace Hopper" in jordan.said("contacts-failed.csv").files[0].text
    await erase(house, GRACE)
    house.forward(minutes=1)
    await house.settled()
    assert "Hopper" not in ours_in_slack(house)
