"""The unit of work: one transaction, its tables, and the only commit in the program."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncSession

from storage.all_tables import AllTables
from storage.engine.database import Database
from storage.engine.failpoints import Commit, Step, reach
from storage.engine.faults import DatabaseFault
from storage.engine.journal import Entry, JournalKind, JournalRefused
from storage.engine.line import Line
from storage.engine.outage import DatabaseOutage
from storage.engine.prepared import leave_driver
from storage.tables.events import Done, Recorded, Remark

MOST_ROUNDS = 8  # rounds of consequences that cause further ones: closing an offer after an answer takes two
# contacts one form changes; with more, it is work in steps and no Home tab is redrawn at once
MOST_AT_ONCE = 100
# How long work nobody looks at waits for a connection. To read, send, and record takes less than a lease.
PATIENT_SECONDS = 15.0
_open: ContextVar[bool] = ContextVar("unit_of_work_is_open", default=False)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a unit of work is done for: who acts, from where, and in which workspace (None: across all).

    `once` names a click or event from Slack: a second unit of work with the same name does nothing.
    `hash_recipient` hashes an email key as the suppression list does. `follow` applies the consequences of
    events recorded in one workspace. `committed` is called after each commit. `no_later` is the time of
    `monotonic` until which it is worth waiting for a connection (None: PATIENT_SECONDS from then on).
    `admins` are the Slack ids of administrators from the environment. `told` is given after each commit what
    is worth a line of the log. `passes` are the failpoints around its commit.
    """

    now: Callable[[], datetime]
    hash_recipient: Callable[[str], str]
    follow: Callable[[UnitOfWork, Recorded], Awaitable[None]]
    workspace_id: int | None = None
    actor: str = "system"
    origin: str = "worker"
    once: str | None = None
    committed: Callable[[], None] | None = None
    no_later: float | None = None
    admins: Sequence[str] = ()
    told: Callable[[Done], None] | None = None
    passes: Commit | None = None


