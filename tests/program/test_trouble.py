"""Errors that stop a command are reported once, as one sentence and an exit status, without a traceback."""

import errno
import json
import os
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.server import CannotListen
from tests.kit import forked
from tests.kit.patience import PATIENCE
from tests.kit.postgres import Server, postgres_server

SECRET = "the-password-of-the-database"
ENVIRONMENT = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "1",
    "SMTP_URL": "smtp://127.0.0.1:9?starttls=never",
    "MAIL_FROM": "talent@acme.example",
    "SECRET_KEY": "a key for these tests",
    "PORT": "0",
    "PYTHONPATH": str(forked.ROOT),
    "PATH": os.defpath,
}


def run(folder: Path, *command: str, **changes: str) -> tuple[int, list[str]]:
    """Run a command in a folder without .env. Returns its exit status and output lines."""
    done = forked.run("bot", *(command or ("run",)), folder=folder, environment=ENVIRONMENT | changes)
    lines = (done.stdout + done.stderr).splitlines()
    assert SECRET not in done.stdout + done.stderr
    return done.returncode, lines


@pytest.fixture
def taken() -> Iterator[str]:
    """Occupy a port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(server.getsockname()[1])


@pytest.fixture(scope="module")
def strict() -> Iterator[Server]:
    """A server that asks the user ada for a password."""
    folder = Path(tempfile.mkdtemp(prefix="hba-"))
    folder.chmod(0o755)  # the server runs as somebody else
    rules = folder / "pg_hba.conf"
    rules.write_text("host all ada all scram-sha-256\nhost all postgres all trust\n")
    rules.chmod(0o644)
    with postgres_server(f"hba_file={rules}") as server:
        server.execute("CREATE ROLE {} LOGIN PASSWORD 'right'", "ada")
        yield server
    shutil.rmtree(folder)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    status, lines = run(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/none/here/contacts.db")
    assert status == 1
    assert lines == [
        "The database can't be used: unable to open database file."
        " Check that the folder exists and that this user may write to it."
    ]


def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    (tmp_path / "contacts.db").write_text("no database" * 100)
    status, lines = run(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/contacts.db")
    assert (status, len(lines)) == (1, 1)
    assert "file is not a database" in lines[0]


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    for command in ("run", "migrate", "rotate-keys"):
        url = f"postgresql://somebody:{SECRET}@127.0.0.1:9/contacts"
        status, lines = run(tmp_path, command, DATABASE_URL=url)
        assert (status, len(lines)) == (1, 1), lines
        assert "Connection refused" in lines[0] and "that the server is running" in lines[0]


@pytest.mark.postgres
def test_a_database_that_is_not_there(tmp_path: Path, postgres: Server) -> None:
    url = urlsplit(postgres.url("nowhere"))._replace(path="/nowhere").geturl()
    status, lines = run(tmp_path, DATABASE_URL=url)
    assert (status, len(lines)) == (1, 1), lines
    assert "does not exist" in lines[0]


@pytest.mark.postgres
def test_a_password_that_is_wrong(tmp_path: Path, strict: Server) -> None:
    url = strict.url("postgres").replace("postgres@", f"ada:{SECRET}@")
    for command in ("run", "migrate", "rotate-keys", "erase ada@x.dk --yes"):
        status, lines = run(tmp_path, *command.split(), DATABASE_URL=url)
        assert (status, len(lines)) == (1, 1), lines
        assert "password authentication failed" in lines[0]
        assert lines[0].endswith("Check the user and password in DATABASE_URL.")
    right = url.replace(SECRET, "p/w#x?")
    strict.execute("ALTER ROLE {} PASSWORD 'p/w#x?'", "ada")
    assert run(tmp_path, DATABASE_URL=right) == (
        2,
        [
            "The database is of an older version. Run: python -m bot upgrade, which takes a backup first,"
            " or: python -m bot migrate"
        ],
    )  # fmt: skip


def test_a_password_with_an_unwritten_at_sign(tmp_path: Path) -> None:
    """What follows it would be taken for the host, and shown."""
    url = f"postgresql://ada:a@{SECRET}@localhost:9/contacts"
    status, lines = run(tmp_path, "migrate", DATABASE_URL=url)
    assert status == 2
    assert lines[1:] == ["  - DATABASE_URL: has an @ in its user or password: write it as %40"]


@pytest.mark.postgres
def test_an_encoding_without_letters(tmp_path: Path, postgres: Server) -> None:
    postgres.execute("CREATE DATABASE {} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0", "bytes")
    for command in ("run", "migrate"):
        status, lines = run(tmp_path, command, DATABASE_URL=postgres.url("bytes"))
        assert (status, len(lines)) == (1, 1), lines
        assert "encoding is SQL_ASCII" in lines[0] and "UTF8" in lines[0]
    postgres.execute("DROP DATABASE {}", "bytes")


@pytest.mark.postgres
def test_a_server_without_our_schema(tmp_path: Path, postgres: Server) -> None:
    with postgres.database() as url:
        status, lines = run(tmp_path, DATABASE_URL=url)
    assert (status, lines) == (
        2,
        [
            "The database is of an older version. Run: python -m bot upgrade, which takes a backup first, or:"
            " python -m bot migrate"
        ],
    )


def test_a_database_of_a_newer_version(tmp_path: Path) -> None:
    run(tmp_path, "migrate")
    with sqlite3.connect(tmp_path / "trusted-contacts.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '2030_01_01_wings'")
    database.close()
    for command in ("run", "migrate"):
        status, lines = run(tmp_path, command)
        assert (status, len(lines)) == (1, 1), lines
        assert "newer version of Trusted Contacts (2030_01_01_wings)" in lines[0]


def test_a_key_that_is_lost(tmp_path: Path, taken: str) -> None:
    run(tmp_path, PORT=taken)  # makes the database before it finds the port taken
    for command in ("run", "rotate-keys"):
        status, lines = run(tmp_path, command, SECRET_KEY="another")
        assert (status, len(lines)) == (2, 1), lines
        assert "SECRET_KEY" in lines[0]


def test_a_journal_that_cannot_be_written(tmp_path: Path) -> None:
    status, lines = run(tmp_path, JOURNAL_FILE=f"{tmp_path}/none/journal")
    assert (status, len(lines)) == (1, 1), lines
    assert lines[0].startswith(f"JOURNAL_FILE ({tmp_path}/none/journal) cannot be written or read: No such")


def test_a_file_env_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"MAIL_FROM=\xff\xfe")
    status, lines = run(tmp_path)
    assert status == 2
    assert lines == ["The file .env can't be read: it is not text in UTF-8. Correct it, or take it away."]


def test_a_backup_of_a_file_that_is_something_else(tmp_path: Path) -> None:
    (tmp_path / "trusted-contacts.db").write_text("no database" * 100)
    status, lines = run(tmp_path, "backup", "copy")
    assert (status, len(lines)) == (1, 1), lines
    assert "file is not a database" in lines[0]


def test_the_doctor_says_it_in_the_same_words(tmp_path: Path) -> None:
    status, lines = run(tmp_path, "doctor", DATABASE_URL=f"sqlite:///{tmp_path}/none/here/contacts.db")
    assert status == 1
    assert [line for line in lines if " Database: " in line] == [
        "WRONG Database: The database can't be used: unable to open database file."
        " Check that the folder exists and that this user may write to it."
    ]
    url = f"postgresql://somebody:{SECRET}@127.0.0.1:9/contacts"
    status, lines = run(tmp_path, "doctor", DATABASE_URL=url)
    assert status == 1
    assert any("WRONG Database: " in line and "Connection refused" in line for line in lines)


def test_a_port_that_is_taken(tmp_path: Path, taken: str) -> None:
    status, lines = run(tmp_path, PORT=taken)
    assert status == 1
    assert lines == [
        f"HOST=127.0.0.1 PORT={taken} can't be listened on: Address already in use."
        " Stop the program that uses the port, or set another PORT."
    ]


@pytest.mark.parametrize("host", ["192.0.2.1", "nowhere.invalid"])
def test_a_host_that_is_not_ours(tmp_path: Path, host: str) -> None:
    status, lines = run(tmp_path, HOST=host, LOG_FORMAT="json")
    assert (status, len(lines)) == (1, 1), lines
    assert json.loads(lines[0])["detail"].endswith("Set HOST to an address of this machine.")


def test_a_port_that_belongs_to_the_system() -> None:
    error = CannotListen("127.0.0.1", 80, PermissionError(errno.EACCES, "Permission denied"))
    assert str(error).endswith("Permission denied. Set a PORT of 1024 or above, behind a proxy: those below"
                               " belong to the system.")  # fmt: skip


@pytest.mark.parametrize("form", ["console", "json"])
@pytest.mark.parametrize("level", ["info", "debug"])
def test_a_bug_of_ours_has_a_traceback_only_where_it_is_asked_for(
    tmp_path: Path, level: str, form: str
) -> None:
    environment = ENVIRONMENT | {"LOG_LEVEL": level, "LOG_FORMAT": form}
    done = forked.run("tests.kit.bug", folder=tmp_path, environment=environment)
    said = done.stderr.strip().splitlines()
    assert done.returncode == 1
    line = json.loads(said[0]) if form == "json" else {"detail": said[0]}
    assert line["detail"] == "Something went wrong: RuntimeError: with …. Set LOG_LEVEL=debug to see where."
    assert "xoxb" not in done.stderr
    printed = line.get("exception", "") + "".join(said[1:])
    assert printed == ("RuntimeError: with …" if level == "debug" else "")


def test_settings_that_are_wrong_end_with_two(tmp_path: Path) -> None:
    status, lines = run(tmp_path, MAIL_FROM="nobody")
    assert status == 2
    assert any("MAIL_FROM" in line for line in lines)
    status, lines = run(tmp_path, "doctor", "--json", MAIL_FROM="nobody", ADMIN="U1")
    assert status == 2
    told = json.loads("\n".join(lines))
    assert not told["ok"]
    assert [each["text"] for each in told["findings"]] == [
        "MAIL_FROM: must be written like Acme Talent <talent@acme.example>",
        "ADMIN: no such setting. Did you mean ADMINS?",
    ]


def test_a_database_and_its_folder_are_made_for_this_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    assert run(tmp_path, "migrate", DATABASE_URL=f"sqlite:///{folder}/contacts.db")[0] == 0
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "contacts.db").stat().st_mode) == 0o600


def test_the_doctor_tells_in_json_what_it_found(tmp_path: Path) -> None:
    run(tmp_path, "migrate")
    status, lines = run(
        tmp_path, "doctor", "--json", SLACK_API_URL="http://127.0.0.1:9/", TRUSTED_PROXY="::1"
    )
    told = json.loads("\n".join(lines))
    assert (status, told["ok"]) == (1, False)
    levels = {each["about"]: each["level"] for each in told["findings"]}
    assert (levels["Database"], levels["TRUSTED_PROXY"], levels["Slack"]) == ("ok", "note", "problem")
    assert {"about", "level", "text"} == set(told["findings"][0])


def test_one_line_of_json_where_the_log_is_json(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/none/here/contacts.db"
    status, lines = run(tmp_path, DATABASE_URL=url, LOG_FORMAT="json")
    assert (status, len(lines)) == (1, 1)
    line = json.loads(lines[0])
    assert (line["event"], line["level"]) == ("cannot_go_on", "error")
    assert "unable to open database file" in line["detail"]


def test_a_full_disk(tmp_path: Path) -> None:
    """Simulate a full disk by limiting files to 64 kB."""
    limited = "import resource, runpy; resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536));"
    limited += "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    limited += "import sys; sys.argv = ['bot', 'migrate']; runpy.run_module('bot', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", limited],
        cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "The database can't be used:" in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
