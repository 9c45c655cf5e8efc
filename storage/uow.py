"""The unit of work: one transaction, its tables, and the only commit in the program."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncSession

from storage.applications import Applications
from storage.cards import Cards
from storage.contacts import Contacts
from storage.database import Database
from storage.events import Events
from storage.hires import Hires
from storage.homes import Homes
from storage.import_contacts import ImportContacts
from storage.import_rows import ImportRows
from storage.import_undo import ImportUndo
from storage.imports import Imports
from storage.installs import Installs
from storage.invitations import Invitations
from storage.links import LinkTable
from storage.members import Members
from storage.notes import Notes
from storage.outbox import OutboxTable
from storage.overview import Overview
from storage.people import People
from storage.rates import Rates
from storage.requests import Requests
from storage.sealed import SealedTable
from storage.seen import SeenTable
from storage.sending import Sending
from storage.spent import SpentTable
from storage.suppressions import Suppressions
from storage.tags import Tags
from storage.workspaces import Workspaces

_open: ContextVar[bool] = ContextVar("unit_of_work_is_open", default=False)


@dataclass(frozen=True, slots=True)
class Scope:
    """On whose behalf and from where: `workspace_id` None is for work across workspaces.

    `once` names a click or event of Slack's: the second unit of work with the same name does nothing.
    `hash_recipient` turns an email key into what the suppression list holds.
    """

    now: Callable[[], datetime]
    hash_recipient: Callable[[str], str]
    workspace_id: int | None = None
    actor: str = "system"
    origin: str = "worker"
    once: str | None = None


class UnitOfWork:
    """`async with uow:` writes and commits at a clean exit; `async with uow.read():` only looks."""

    contacts: Contacts
    invitations: Invitations
    tags: Tags
    notes: Notes
    overview: Overview
    homes: Homes
    hires: Hires
    links: LinkTable
    applications: Applications
    cards: Cards
    members: Members
    events: Events
    outbox: OutboxTable
    sending: Sending
    rates: Rates
    imports: Imports
    import_rows: ImportRows
    import_contacts: ImportContacts
    import_undo: ImportUndo
    people: People
    suppressions: Suppressions
    workspaces: Workspaces
    installs: Installs
    requests: Requests
    sealed: SealedTable
    spent: SpentTable
    now: datetime

    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self.scope = scope

    def of(self, **changes: Any) -> UnitOfWork:
        """A closed unit of work like this one, with another workspace, actor, origin or `once`."""
        return UnitOfWork(self._database, replace(self.scope, **changes))

    async def __aenter__(self) -> Self:
        self._enter(self._database.write_session())
        try:
            if self.scope.once:
                await self._seen.act_once(self.scope.once, self.now)
        except BaseException:
            await self._leave()
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                await self._wish_redraws()
                await self._session.commit()
                if self.outbox.added:
                    self._database.outbox_bell.ring(self.outbox.added)
        finally:
            await self._leave()
            # SQLite's one writer goes to whoever asks first, and that would be this task again.
            await asyncio.sleep(0)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Self]:
        """The tables as they are, on the reader; nothing can be changed."""
        self._enter(self._database.read_session())
        try:
            yield self
        finally:
            await self._leave()

    async def flush(self) -> None:
        """Gives new entities their ids."""
        await self._session.flush()

    async def _wish_redraws(self) -> None:
        for workspace_id, contact_ids in self.outbox.take_changed().items():
            with self.within(workspace_id):
                await self.outbox.redraw_all(contact_ids)
                await self.outbox.redraw_homes(await self.homes.watched(self.now), self.scope.actor)

    @contextmanager
    def within(self, workspace_id: int) -> Iterator[None]:
        """Work across workspaces looks at one of them for a while."""
        before = self._session.info["workspace_id"]
        self._session.info["workspace_id"] = workspace_id
        try:
            yield
        finally:
            self._session.info["workspace_id"] = before

    def _enter(self, session: AsyncSession) -> None:
        if _open.get():
            raise RuntimeError("units of work do not nest: the writer has one connection")
        _open.set(True)
        session.info["workspace_id"] = self.scope.workspace_id
        self._session, self.now = session, self.scope.now()
        self.workspaces = Workspaces(session)
        self.contacts, self.invitations = Contacts(session), Invitations(session)
        self.tags, self.cards, self.members = Tags(session), Cards(session), Members(session)
        self.notes, self.homes, self.hires = Notes(session), Homes(session), Hires(session)
        self.overview = Overview(session, self.now)
        self.links, self.applications = LinkTable(session), Applications(session)
        self.people, self.suppressions = People(session), Suppressions(session, self.scope.hash_recipient)
        self.events = Events(session, self.scope.actor, self.scope.origin, self.now)
        self.outbox, self.sending = OutboxTable(session, self.now), Sending(session, self.now)
        self.rates = Rates(session, self.now)
        self.imports, self.import_rows = Imports(session), ImportRows(session)
        self.import_contacts = ImportContacts(session, self.now)
        self.import_undo = ImportUndo(session, self.now)
        self._seen, self.sealed = SeenTable(session), SealedTable(session)
        self.installs, self.spent = Installs(session), SpentTable(session)
        self.requests = Requests(session)

    async def _leave(self) -> None:
        _open.set(False)
        await self._session.close()
