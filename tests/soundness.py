"""What holds after every test: a whole database, a history for every status, nothing Slack would refuse."""

import itertools
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import Session
from sqlalchemy.sql import visitors
from sqlalchemy.sql.selectable import TableClause

from bot.demo import DemoServer
from storage.base import Base
from tests.block_kit import faults_of_message, faults_of_options, faults_of_view

Rows = Callable[..., Awaitable[list[dict[str, Any]]]]

TENANT_TABLES = {name for name, table in Base.metadata.tables.items() if "workspace_id" in table.columns}

# An event without a status (a mail was sent) changes none; the newest with one is where the contact stands.
STATUS_AND_HISTORY = """
SELECT contact.id, contact.status, (
    SELECT event.status FROM event WHERE event.contact_id = contact.id
    AND event.workspace_id = contact.workspace_id AND event.status IS NOT NULL
    ORDER BY event.id DESC LIMIT 1
) AS last
FROM contact
"""


async def assert_sound(rows: Rows, sqlite: bool) -> None:
    """`rows` runs a query past the program."""
    if sqlite:
        assert await rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        assert await rows("PRAGMA foreign_key_check") == []
    told_otherwise = [row for row in await rows(STATUS_AND_HISTORY) if row["status"] != row["last"]]
    assert told_otherwise == [], "a status is the fold of its events"
    twice = "SELECT email_key FROM contact GROUP BY workspace_id, email_key HAVING count(*) > 1"
    assert await rows(twice) == []


def faults_shown(demo: DemoServer) -> list[str]:
    """What an independent validator finds wrong in everything the app showed, in calls and in answers."""
    found: list[str] = []
    for call in demo.calls():
        found += _faults(call.arguments)
    for message in itertools.chain.from_iterable(demo.world.messages.values()):
        if message.by_response_url:  # all others are calls
            found += _faults({"text": message.text, "blocks": message.blocks})
    for delivery in demo.deliveries:
        found += _faults(delivery.reply.answer)
    return found


def _faults(sent: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
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
    """Collects statements on a tenant table that name no workspace; loaded entities written back are fine."""
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
    tables = {each.name for each in visitors.iterate(compiled.statement) if isinstance(each, TableClause)}
    if compiled.isupdate or compiled.isdelete:
        tables.add(compiled.statement.table.name)
    changes = compiled.isupdate or compiled.isdelete
    condition = " ".join(statement.split()).partition(" WHERE " if changes else " FROM ")[2]
    return bool(tables & TENANT_TABLES) and "workspace_id =" not in condition
