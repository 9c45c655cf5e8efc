"""Checks after every test: a consistent database, a history for every status, and nothing Slack refuses."""

import itertools
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import Session
from sqlalchemy.sql import visitors
from sqlalchemy.sql.selectable import TableClause

from demo import DemoServer
from storage.engine.base import Base
from tests.kit.block_kit import faults_of_message, faults_of_options, faults_of_view

Rows = Callable[..., Awaitable[list[dict[str, Any]]]]

TENANT_TABLES = {name for name, table in Base.metadata.tables.items() if "workspace_id" in table.columns}

# Events without a status, such as an email sent, change none. The newest with one has the contact's status.
STATUS_AND_HISTORY = """
SELECT contact.id, contact.status, (
    SELECT event.status FROM event WHERE event.contact_id = contact.id
    AND event.workspace_id = contact.workspace_id AND event.status IS NOT NULL
    ORDER BY event.id DESC LIMIT 1
) AS last
FROM contact
"""


async def assert_sound(rows: Rows, sqlite: bool) -> None:
    """Check the database's consistency. `rows` queries it directly."""
    if sqlite:
        assert await rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        assert await rows("PRAGMA foreign_key_check") == []
    told_otherwise = [row for row in await rows(STATUS_AND_HISTORY) if row["status"] != row["last"]]
    assert told_otherwise == [], "a status is the fold of its events"
    twice = "SELECT email_key FROM contact GROUP BY workspace_id, email_key HAVING count(*) > 1"
    assert await rows(twice) == []


def faults_shown(demo: DemoServer) -> list[str]:
    """List what an independent validator finds wrong in all calls and answers of the app."""
    found: list[str] = []
    for call in demo.calls():
        found += _faults(call.arguments)
    for message in itertools.chain.from_iterable(demo.world.messages.values()):
        if message.by_response_url:  # all others came by a call
            found += _faults({"text": message.text, "blocks": message.blocks})
    for delivery in demo.deliveries:
        found += _faults(delivery.reply.answer)
    return found


def _faults(sent: Mapping[str, Any]) -> list[str]:
    shown = {key: sent[key] for key in ("view", "blocks", "text", "options") if key in sent}
    return _faults_in(json.dumps(shown))


@lru_cache(maxsize=10_000)
def _faults_in(shown: str) -> list[str]:
    """Find faults in what was shown. Cached, since most tests show identical forms and answers."""
    sent, found = json.loads(shown), list[str]()
    if "view" in sent:
        found += faults_of_view(sent["view"])
    if "blocks" in sent or "text" in sent:
        found += faults_of_message(sent)
    if "options" in sent:
        found += faults_of_options(sent["options"])
    return found


_flushing: ContextVar[bool] = ContextVar("the ORM writes entities it has loaded", default=False)


@contextmanager
def every_workspace_named(*engines: AsyncEngine) -> Iterator[list[str]]:
    """Collect statements on tenant tables that name no workspace.

    ORM flushes of loaded entities are allowed.
    """
    unnamed: list[str] = []

    def look(_connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
        if not _flushing.get() and _forgets_the_workspace(context, statement):
            unnamed.append(statement)

    for engine in set(engines):
        event.listen(engine.sync_engine, "before_cursor_execute", look)
    try:
        yield unnamed
    finally:
        for engine in set(engines):
            event.remove(engine.sync_engine, "before_cursor_execute", look)


@event.listens_for(Session, "before_flush")
def _flush_begins(*_: object) -> None:
    _flushing.set(True)


@event.listens_for(Session, "after_flush_postexec")
def _flush_ends(*_: object) -> None:
    _flushing.set(False)


def _forgets_the_workspace(context: Any, statement: str) -> bool:
    compiled = context.compiled if context else None
    if compiled is None or compiled.statement is None or compiled.isinsert:
        return False
    if context.execution_options.get("every_workspace"):
        return False
    if compiled not in _touching:
        _touching[compiled] = _touches_tenants(compiled)
    return _touching[compiled] and not _names_a_workspace(statement, compiled.isupdate or compiled.isdelete)


# Cached, since statements are compiled once for all tests.
_touching: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()


def _touches_tenants(compiled: Any) -> bool:
    tables = {each.name for each in visitors.iterate(compiled.statement) if isinstance(each, TableClause)}
    if compiled.isupdate or compiled.isdelete:
        tables.add(compiled.statement.table.name)
    return bool(tables & TENANT_TABLES)


@lru_cache(maxsize=10_000)
def _names_a_workspace(statement: str, changes: bool) -> bool:
    condition = " ".join(statement.split()).partition(" WHERE " if changes else " FROM ")[2]
    return "workspace_id =" in condition
