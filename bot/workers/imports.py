"""The import lane of the outbox: files are looked at, read, imported in steps, and imports undone."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import slack_errors, slack_files
from bot.response_url import NotTaken
from bot.services.imports_failed import failed_file
from bot.services.imports_file import FileRefused
from bot.services.imports_offer import give_up, offer_import
from bot.services.imports_read import ask_for_columns, begin_rows, cannot_read, rows_read
from bot.services.imports_rows import ReadRow
from bot.services.imports_run import broke_off, look_after, run_step
from bot.services.imports_undo import undo_step
from bot.slack_files import NewFile, NotFetched, upload
from bot.workers.imports_reading import Opened, as_values, hash_of, next_rows, open_file
from bot.workers.outbox import DATABASE_AWAY, Effect, Failed, Result, Sent, Unwanted
from bot.workers.retry import Failure
from bot.workers.slack import Tokens, meaning
from storage.bookkeeping import Outbox
from storage.errors import NotInstalled
from storage.import_models import Import
from storage.sending import Ending
from storage.status import ImportState, Outcome
from storage.uow import UnitOfWork

ROWS_AT_ONCE = 2_000
SLICE_SECONDS = 1.0  # of long work at a time, so that others have their turn and a stop is no wait
SHARES_ASKED = 5  # times, a second apart
SHARED_SOON = Failure("Slack has not said yet where the file was shared.", wait=timedelta(seconds=1))
MEND = "These rows could not be imported. Mend them and share the file here again."
AWAY = Failure("The database cannot be reached.", wait=timedelta(seconds=5))

NewUow = Callable[..., UnitOfWork]


class TakenOver(Exception):
    """Our lease has run out, and another worker does this now."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the lane works with; `hosts` are those a file may be fetched from."""

    client: AsyncWebClient
    tokens: Tokens
    new_uow: NewUow
    hosts: Collection[str]
    lease: timedelta


