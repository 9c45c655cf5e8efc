"""A contact list of any length, and an import of it as the product does it, without Slack."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.keyring import Pepper
from bot.services.imports_review import StartForm, start_import
from bot.workers.imports import Desk
from bot.workers.lanes import import_lane
from bot.workers.outbox import OutboxWorker
from storage.database import Database
from storage.import_models import Import
from storage.status import ImportState
from storage.uow import Scope, UnitOfWork

NAMES = ("Ada Lovelace", "Grace Hopper", "Zoë Ångström", "Søren Kierkegård", "Ana María Núñez", "Li Wei")
TAGS = ("python", "design", "copywriting", "photo", "video", "danish", "project lead", "illustration")
TEAM = "T00000001"  # the one of bench.slack_stub
MANAGER = "U00000001"
OVER = {ImportState.SENDING, ImportState.DONE}


def contact_list(rows: int) -> bytes:
    """Each row has a name, an address of its own at one of a thousand domains, and two tags."""
    lines = ["name,email,tags"]
    for n in range(rows):
        tags = f"{TAGS[n % 8]}; {TAGS[(n + 1 + n // 8 % 7) % 8]}"
        lines.append(f"{NAMES[n % 6]} {n},person{n}@studio{n % 1000}.example,{tags}")
    return "\n".join(lines).encode()


def now() -> datetime:
    return datetime.now(UTC)


class Nobody:
    """Nothing is asked of Slack: the bytes are there already."""

    async def token(self, _workspace_id: int) -> str:
        raise AssertionError("nobody asks for one")


class Imports:
    """One workspace with one import, and the worker that does it."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self._hash = Pepper(b"bench").hash
        self._workspace_id = self._import_id = 0

    def new_uow(self, **scope: Any) -> UnitOfWork:
        return UnitOfWork(self.database, Scope(now, self._hash, **scope))

    def _uow(self) -> UnitOfWork:
        return self.new_uow(workspace_id=self._workspace_id, actor=MANAGER)

    def worker(self) -> OutboxWorker:
        desk = Desk(AsyncWebClient(), Nobody(), self.new_uow, (), timedelta(seconds=60))
        return import_lane(desk, self.database.outbox_bell.listener())

    async def share(self, data: bytes) -> None:
        """The file waits to be read."""
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
            await uow.outbox.work("import_read", f"import_read:{job.id}", {"import": job.id})

    async def start(self) -> None:
        """As whoever presses `Import selected`."""
        form = StartForm("Hello {name}, may we keep you in our pool?", (), (), ())
        async with self._uow() as uow:
            await start_import(uow, self._import_id, form, timedelta(days=1))

    async def state(self) -> ImportState:
        async with self._uow().read() as uow:
            return (await uow.imports.get(self._import_id)).state

    async def reaches(self, *states: ImportState) -> None:
        while await self.state() not in states:  # noqa: ASYNC110 (nothing may be added to what is measured)
            await asyncio.sleep(0.1)