class UnitOfWork(AllTables):
    """One transaction. `async with uow:` commits at a clean exit; `async with uow.read():` only reads."""

    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self.scope = scope

    def of(self, **changes: Any) -> UnitOfWork:
        """Make a new unit of work like this one, with changes to its scope."""
        return UnitOfWork(self._database, replace(self.scope, **changes))

    async def __aenter__(self) -> Self:
        await self._enter(self._database.writing, self._database.write_session())
        try:
            await self._database.reach(self._session, self._again_until())
            await self._database.begin(self._session, self._no_later())
            if self.scope.once:
                await self.deliveries.act_once(self.scope.once, self.now)
        except BaseException:
            await self._leave()
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        changed: dict[int, str] = {}
        try:
            if kind is None:
                await self._follow_events()
                changed = await self._enqueue_redraws()
                await self._write_journal()
                self._pass(before=True)
                await self._session.commit()
                self._pass(before=False)
                if self.scope.committed:
                    self.scope.committed()
                self._mark_work()
                self._tell()
                if self.outbox.added:
                    self._database.outbox_wake_up.ring(self.outbox.added)
        finally:
            await self._leave()
        for workspace_id, first in changed.items():
            await self._database.home_turns.take(workspace_id, first, self._enqueue_homes)

    @asynccontextmanager
    async def read(self, *, at_once: bool = False) -> AsyncIterator[Self]:
        """Open the unit of work for reading only. `at_once`: do not wait for a server that has just gone."""
        session = self._database.session_to_read(monotonic if at_once else self._again_until)
        await self._enter(self._database.reading, session, only_reads=True)
        try:
            yield self
        finally:
            await self._leave()

    @property
    def outage(self) -> DatabaseOutage:
        """What is known of the database, without asking it."""
        return self._database.outage

    async def flush(self) -> None:
        """Flush, so that new entities get their ids."""
        await self._session.flush()

    def remember_beyond(self, kind: JournalKind, email_key: str, scope: str) -> None:
        """Note in the journal what must survive a restore.

        `scope` is a workspace's Slack id or EVERYWHERE.
        """
        self.remember_hash_beyond(kind, self.scope.hash_recipient(email_key), scope)

    def remember_hash_beyond(self, kind: JournalKind, recipient: str, scope: str) -> None:
        """Note it about an address of which only the keyed hash is known."""
        self._journaled.append(Entry(kind, scope, recipient, self.now.date().isoformat()))

    def remark(self, name: str, **ids: int | str) -> None:
        """Note what is told to the log after the commit, by ids alone."""
        self._remarks.append(Remark(self._session.info["workspace_id"], name, ids))

    def _pass(self, *, before: bool) -> None:
        if commit := self.scope.passes:
            reach(commit.before if before else commit.after)

    def _tell(self) -> None:
        if self.scope.told and (self._remarks or self._events):
            self.scope.told(Done(self.scope.actor, self._remarks, self._events))

    async def _write_journal(self) -> None:
        """Write the journal. It must precede the commit: a needless entry is harmless, a lost one is not."""
        if not self._journaled or not self._database.journal:
            return
        try:
            await asyncio.to_thread(self._database.journal.append, self._journaled)
        except JournalRefused as error:
            self._database.outage.notice(error)
            raise
        reach(Step.JOURNAL_WRITTEN)

    def _mark_work(self) -> None:
        """After the commit, so nothing may fail here any more; a lower mark is no lie, only says less."""
        if not self._database.journal or not self.sending.work_done:
            return
        try:
            self._database.journal.mark(self.sending.work_done)
        except JournalRefused as error:
            self._database.outage.notice(error)

    async def _follow_events(self) -> None:
        """Apply the consequences of recorded events, and of events they record, until there are none."""
        rounds = 0
        while recorded := self.events.take_recorded():
            rounds += 1
            if rounds > MOST_ROUNDS:
                raise RuntimeError(f"consequences without end: {recorded}")
            self._events += recorded.items()
            for workspace_id, kinds in recorded.items():
                with self.within(workspace_id):
                    await self.scope.follow(self, kinds)

    async def _enqueue_redraws(self) -> dict[int, str]:
        """Enqueue redraws of the changed contacts' cards.

        Returns {workspace: user whose Home tab is first} for Home tabs to be enqueued after the commit.
        """
        first: dict[int, str] = {}
        changed = sorted(self.outbox.take_changed().items())
        for workspace_id, contact_ids in changed:
            with self.within(workspace_id):
                await self.redraws.cards(contact_ids)
                # An import works in steps, and would publish its owner's Home tab at each.
                first[workspace_id] = self.scope.actor if len(contact_ids) <= MOST_AT_ONCE else ""
                if self._database.sqlite:
                    await self.redraws.homes(await self.homes.watched(self.now), {first[workspace_id]})
        return {} if self._database.sqlite else first

    async def _enqueue_homes(self, workspace_id: int, first: Collection[str]) -> None:
        """Enqueue Home tabs after the commit, so that changes in a workspace do not block each other.

        If this fails, nothing is lost: they are redrawn after the next change or when somebody opens them.
        """
        scope = {"workspace_id": workspace_id, "once": None, "committed": None, "passes": None}
        with suppress(DatabaseFault):
            async with self.of(**scope) as uow:
                await uow.redraws.homes(await uow.homes.watched(uow.now), first)

    @contextmanager
    def within(self, workspace_id: int) -> Iterator[None]:
        """Act within one workspace, in a unit of work across workspaces."""
        before = self._session.info["workspace_id"]
        self._session.info["workspace_id"] = workspace_id
        try:
            yield
        finally:
            self._session.info["workspace_id"] = before

    @contextmanager
    def acting(self, actor: str) -> Iterator[None]:
        """Act for somebody who asked for it in Slack before, in work of the outbox."""
        before, events = self.scope, self.events
        self.scope = replace(before, actor=actor, origin="slack")
        try:
            with events.by(actor, "slack"):
                yield
        finally:
            self.scope = before

    def _no_later(self) -> float:
        return self.scope.no_later or monotonic() + PATIENT_SECONDS

    def _again_until(self) -> float:
        """Until when a server is tried again: while somebody waits. Workers and commands try again later."""
        return self.scope.no_later or monotonic()

    async def _enter(self, line: Line, session: AsyncSession, *, only_reads: bool = False) -> None:
        if _open.get():
            raise RuntimeError("units of work do not nest: the writer has one connection")
        await line.wait(self._no_later())
        self._line = line
        _open.set(True)
        session.info["workspace_id"] = self.scope.workspace_id
        session.info["on_sqlite"], session.info["only_reads"] = self._database.sqlite, only_reads
        session.info["readers"] = self._database.readers if only_reads else None
        session.info["finders"] = self._database.finders
        self._forget()
        self._session, self.now = session, self.scope.now()
        self._journaled: list[Entry] = []
        self._remarks: list[Remark] = []
        self._events: list[tuple[int, Recorded]] = []

    async def _leave(self) -> None:
        _open.set(False)
        try:
            leave_driver(self._session)
            await self._session.close()
        finally:
            self._line.leave()