class ImportSender:
    """Does one piece of work at a time. Each step is a transaction of its own, and can be done again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kinds: dict[str, Callable[[Outbox], Awaitable[Result]]] = {
            "import_notice": self._notice,
            "import_read": self._read,
            "import_run": self._run,
            "import_look": self._look,
            "import_failed_file": self._failed_file,
            "import_undo": self._undo,
            "import_give_up": self._give_up,
        }

    async def send(self, row: Outbox) -> Result:
        try:
            return await self._kinds[row.kind](row)
        except NotFetched as error:
            return Failed(Failure(str(error)))
        except SlackApiError as error:
            return Failed(meaning(error))
        except NotInstalled as error:
            return Failed(Failure(error.text))
        except NotTaken as error:
            return Failed(Failure(str(error), lasting=error.lasting))
        except DATABASE_AWAY:
            return Failed(AWAY)
        except slack_errors.FAILURES:
            return Failed(Failure("Slack cannot be reached."))

    async def close(self) -> None:
        """The session is shared and closed by whoever made it."""

    def _uow(self, row: Outbox, **scope: str) -> UnitOfWork:
        return self._desk.new_uow(workspace_id=row.workspace_id, **scope)

    async def _notice(self, row: Outbox) -> Result:
        """What was shared: an offer under it if it can be imported, and silence if it is something else."""
        asked = row.payload
        token = await self._desk.tokens.token(row.workspace_id)
        try:
            file = await slack_files.info(self._desk.client, token, asked["file"])
        except FileRefused:
            return Unwanted()  # taken back before anybody could be asked
        shared = slack_files.described(file, await self._slack_id(row))
        if not shared.looks_importable or shared.from_elsewhere:
            return Unwanted()
        thread = slack_files.shared_at(file, asked["channel"])
        if thread is None and row.attempts < SHARES_ASKED:
            return Failed(SHARED_SOON)  # sharing is asynchronous; after a while the answer goes without

        async def offer(uow: UnitOfWork) -> None:
            await offer_import(uow, shared, asked["channel"], thread, asked["by"])

        return Sent(offer)

    async def _read(self, row: Outbox) -> Result:
        import_id = row.payload["import"]
        async with self._uow(row).read() as uow:
            job, data = await uow.imports.get(import_id), await uow.imports.file(import_id)
        if job.state is not ImportState.READING:
            return Unwanted()
        try:
            if data is None:
                data = await self._fetched(row, job)
            await self._rows(row, job, await open_file(job, data))
        except FileRefused as refused:
            async with self._uow(row) as uow:
                await cannot_read(uow, import_id, refused.text)
        return Sent()

    async def _fetched(self, row: Outbox, job: Import) -> bytes:
        """From Slack, and kept until the import is over, since it may have to be read again."""
        token, client = await self._desk.tokens.token(row.workspace_id), self._desk.client
        file = await slack_files.info(client, token, job.file_id)
        shared = slack_files.described(file, await self._slack_id(row))
        if shared.problem:
            raise FileRefused(shared.problem)
        data = await slack_files.fetch(client, token, shared.url, self._desk.hosts)
        digest = await asyncio.to_thread(hash_of, data)
        async with self._uow(row) as uow:
            kept = await uow.imports.lock(job.id)
            kept.file_hash = digest
            await uow.imports.keep_file(job.id, data)
        return data

    async def _slack_id(self, row: Outbox) -> str:
        async with self._uow(row).read() as uow:
            return (await uow.workspaces.current()).slack_id

    async def _rows(self, row: Outbox, job: Import, file: Opened) -> None:
        if file.columns is None:
            async with self._uow(row) as uow:
                await ask_for_columns(uow, job.id, file.encoding, file.header.cells, file.header.why)
            return
        async with self._uow(row) as uow:
            await self._hold(uow, row)
            await begin_rows(uow, job.id)
        reader = file.reader()
        while rows := await asyncio.to_thread(next_rows, reader, file.below, ROWS_AT_ONCE):
            await self._keep(row, job, rows)
        async with self._uow(row) as uow:
            await self._hold(uow, row)
            await rows_read(uow, job.id, file.encoding, file.header, file.columns, file.left_out)

    async def _keep(self, row: Outbox, job: Import, rows: list[ReadRow]) -> None:
        """What they are is found out before they are written: others wait for SQLite's writer meanwhile."""
        async with self._uow(row).read() as uow:
            values = await as_values(uow, job, rows)
        async with self._uow(row) as uow:
            await self._hold(uow, row)
            await uow.import_rows.add_all(values)

    async def _hold(self, uow: UnitOfWork, row: Outbox) -> None:
        if not await uow.sending.hold(row, self._desk.lease):
            raise TakenOver

    async def _run(self, row: Outbox) -> Result:
        async with self._uow(row).read() as uow:
            made_by = (await uow.imports.get(row.payload["import"])).made_by
        return await self._in_steps(row, made_by, run_step)

    async def _undo(self, row: Outbox) -> Result:
        async with self._uow(row).read() as uow:
            undone_by = (await uow.imports.get(row.payload["import"])).undone_by or "system"
        return await self._in_steps(row, undone_by, undo_step)

    async def _in_steps(
        self, row: Outbox, actor: str, step: Callable[[UnitOfWork, int], Awaitable[bool]]
    ) -> Result:
        """Steps for a while; what is left is wished for again."""
        end = monotonic() + SLICE_SECONDS
        while monotonic() < end:
            async with self._uow(row, actor=actor, origin="slack") as uow:
                await self._hold(uow, row)
                more = await step(uow, row.payload["import"])
            if not more:
                return Sent()
        return Sent(_again(row))

    async def _look(self, row: Outbox) -> Result:
        async def look(uow: UnitOfWork) -> None:
            await look_after(uow, row.payload["import"])

        return Sent(look)  # recorded first: what it wishes for is another look, not this one again

    async def _failed_file(self, row: Outbox) -> Result:
        """The rows that failed, into the thread; once the import's message is there to tell where."""
        async with self._uow(row).read() as uow:
            job = await uow.imports.get(row.payload["import"])
            name, text = await failed_file(uow, job)
        if not text:
            return Unwanted()
        if job.ts is None:
            return Failed(Failure("The import's message is not there yet.", wait=timedelta(seconds=1)))
        token = await self._desk.tokens.token(row.workspace_id)
        file = NewFile(name, text.encode("utf-8-sig"), MEND)
        await upload(self._desk.client, token, job.channel, file, job.thread_ts or job.ts)
        return Sent()

    async def _give_up(self, row: Outbox) -> Result:
        async with self._uow(row) as uow:
            await give_up(uow, row.payload["import"])
        return Sent()


def _again(row: Outbox) -> Effect:
    async def wish(uow: UnitOfWork) -> None:
        await uow.outbox.work(row.kind, row.key.partition(":")[2], row.payload)

    return wish


async def ended(uow: UnitOfWork, row: Outbox, ending: Ending) -> None:
    """Work that was given up is told to the one who waits for it."""
    if ending.state is not Outcome.FAILED:
        return
    reason = ending.error or "Something went wrong on our side."
    if row.kind == "import_read":
        await cannot_read(uow, row.payload["import"], f"The file could not be read. {reason}")
    elif row.kind in {"import_run", "import_undo"}:
        await broke_off(uow, row.payload["import"], reason)
