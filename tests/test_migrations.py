"""The schema: made from nothing on both databases, the same as the models say, back and forth."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from storage import migrate
from tests.outboxes import BOTH
from tests.postgres import Server
from tests.product import running

ROOT = Path(__file__).parent.parent


@pytest.fixture(params=BOTH)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


def tables(url: str) -> set[str]:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_the_models_are_what_the_migrations_make(empty: str) -> None:
    assert migrate.revision(empty) is None
    migrate.upgrade(empty)
    assert migrate.differences(empty) == []
    assert migrate.revision(empty) == migrate.newest()


def test_a_second_upgrade_changes_nothing(empty: str) -> None:
    migrate.upgrade(empty)
    before = tables(empty)
    migrate.upgrade(empty)
    assert tables(empty) == before


def test_down_to_nothing_and_up_again(empty: str) -> None:
    migrate.upgrade(empty)
    migrate.downgrade(empty)
    assert tables(empty) <= {"alembic_version"}
    migrate.upgrade(empty)
    assert migrate.differences(empty) == []


def test_all_at_once_make_one_schema(empty: str) -> None:
    code = "import sys; from storage import migrate; migrate.upgrade(sys.argv[1])"
    processes = [subprocess.Popen([sys.executable, "-c", code, empty], cwd=ROOT) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert migrate.differences(empty) == []


def test_a_migration_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "half.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE suppression (id INTEGER)")
    connection.close()
    with pytest.raises(Exception, match="already exists"):
        migrate.upgrade(f"sqlite:///{path}")
    assert tables(f"sqlite:///{path}") <= {"suppression", "alembic_version"}
    assert migrate.revision(f"sqlite:///{path}") is None


async def test_a_sqlite_file_is_made_and_upgraded_by_itself(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    async with running(url):
        assert migrate.revision(url) == migrate.newest()


@pytest.mark.postgres
def test_the_program_does_not_run_on_a_schema_of_another_version(postgres: Server, tmp_path: Path) -> None:
    environment = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "s",
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "SMTP_URL": "smtp://127.0.0.1:9?starttls=never",
        "MAIL_FROM": "talent@acme.example",
        "SECRET_KEY": "k" * 32,
        "PORT": "0",
    }
    with postgres.database() as url:
        program = subprocess.run(
            [sys.executable, "-m", "bot", "run"],
            cwd=tmp_path,
            env=environment | {"DATABASE_URL": url, "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert program.returncode == 2
    assert "python -m bot migrate" in program.stderr
    assert "Traceback" not in program.stderr


@pytest.mark.postgres
async def test_the_product_runs_on_postgresql(postgres: Server) -> None:
    with postgres.database(postgres.template("migrated", migrate.upgrade)) as url:
        async with running(url) as house:
            await house.name_hiring_manager("Jordan Lee")
            await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
            await house.press_in_mail("ada@x.dk", "Accept")
            await house.settled()
            assert await house.rows("SELECT status FROM contact") == [{"status": "active"}]
