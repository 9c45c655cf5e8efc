"""At whichever step the process dies, started again it has lost nothing and emailed nobody twice.

But for one: whose email the relay took, and nobody lived to note that, gets the same email once more.
"""

import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from demo.person.seen import Seen
from storage.engine import migrate, schema
from storage.engine.failpoints import REACHED, Step
from tests.kit import earlier, forked
from tests.kit.faults import report
from tests.kit.felled import Felled, at, felled
from tests.kit.imap_server import SmallImap
from tests.kit.importing_outside import FAULTY, IN_STATE, ImportOutside
from tests.kit.outboxes import BOTH, database_of
from tests.kit.postgres import Server
from tests.kit.reports import dsn

LONG = 600  # seconds, on a busy machine
MANY = 105  # more than one transaction takes
Scene = Callable[[Felled, Step], Awaitable[None]]


@pytest.fixture(params=BOTH)
async def felling(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> AsyncIterator[Felled]:
    with database_of(request.param, request, migrated, tmp_path) as url:
        async with felled(tmp_path, DATABASE_URL=url) as felling:
            yield felling


def email_of(step: Step) -> str:
    return f"{step}@x.dk"


def cards_of(felling: Felled, step: Step) -> list[Seen]:
    return [card for card in felling.product.cards("Ada") if email_of(step) in card.words]


async def invited(felling: Felled, step: Step) -> str:
    """Invite Ada, whose address names the step. Returns it."""
    assert await felling.product.invite("Ada", email_of(step))
    await felling.settled()
    return email_of(step)


async def invited_once(felling: Felled, step: Step, mails: int = 1, most_cards: int = 1) -> None:
    """Check that Ada was invited once, with the same email so many times, and that her card works."""
    await felling.settled()
    accepted = felling.to(email_of(step))
    assert len(accepted) == mails
    assert len({mail.data for mail in accepted}) == 1
    assert felling.happened("invited", email_of(step)) == 1
    assert 1 <= len(cards_of(felling, step)) <= most_cards
    await felling.product.jordan.click("Withdraw", on=cards_of(felling, step)[0], confirm=True)
    await felling.product.until(lambda: "Withdrawn" in cards_of(felling, step)[-1].words)


async def a_form_is_not_stored(felling: Felled, step: Step) -> None:
    jordan = felling.product.jordan
    await jordan.command("/invite-contact", f"Ada {email_of(step)}")
    await felling.fell(step, jordan.submit)
    assert felling.count(f"contact WHERE email = '{email_of(step)}'") == 0
    assert (await jordan.submit()).ok
    await invited_once(felling, step)


async def a_form_is_stored_and_not_answered(felling: Felled, step: Step) -> None:
    jordan = felling.product.jordan
    await jordan.command("/invite-contact", f"Ada {email_of(step)}")
    await felling.fell(step, jordan.submit)
    await jordan.submit()
    await invited_once(felling, step)


async def a_press_is_not_stored(felling: Felled, step: Step) -> None:
    page = felling.page_of(await invited(felling, step))
    await felling.fell(step, partial(felling.press, page, "Accept"))
    assert felling.status(email_of(step)) == "invited"
    assert await felling.press(page, "Accept")
    await accepted_once(felling, step)


async def a_press_is_stored_and_not_answered(felling: Felled, step: Step) -> None:
    page = felling.page_of(await invited(felling, step))
    await felling.fell(step, partial(felling.press, page, "Accept"))
    await accepted_once(felling, step)


async def accepted_once(felling: Felled, step: Step) -> None:
    await felling.settled()
    assert felling.status(email_of(step)) == "active"
    assert felling.happened("invitation accepted", email_of(step)) == 1
    assert "Withdraw" not in cards_of(felling, step)[-1].buttons
    assert len(felling.to(email_of(step))) == 1


async def a_stop_is_in_the_journal_alone(felling: Felled, step: Step) -> None:
    email = await invited(felling, step)
    await felling.fell(step, partial(felling.stop_at_once, email))
    assert felling.status(email) == "invited"
    assert await felling.stop_at_once(email)
    assert felling.status(email) == "declined"
    await felling.settled()
    await felling.later(days=4)  # when the first reminder would be due
    await felling.settled()
    assert len(felling.to(email)) == 1


async def an_email_leaves(felling: Felled, step: Step) -> None:
    await felling.fell(step, partial(felling.product.invite, "Ada", email_of(step)))
    await invited_once(felling, step, mails=2 if step is Step.MAIL_ACCEPTED else 1, most_cards=2)


async def slack_is_told(felling: Felled, step: Step) -> None:
    """Two messages are under way: the card, drawn anew, and the answer. The latter may come once more."""
    page = felling.page_of(await invited(felling, step))
    await felling.fell(step, partial(felling.press, page, "Decline"))
    await felling.settled()
    assert felling.status(email_of(step)) == "declined"
    assert felling.happened("invitation declined", email_of(step)) == 1
    [card] = cards_of(felling, step)
    assert "Declined" in card.words


async def a_report_is_in_the_mailbox(felling: Felled, step: Step) -> None:
    email = await invited(felling, step)
    report = dsn("5.1.1", "smtp; 550 5.1.1 no such user", str(felling.to(email)[0].message["Message-ID"]))
    felling.product.kill()
    async with SmallImap() as imap:
        imap.deliver(report)
        await felling.dies_again(step, BOUNCE_IMAP_URL=imap.url)
        assert imap.unread == 1
        await felling.again(BOUNCE_IMAP_URL=imap.url)
        await felling.product.until(lambda: imap.unread == 0)
    await felling.settled()
    assert felling.happened("mail bounced", email) == 1
    assert len(felling.told("couldn't be delivered")) == 1
    assert "bounced" in cards_of(felling, step)[0].words


PEOPLE: Mapping[Step, Scene] = {
    Step.LISTENER_COMMITS: a_form_is_not_stored,
    Step.LISTENER_COMMITTED: a_form_is_stored_and_not_answered,
    Step.PAGE_COMMITS: a_press_is_not_stored,
    Step.PAGE_COMMITTED: a_press_is_stored_and_not_answered,
    Step.JOURNAL_WRITTEN: a_stop_is_in_the_journal_alone,
}
OUTBOX: Mapping[Step, Scene] = {
    Step.MAIL_CLAIMED: an_email_leaves,
    Step.MAIL_RENDERED: an_email_leaves,
    Step.MAIL_ACCEPTED: an_email_leaves,
    Step.MAIL_RECORDING: an_email_leaves,
    Step.MAIL_RECORDED: an_email_leaves,
    Step.SLACK_CLAIMED: slack_is_told,
    Step.SLACK_SHOWN: slack_is_told,
    Step.SLACK_RECORDING: slack_is_told,
    Step.SLACK_RECORDED: slack_is_told,
    Step.BOUNCE_RECORDED: a_report_is_in_the_mailbox,
}
READING = (Step.IMPORT_CLAIMED, Step.FILE_KEPT, Step.ROWS_KEPT)
IMPORTING = (
    *(Step.IMPORT_STEP_COMMITS, Step.IMPORT_STEP_COMMITTED, Step.IMPORT_RECORDING, Step.IMPORT_RECORDED),
    Step.FAILED_FILE_UPLOADED,
)
IN_BULK = (Step.QUIET_CLAIMED, Step.QUIET_RECORDING, Step.QUIET_RECORDED)
STARTING = (Step.START_COMMITS, Step.START_COMMITTED)
COMMANDS = (Step.BACKUP_WRITTEN, Step.RESTORE_REPLACES, Step.RESTORED)
MIGRATING = Step.MIGRATION_COMMITS


async def play(felling: Felled, scenes: Mapping[Step, Scene]) -> None:
    for step, scene in scenes.items():
        with at(step):
            await scene(felling, step)
            await felling.assert_well()
    assert felling.deaths == list(scenes)
    told(felling)


def told(felling: Felled) -> None:
    where = "SQLite" if felling.product.on_sqlite else "PostgreSQL"
    report(f"{len(felling.deaths)} deaths at named steps on {where}: nothing lost, one email twice at most")


def test_every_step_has_its_death() -> None:
    steps = [*PEOPLE, *OUTBOX, *READING, *IMPORTING, *IN_BULK, *STARTING, *COMMANDS, MIGRATING]
    assert sorted(steps) == sorted(Step)


@pytest.mark.timeout(LONG)
async def test_what_people_do_is_done_once(felling: Felled) -> None:
    await play(felling, PEOPLE)


@pytest.mark.timeout(LONG)
async def test_what_is_to_be_sent_is_sent(felling: Felled) -> None:
    await play(felling, OUTBOX)


@pytest.mark.timeout(LONG)
async def test_an_import_and_what_is_done_with_many_goes_on(felling: Felled) -> None:
    work = ImportOutside(felling.product, MANY)
    await read_in_spite_of_deaths(felling, work)
    await import_in_spite_of_deaths(felling, work)
    for step in IN_BULK:
        with at(step):
            await tag_all(felling, step)
            await felling.assert_well()
    assert felling.deaths == [*READING, *IMPORTING, *IN_BULK]
    told(felling)


async def read_in_spite_of_deaths(felling: Felled, work: ImportOutside) -> None:
    noticed, kept, rows = READING
    await felling.fell(noticed, work.upload)
    await work.until(lambda: work.said("Import the people"))
    await felling.arm(kept)
    await work.review()
    await felling.died(kept)
    await felling.dies_again(rows)
    assert 0 < felling.count("import_row") < MANY
    await felling.again()
    await work.read()
    assert felling.count("import_row") == MANY + FAULTY
    assert len(work.said("Import the people")) == 1
    await felling.assert_well()


async def import_in_spite_of_deaths(felling: Felled, work: ImportOutside) -> None:
    await felling.arm(IMPORTING[0])
    await felling.product.jordan.submit()
    await felling.died(IMPORTING[0])
    assert felling.count("contact") == 0
    for step in IMPORTING[1:]:
        await felling.dies_again(step)
    await felling.again()
    await work.until(lambda: felling.product.rows(IN_STATE) == [{"state": "sending"}])
    assert felling.product.relay.accepted == [], "nobody is emailed while the import can be called off"
    await felling.later(hours=2)
    await work.until(lambda: felling.product.rows(IN_STATE) == [{"state": "done"}])
    await felling.settled()
    work.kills = len(IMPORTING)  # any of which may show the file of failed rows again
    work.assert_imported(connections=0)
    await felling.assert_well()


async def tag_all(felling: Felled, step: Step) -> None:
    jordan = felling.product.jordan
    await jordan.open_home()
    await jordan.click("Bulk actions", on=jordan.home)
    await jordan.tick(f"All {MANY}")
    await jordan.fill({"Action": "Tag them", "Tags": [f'Create "{step}"']})
    await jordan.submit()
    await felling.fell(step, jordan.submit)
    await felling.settled()
    tagged = f"contact_tag JOIN tag ON tag.id = contact_tag.tag_id WHERE tag.name = '{step}'"
    assert felling.count(tagged) == MANY
    assert felling.count("event WHERE kind = 'tags added'") == MANY * (IN_BULK.index(step) + 1)
    assert len(felling.told(f"{MANY} tagged.")) == IN_BULK.index(step) + 1


@pytest.fixture(params=BOTH)
async def fresh(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> AsyncIterator[Felled]:
    """Make everything for a first start, with PostgreSQL's programs for backups at hand."""
    with database_of(request.param, request, migrated, tmp_path) as url:
        path = os.defpath
        if request.param == "postgresql":
            server: Server = request.getfixturevalue("postgres")
            path = f"{server.programs}{os.pathsep}{path}"
        async with felled(tmp_path, started=False, DATABASE_URL=url, PATH=path) as felling:
            yield felling


@pytest.mark.timeout(LONG)
async def test_a_start_that_dies_is_no_restore_and_a_restore_that_dies_is_one(fresh: Felled) -> None:
    await begin_in_spite_of_deaths(fresh)
    await take_a_backup_in_spite_of_a_death(fresh)
    await restore_in_spite_of_deaths(fresh)
    await notice_a_lost_journal_in_spite_of_a_death(fresh)
    assert set(fresh.deaths) == {*STARTING, *COMMANDS}
    told(fresh)


async def begin_in_spite_of_deaths(fresh: Felled) -> None:
    for step in STARTING:
        await fresh.dies_again(step)
    await fresh.again()
    await fresh.product.name_hiring_manager()
    assert fresh.count("event WHERE kind = 'database restored'") == 0
    await fresh.assert_well()


async def take_a_backup_in_spite_of_a_death(fresh: Felled) -> None:
    fresh.command("backup", "copy", FAILPOINT=Step.BACKUP_WRITTEN)
    assert not (fresh.product.folder / "copy").exists()
    fresh.command("backup", "copy")


async def restore_in_spite_of_deaths(fresh: Felled) -> None:
    assert await fresh.product.invite("Ada", "ada@x.dk")
    await fresh.settled()
    fresh.product.kill()
    fresh.command("restore", "copy", FAILPOINT=Step.RESTORE_REPLACES)
    await fresh.again()
    assert fresh.status("ada@x.dk") == "invited", "nothing was restored"
    await fresh.assert_well()
    fresh.product.kill()
    fresh.command("restore", "copy", FAILPOINT=Step.RESTORED)
    await fresh.again()
    assert fresh.count("contact") == 0
    assert fresh.count("event WHERE kind = 'database restored'") == 1
    assert len(fresh.to("ada@x.dk")) == 1


async def notice_a_lost_journal_in_spite_of_a_death(fresh: Felled) -> None:
    """The start that died has announced itself in a new journal, but the database never counted it."""
    fresh.product.kill()
    for file in fresh.product.folder.glob("the.journal*"):  # its mark, too
        file.unlink()
    await fresh.dies_again(Step.START_COMMITS)
    await fresh.again()
    assert fresh.count("event WHERE kind = 'database restored'") == 2


@pytest.mark.parametrize("kind", BOTH)
def test_a_migration_that_dies_has_changed_nothing(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with empty_database(kind, request, tmp_path) as url:
        earlier.make_database(url)
        settings = {
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_SIGNING_SECRET": "1",
            "SMTP_URL": "smtp://127.0.0.1:9?starttls=never",
            "MAIL_FROM": "talent@acme.example",
            "SECRET_KEY": earlier.recorded()["secret_key"],
            "SLACK_API_URL": "http://127.0.0.1:9/api/",
            "DATABASE_URL": url,
            "FAILPOINT": MIGRATING,
        }
        died = forked.run("bot", "migrate", folder=tmp_path, environment=settings)
        assert (died.returncode, died.stderr) == (-signal.SIGKILL, f"{REACHED}{MIGRATING}\n")
        assert schema.revision(url) == earlier.REVISION
        lived = forked.run("bot", "migrate", folder=tmp_path, environment=settings | {"FAILPOINT": ""})
        assert lived.returncode == 0
        assert schema.is_newest(url)
        assert migrate.differences(url) == []


@contextmanager
def empty_database(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'earlier.db'}"
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url
