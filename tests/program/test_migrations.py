"""Migrations on both databases: from nothing, forward and back, and equal to the models."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, inspect, text

from storage.engine import migrate, schema
from tests.kit import forked
from tests.kit.importing import Importer
from tests.kit.outboxes import BOTH
from tests.kit.patience import PATIENCE
from tests.kit.postgres import Server
from tests.kit.product import running

ROOT = Path(__file__).parents[2]

UNTAGGED = "\U0010ffff"
# Keys that the migrations give existing names: sort key, and search key without the address.
KEYS = {
    "Ada Lovelace": ("ada lovelace", " ada lovelace"),
    "Søren ÆRØ": ("soren aero", " soren aero soeren aeroe"),
    "Łukasz  Ŧħe-Straße": ("lukasz the strasse", " lukasz the strasse"),
    "d'Arc, Jeanne": ("darc jeanne", " darc jeanne"),
    "J.R. Müller": ("jr muller", " j.r muller jr muller j r muller j.r mueller jr mueller j r mueller"),
    "ﬁ Ａｄａ": ("fi ada", " fi ada"),
    "ёлка": ("елка", " елка"),
    "हिन्दी": ("हिन्दी", " हिन्दी"),
    "カタカナ": ("かたかな", " かたかな"),
    "한 국어": ("한 국어", " 한 국어 한국어"),
    "!!!": ("!!!", " !!!"),
}


@pytest.fixture(params=BOTH)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Make an empty database and yield its URL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


@contextmanager
def connection(url: str) -> Iterator[Connection]:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.begin() as begun:
            yield begun
    finally:
        engine.dispose()


def tables(url: str) -> set[str]:
    with connection(url) as begun:
        return set(inspect(begun).get_table_names())


def fill_with_contacts(begun: Connection) -> None:
    """Add a contact for each name of KEYS, the first with tags, to the schema before the overview."""
    at = {"created_at": "2026-11-24 10:00:00+00:00"}
    installed = {"team_name": "Acme", "bot_id": "B1", "bot_user_id": "U1", "settings": "{}"}
    insert(begun, "workspace", id=1, slack_id="T1", **installed, **at)
    same = at | {"workspace_id": 1, "source": "invitation", "status": "active", "version": 1}
    for number, name in enumerate(KEYS, 1):
        address = {"email": f"{number}@Exämple.dk", "email_key": f"{number}@xn--exmple-cua.dk"}
        insert(begun, "contact", id=number, name=name, status_at=at["created_at"], **address, **same)
    for number, name in enumerate(("zebra", "Ärger"), 1):
        insert(begun, "tag", id=number, workspace_id=1, name=name, key=name)
        insert(begun, "contact_tag", workspace_id=1, contact_id=1, tag_id=number)


def insert(begun: Connection, table: str, **row: object) -> None:
    values = ", ".join(f":{column}" for column in row)
    begun.execute(text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})"), row)


def test_the_models_are_what_the_migrations_make(empty: str) -> None:
    assert schema.revision(empty) is None
    migrate.upgrade(empty)
    assert migrate.differences(empty) == []
    assert schema.revision(empty) == schema.newest()


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


def test_contacts_of_an_older_version_are_sorted_and_found(empty: str) -> None:
    migrate.upgrade(empty)
    migrate.downgrade(empty, "2026_11_25_requests")
    with connection(empty) as begun:
        fill_with_contacts(begun)
    migrate.upgrade(empty)
    with connection(empty) as begun:
        keys = begun.execute(text("SELECT name, sort_key, search_key FROM contact ORDER BY id")).all()
        first_tags = begun.execute(text("SELECT first_tag FROM contact ORDER BY id")).scalars().all()
    assert [tuple(row) for row in keys] == [
        (name, sort_key, f"{found} {number}@example.dk {number}@exaemple.dk {number}@xn--exmple-cua.dk")
        for number, (name, (sort_key, found)) in enumerate(KEYS.items(), 1)
    ]
    assert first_tags == [" arger aerger", *[UNTAGGED] * (len(KEYS) - 1)]


KEYS_OF = {
    "contact": "SELECT name, sort_key, search_key, first_tag FROM contact ORDER BY id",
    "import_row": "SELECT name, sort_key, search_key, sought FROM import_row ORDER BY id",
    "tag": "SELECT name, search_key FROM tag ORDER BY id",
}


async def test_keys_of_an_older_version_become_what_the_program_writes(empty: str) -> None:
    migrate.upgrade(empty)
    async with running(empty) as house:
        await house.name_hiring_manager("Jordan Lee")
        await house.invite(
            Name="Jürgen O’Brien-Å.", Email="j@x.dk", Tags=['Create "Node.js"', 'Create "Ätna"']
        )
        importer = Importer(house)
        await importer.reviewing("name,email,tags\nSøren J. R. Holm,o'hara@ærø.dk,C++; Ätna\nNobody,,\n")
        await house.settled()
    with connection(empty) as begun:
        written = {table: begun.execute(text(query)).all() for table, query in KEYS_OF.items()}
        begun.execute(text("UPDATE contact SET search_key = ' old', sort_key = 'old', first_tag = ' old'"))
        begun.execute(text("UPDATE import_row SET search_key = ' old', sort_key = 'old', sought = 'old'"))
        begun.execute(text("UPDATE tag SET search_key = ' old'"))
    migrate.downgrade(empty, "2026_11_28_person")
    migrate.upgrade(empty)
    with connection(empty) as begun:
        assert {table: begun.execute(text(query)).all() for table, query in KEYS_OF.items()} == written
    assert all(written.values())


def test_a_new_migration_is_written_without_types_of_ours(empty: str, tmp_path: Path) -> None:
    program = tmp_path / "program"
    all_but_versions = shutil.ignore_patterns("20*.py", "__pycache__")
    shutil.copytree(ROOT / "storage", program / "storage", ignore=all_but_versions)
    shutil.copytree(ROOT / "language", program / "language")  # entities use it in their refusals
    written = program / "storage" / "migrations" / "versions" / "everything.py"
    written.parent.mkdir(exist_ok=True)
    for code in (
        "migrate.write_revision(sys.argv[1], 'everything', 'All tables')",
        "migrate.upgrade(sys.argv[1]); assert migrate.differences(sys.argv[1]) == []",
    ):
        start = f"import sys; from storage.engine import migrate; {code}"
        subprocess.run([sys.executable, "-c", start, empty], cwd=program, check=True, timeout=PATIENCE)
    assert "sa.DateTime(timezone=True)" in written.read_text(encoding="utf-8")
    assert "storage" not in written.read_text(encoding="utf-8")


def test_all_at_once_make_one_schema(empty: str) -> None:
    code = "import sys; from storage.engine import migrate; migrate.upgrade(sys.argv[1])"
    processes = [subprocess.Popen([sys.executable, "-c", code, empty], cwd=ROOT) for _ in range(3)]
    assert [process.wait(PATIENCE) for process in processes] == [0, 0, 0]
    assert migrate.differences(empty) == []


def test_a_migration_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "half.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE suppression (id INTEGER)")
    connection.close()
    with pytest.raises(Exception, match="already exists"):
        migrate.upgrade(f"sqlite:///{path}")
    assert tables(f"sqlite:///{path}") <= {"suppression", "alembic_version"}
    assert schema.revision(f"sqlite:///{path}") is None


async def test_a_sqlite_file_is_made_and_upgraded_by_itself(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    async with running(url):
        assert schema.revision(url) == schema.newest()


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
        program = forked.run("bot", "run", folder=tmp_path, environment=environment | {"DATABASE_URL": url})
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
