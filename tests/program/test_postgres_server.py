"""The PostgreSQL test server: new databases, templates made once, and nothing left after the tests."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.kit.patience import PATIENCE
from tests.kit.postgres import Server, postgres_server

pytestmark = pytest.mark.postgres

ROOT = Path(__file__).parents[2]

RUN_A_SERVER = """
from tests.kit.postgres import postgres_server
with postgres_server() as server:
    print(server.port, flush=True)
    input()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgres_server() as running:
        yield running


def test_each_database_starts_as_its_template(server: Server) -> None:
    template = server.template("with_a_table", create_table)
    for _ in range(2):
        with server.database(template) as url, psycopg.connect(url) as connection:
            connection.execute("INSERT INTO contact (name) VALUES ('Ada')")
            assert connection.execute("SELECT count(*) FROM contact").fetchone() == (1,)


def test_a_template_is_prepared_once(server: Server) -> None:
    prepared: list[str] = []
    for _ in range(2):
        server.template("counted", prepared.append)
    assert prepared == [server.url("counted")]


def test_a_database_goes_though_someone_is_still_connected(server: Server) -> None:
    with server.database() as url:
        left_open = psycopg.connect(url, autocommit=True)
    with pytest.raises(psycopg.OperationalError):
        left_open.execute("SELECT 1")


def test_letters_and_likeness_are_those_of_unicode(server: Server) -> None:
    with server.database() as url, psycopg.connect(url) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        row = connection.execute("SELECT lower('ÆRØ'), similarity('Søren Ærø', 'søren ærø')").fetchone()
    assert row == ("ærø", 1.0)


def test_the_server_ends_though_its_tests_are_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", RUN_A_SERVER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as tests:
        assert tests.stdout
        connection = socket.create_connection(("127.0.0.1", int(tests.stdout.readline())), timeout=PATIENCE)
        tests.kill()
    with connection:
        assert connection.recv(1) == b""


def create_table(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE contact (name text)")
