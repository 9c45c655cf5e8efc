"""A contact list of any length, and an import of it by the product's own code, without Slack."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.security.keyring import Pepper
from bot.services.consequences import follow
from bot.services.imports.review import StartForm, start_import
from bot.services.imports.work import ImportRead
from bot.slack.directory import HomeOrganisation
from bot.workers.engine.worker import OutboxWorker
from bot.workers.kinds.imports import ImportTools
from bot.workers.lanes import import_lane
from storage.engine.database import Database
from storage.entities.imports import Import
from storage.entities.status import ImportState
from storage.uow import Scope, UnitOfWork

NAMES = ("Ada Lovelace", "Grace Hopper", "Zoë Ångström", "Søren Kierkegård", "Ana María Núñez", "Li Wei")
TAGS = ("python", "design", "copywriting", "photo", "video", "danish", "project lead", "illustration")
TEAM = "T00000001"  # the workspace in bench.slack_stub
MANAGER = "U00000001"
OVER = {ImportState.SENDING, ImportState.DONE}


def contact_list(rows: int) -> bytes:
    """Make a CSV: each row has a name, its own address at one of a thousand domains, and two tags."""
    lines = ["name,email,tags"]
    for n in range(rows):
        tags = f"{TAGS[n % 8]}; {TAGS[(n + 1 + n // 8 % 7) % 8]}"
        lines.append(f"{NAMES[n % 6]} {n},person{n}@studio{n % 1000}.example,{tags}")
    return "\n".join(lines).encode()


def now() -> datetime:
    return datetime.now(UTC)


class Nobody:
    """A stand-in for the installations that no one asks: the file's bytes are stored already."""

    async def token(self, _workspace_id: int) -> str:
        raise AssertionError("nobody asks for one")

    async def organisation(self, _workspace_id: int) -> HomeOrganisation:
        raise AssertionError("nobody asks for it")


class Imports:
    """One workspace with one import, and the worker that runs it."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self._hash = Pepper(b"bench").hash
        self._workspace_id = self._import_id = 0

    def new_uow(self, **scope: Any) -> UnitOfWork:
        return UnitOfWork(self.database, Scope(now, self._hash, follow, **scope))

    def _uow(self) -> UnitOfWork:
        return self.new_uow(workspace_id=self._workspace_id, actor=MANAGER)

    def worker(self) -> OutboxWorker:
        lease, scrub = timedelta(seconds=60), self.database.scrub
        desk = ImportTools(AsyncWebClient(), Nobody(), self.new_uow, (), lease, scrub)
        return import_lane(desk, self.database.outbox_wake_up.listener())

    async def share(self, data: bytes) -> None:
        """Store the file and queue reading it."""
        async with self.new_uow() as uow:
            known = {"slack_id": TEAM, "team_name": "Acme", "bot_id": "B00000001", "bot_user_id": "U0000BOT1"}
            self._workspace_id = (await uow.workspaces.install(**known, at=uow.now)).id
        async with self._uow() as uow:
            job = await uow.imports.add(
                Import(
                    made_by=MANAGER,
                    state=ImportState.READING,
                    file_id="F1",
                    file_name="contacts.csv",
                    channel="C1",
                    created_at=uow.now,
                )
            )
            self._import_id = job.id
            await uow.imports.keep_file(job.id, data)
            await uow.outbox.add(ImportRead(job.id))

    async def start(self) -> None:
        """Start the import, as `Import selected` does."""
        form = StartForm("Hello {name}, may we keep you in our pool?", (), (), ())
        async with self._uow() as uow:
            await start_import(uow, self._import_id, form, timedelta(days=1))

    async def state(self) -> ImportState:
        async with self._uow().read() as uow:
            return (await uow.imports.get(self._import_id)).state

    async def reaches(self, *states: ImportState) -> None:
        while await self.state() not in states:  # noqa: ASYNC110 (nothing may be added to what is measured)
            await asyncio.sleep(0.1)
