"""The command `upgrade`: a backup first, the migrations, and words about what has changed."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from storage.engine import migrate, schema
from tests.kit import earlier, forked
from tests.kit.postgres import Server

SETTINGS = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "s",
    "SMTP_URL": "smtp://127.0.0.1:9?starttls=never",
    "MAIL_FROM": "talent@acme.example",
    "SECRET_KEY": "k" * 32,
}
BACKUPS = "*.before-upgrade-*"


def upgrade(folder: Path, url: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return forked.run("bot", "upgrade", folder=folder, environment=SETTINGS | {"DATABASE_URL": url} | changes)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Make a SQLite file as version 0.1.0 left it, in a folder beside the one the command is run in."""
    (tmp_path / "data").mkdir()
    made = f"sqlite:///{tmp_path / 'data' / 'contacts.db'}"
    earlier.make_database(made)
    return made


def test_a_backup_is_taken_then_all_is_migrated_and_told(url: str, tmp_path: Path) -> None:
    done = upgrade(tmp_path, url)
    assert (done.returncode, done.stderr) == (0, "")
    [backup] = (tmp_path / "data").glob(BACKUPS)
    assert str(backup) in done.stdout
    assert backup.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (earlier.REVISION,)
        assert copy.execute("SELECT count(*) FROM contact").fetchone() == (9,)
    assert schema.is_newest(url)
    for step in migrate.missing(earlier.REVISION):
        assert f"- {step.words}\n" in done.stdout


def test_a_second_one_has_nothing_to_change_also_beside_a_running_program(url: str, tmp_path: Path) -> None:
    migrate.upgrade(url)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as running:
        running.execute("SELECT * FROM contact").fetchall()
        done = upgrade(tmp_path, url)
    assert done.returncode == 0
    assert "Nothing had to change" in done.stdout
    assert len(list((tmp_path / "data").glob(BACKUPS))) == 1


def test_under_a_running_program_nothing_is_migrated(url: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as running:
        running.execute("SELECT * FROM contact").fetchall()
        done = upgrade(tmp_path, url)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("The program is running. Stop it first")
    assert schema.revision(url) == earlier.REVISION


def test_where_there_was_no_database_a_new_one_is_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    done = upgrade(tmp_path, url)
    assert done.returncode == 0
    assert done.stdout.startswith("There was no database yet.")
    assert schema.is_newest(url)
    assert list(tmp_path.glob(BACKUPS)) == []


def test_a_database_of_a_newer_version_is_left_alone(url: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '2031_01_01_later'")
        newer.commit()
    done = upgrade(tmp_path, url)
    assert done.returncode == 1
    assert "of a newer version" in done.stderr
    assert list((tmp_path / "data").glob(BACKUPS)) == []


@pytest.mark.postgres
def test_postgresql_is_dumped_into_the_folder_or_left_as_it_is(postgres: Server, tmp_path: Path) -> None:
    with postgres.database() as url:
        earlier.make_database(url)
        refused = upgrade(tmp_path, url, PATH=str(tmp_path))
        assert refused.returncode == 1
        assert "nothing was changed. pg_dump is not installed." in refused.stderr
        assert "python -m bot migrate" in refused.stderr
        assert schema.revision(url) == earlier.REVISION
        done = upgrade(tmp_path, url, PATH=f"{postgres.programs}{os.pathsep}{os.defpath}")
        assert (done.returncode, done.stderr) == (0, "")
        assert schema.is_newest(url)
    [backup] = tmp_path.glob(BACKUPS)
    assert backup.read_bytes().startswith(b"PGDMP")
    assert backup.stat().st_mode & 0o777 == 0o600
