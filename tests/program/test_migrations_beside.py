"""Each migration since version 0.1.0, on a filled database of the one before, while that version writes."""

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, text

from storage.engine import migrate
from storage.engine.conflicts import is_conflict
from storage.engine.faults import DatabaseFault
from tests.kit import earlier
from tests.kit.faults import many, report
from tests.kit.outboxes import BOTH
from tests.kit.patience import PATIENCE
from tests.kit.postgres import Server

STEPS = migrate.missing(earlier.REVISION)
KEPT = {  # what the migrations leave as it is
    "contact": "SELECT id, name, email, status, version FROM contact WHERE id <= 9 ORDER BY id",
    "invitation": "SELECT id, contact_id, note, generation, answer FROM invitation WHERE id <= 7 ORDER BY id",
    "outbox": "SELECT id, kind, key, state, attempts FROM outbox WHERE id <= 68 ORDER BY id",
    "event": "SELECT id, contact_id, kind, status FROM event WHERE id <= 29 ORDER BY id",
    "hire": 'SELECT id, title, rate, start, "end", state FROM hire ORDER BY id',
}
TURNS = many(2, 100)  # of the writer around each migration: one may have begun before
A_MOMENT = 0.005  # in which somebody else may begin to write, as SQLite's lock is not fair
WRITTEN = ("contact", "invitation", "outbox", "event")


@pytest.fixture(params=BOTH)
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Make a database as version 0.1.0 left it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'filled.db'}"
        earlier.make_database(url)
        yield url
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database() as url:
        earlier.make_database(url)
        yield url


class Writer:
    """A process of version 0.1.0, which knows nothing of newer columns: adds people, and sends emails."""

    def __init__(self, engine: Engine) -> None:
        # far apart, since a migration may add rows between
        self._engine, self._numbers, self._over = engine, itertools.count(1_000, 1_000), threading.Event()
        self.tables = MetaData()
        with engine.connect() as connection:  # as they were for that version
            self.tables = earlier.reflected(connection)
        self.written = 0
        self.troubles: list[BaseException] = []
        self._once_more = threading.Condition()

    def run(self) -> None:
        while not self._over.is_set():
            try:
                self._write(next(self._numbers))
            except Exception as error:
                if not (isinstance(error, DatabaseFault) and is_conflict(error)):
                    self.troubles.append(error)
                    self._over.set()
            with self._once_more:
                self._once_more.notify_all()
            self._over.wait(A_MOMENT)

    def _write(self, number: int) -> None:
        with self._engine.begin() as connection:
            for table in WRITTEN:
                self._add(connection, table, number)
            connection.execute(
                text("UPDATE outbox SET state = 'sending', attempts = 1 WHERE id = :id"), {"id": number}
            )
            connection.execute(
                text("UPDATE contact SET version = 2, name = 'New' WHERE id = :id"), {"id": number}
            )
        self.written += 1

    def _add(self, connection: Connection, table: str, number: int) -> None:
        """Insert a row with the columns that version filled."""
        row = dict(next(row for row in earlier.recorded()["rows"][table] if row.get("contact_id", 1) == 1))
        row |= {"id": number} | ({"contact_id": number} if "contact_id" in row else {})
        unique = {"email": f"{number}@y.dk", "email_key": f"{number}@y.dk", "key": f"1:card:{number}"}
        unique |= {"request_key": str(number)}
        row |= {column: value for column, value in unique.items() if column in row}
        values = earlier.as_columns(self.tables, table, row)
        connection.execute(self.tables.tables[table].insert().values(values))

    def writes_again(self) -> None:
        """Wait until it has written a few times more."""
        wanted = self.written + TURNS
        with self._once_more:
            assert self._once_more.wait_for(lambda: self.written >= wanted or self.troubles, PATIENCE)

    def stop(self) -> None:
        self._over.set()


@contextmanager
def writing(url: str) -> Iterator[Writer]:
    engine = create_engine(earlier.sync_url(url), connect_args=_patience(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    writer = Writer(engine)
    thread = threading.Thread(target=writer.run)
    thread.start()
    try:
        yield writer
    finally:
        writer.stop()
        thread.join()
        engine.dispose()


def _patience(url: str) -> dict[str, Any]:
    return {"timeout": PATIENCE} if url.startswith("sqlite") else {"prepare_threshold": None}


def kept(url: str) -> dict[str, list[Any]]:
    engine = create_engine(earlier.sync_url(url))
    with engine.connect() as connection:
        found = {table: list(connection.execute(text(query)).all()) for table, query in KEPT.items()}
    engine.dispose()
    return found


def test_each_migration_under_writes_of_the_version_before(filled: str) -> None:
    before = kept(filled)
    with writing(filled) as writer:
        for step in STEPS:
            writer.writes_again()
            migrate.upgrade(filled, step.revision)
            writer.writes_again()
            assert writer.troubles == [], step.revision
    assert all(before.values())
    assert kept(filled) == before
    assert migrate.differences(filled) == []
    engine = create_engine(earlier.sync_url(filled))
    with engine.connect() as connection:
        new = connection.scalar(text("SELECT count(*) FROM contact WHERE name = 'New'"))
    engine.dispose()
    assert new == writer.written
    where = "SQLite" if filled.startswith("sqlite") else "PostgreSQL"
    report(
        f"{len(STEPS)} migrations on {where} under {new:,} writes of the version before: none failed or lost"
    )
