"""The command `move`: everything from SQLite to PostgreSQL, or nothing."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from bot.move import move
from bot.settings import Settings
from bot.trouble import REFUSED, WRONG_USE, tell
from storage.engine import migrate, schema
from storage.engine.move import MoveRefused
from tests.kit import earlier
from tests.kit.erasing import erase
from tests.kit.postgres import Server
from tests.kit.product import House, running
from tests.program.test_upgrade import SETTINGS

OTHERWISE_THERE = "contact_search", "sqlite_sequence", "alembic_version"


@pytest.fixture
def source(tmp_path: Path) -> str:
    """Make a SQLite file with rows in most tables."""
    url = f"sqlite:///{tmp_path / 'contacts.db'}"
    earlier.make_database(url)
    migrate.upgrade(url)
    return url


@pytest.fixture
def target(postgres: Server) -> Iterator[str]:
    with postgres.database() as url:
        yield url


def moved(source: str, target: str) -> tuple[str, list[str]]:
    told: list[str] = []
    given: dict[str, Any] = {name.lower(): value for name, value in SETTINGS.items()}
    return move(Settings(_env_file=None, **given), source, target, told.append), told


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def rows_in(source: str) -> dict[str, int]:
    with closing(sqlite3.connect(path_of(source))) as file:
        names = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [name for name in names if not name.startswith(OTHERWISE_THERE)]
        return {name: file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in ours}


def rows_at(target: str, names: Iterable[str]) -> dict[str, int]:
    with psycopg.connect(target) as server:
        count = sql.SQL("SELECT count(*) FROM {}")
        found = {name: server.execute(count.format(sql.Identifier(name))).fetchone() for name in names}
    return {name: row[0] for name, row in found.items() if row}


@pytest.mark.postgres
def test_all_rows_arrive_and_the_file_stays_as_it_is(source: str, target: str) -> None:
    before, wanted = hashlib.sha256(path_of(source).read_bytes()).digest(), rows_in(source)
    sentence, told = moved(source, target)
    assert rows_at(target, wanted) == wanted
    assert f"Moved {sum(wanted.values()):,} rows of {len(wanted)} tables" in sentence
    assert len(told) == sum(1 for rows in wanted.values() if rows)
    assert hashlib.sha256(path_of(source).read_bytes()).digest() == before
    assert [path.name for path in path_of(source).parent.glob("contacts.db*")] == ["contacts.db"]


@pytest.mark.postgres
async def test_the_program_goes_on_where_it_was(source: str, target: str) -> None:
    journal, key = str(path_of(source)) + ".journal", earlier.recorded()["secret_key"]
    async with running(source, secret_key=key) as house:
        earlier.show(house)
        await erase_the_newest(house)
    sentence, _ = moved(source, target)
    assert f"JOURNAL_FILE, too: the journal of this database is {journal}" in sentence
    async with running(target, secret_key=key, journal_file=journal) as house:
        earlier.show(house)
        await house.invite(Name="Zoe Ek", Email="zoe@x.dk")
        await house.settled()
        assert len(house.demo.mailbox.to("zoe@x.dk")) == 1
        assert await house.rows("SELECT id FROM contact WHERE email = 'zoe@x.dk'") == [{"id": 11}]
        assert await house.rows("SELECT id FROM event WHERE kind = 'database restored'") == []
        assert (await house.press(earlier.recorded()["links"]["ada"], "Accept")).status_code == 200


async def erase_the_newest(house: House) -> None:
    """Give out the id of a contact who is gone afterwards."""
    await house.invite(Name="Yrsa Ib", Email="yrsa@x.dk")
    await house.settled()
    await erase(house, "yrsa@x.dk")


@pytest.mark.postgres
def test_a_log_that_a_crash_has_left_is_read_and_left(source: str, target: str, tmp_path: Path) -> None:
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    with closing(sqlite3.connect(path_of(source))) as running:
        running.execute("UPDATE contact SET name = 'Ada Byron' WHERE id = 1")
        running.commit()
        for path in tmp_path.glob("contacts.db*"):
            (crashed / path.name).write_bytes(path.read_bytes())
    before = {path.name: path.read_bytes() for path in crashed.glob("*.db*") if "shm" not in path.name}
    moved(f"sqlite:///{crashed / 'contacts.db'}", target)
    assert {name: (crashed / name).read_bytes() for name in before} == before
    assert "contacts.db-wal" in before
    with psycopg.connect(target) as server:
        assert server.execute("SELECT name FROM contact WHERE id = 1").fetchone() == ("Ada Byron",)


@pytest.mark.postgres
def test_a_target_with_rows_is_refused(source: str, target: str) -> None:
    moved(source, target)
    with pytest.raises(MoveRefused, match="holds rows already"):
        moved(source, target)


@pytest.mark.postgres
def test_a_target_of_another_version_is_refused(source: str, target: str) -> None:
    earlier.make_database(target)
    with pytest.raises(MoveRefused, match="tables of another version"):
        moved(source, target)


@pytest.mark.postgres
def test_what_arrives_otherwise_than_it_was_read_is_not_kept(source: str, target: str) -> None:
    migrate.upgrade(target)
    with psycopg.connect(target) as server:
        server.execute(
            "CREATE FUNCTION change() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN NEW.name = upper(NEW.name); RETURN NEW; END $$"
        )
        server.execute("CREATE TRIGGER t BEFORE INSERT ON contact FOR EACH ROW EXECUTE FUNCTION change()")
    with pytest.raises(MoveRefused, match="What arrived in contact is not what was read"):
        moved(source, target)
    assert rows_at(target, ["contact", "workspace"]) == {"contact": 0, "workspace": 0}


@pytest.mark.postgres
def test_a_running_program_is_not_moved_from_under(source: str, target: str) -> None:
    with closing(sqlite3.connect(path_of(source))) as running:
        running.execute("SELECT * FROM contact").fetchall()
        with pytest.raises(MoveRefused, match="The program is running on the SQLite file"):
            moved(source, target)
    assert schema.revision(target) is None


@pytest.mark.postgres
def test_an_older_database_is_upgraded_first(tmp_path: Path, target: str) -> None:
    old = f"sqlite:///{tmp_path / 'old.db'}"
    earlier.make_database(old)
    with pytest.raises(MoveRefused, match="Run first: python -m bot upgrade"):
        moved(old, target)


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        ("postgresql://x/y", "sqlite:///a.db", "goes from sqlite:///FILE to postgresql:"),
        ("sqlite:///a.db", "sqlite:///b.db", "goes from sqlite:///FILE to postgresql:"),
        ("mysql://x/y", "postgresql://x/y", "must begin with sqlite:/// or postgresql://"),
        ("sqlite:////nowhere/a.db", "postgresql://x@127.0.0.1:9/y", "There is no database at /nowhere/a.db"),
    ],
)
def test_only_this_direction_is_moved(source: str, target: str, reason: str) -> None:
    with pytest.raises(MoveRefused, match=reason) as refused:
        moved(source, target)
    assert tell(refused.value) == (REFUSED if "nowhere" in source else WRONG_USE)
