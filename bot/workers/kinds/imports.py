"""The import lane: looks at shared files, reads them, and runs and undoes imports in steps."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.imports.words import FAILED_ROWS
from bot.services.files.limits import FileRefused
from bot.services.files.rows import ReadRow
from bot.services.files.text_file import lists_people
from bot.services.imports.failed import failed_file
from bot.services.imports.offer import give_up, offer_import
from bot.services.imports.read import ask_for_columns, begin_rows, cannot_read, rows_read
from bot.services.imports.rest import rest_step
from bot.services.imports.run import look_after, run_step
from bot.services.imports.shared import SharedFile
from bot.services.imports.undo import undo_step
from bot.services.imports.work import (
    ImportFailedFile,
    ImportGiveUp,
    ImportLook,
    ImportNotice,
    ImportRead,
    ImportRun,
    ImportSendRest,
    ImportUndo,
    ImportWork,
)
from bot.services.person.work import Erasure
from bot.services.workspace.emptying import empty_one_part
from bot.services.workspace.work import WorkspaceEmptying
from bot.slack import errors as slack_errors
from bot.slack import files as slack_files
from bot.slack.files import NewFile, NotFetched, upload
from bot.slack.response_url import NotTaken
from bot.workers.engine.reach import Tokens
from bot.workers.engine.registry import Registry
from bot.workers.engine.results import Effect, Failed, Result, Sent, Unread, Unwanted
from bot.workers.engine.retry import Failure
from bot.workers.engine.slack import meaning
from bot.workers.kinds.imports_reading import (
    Opened,
    Tally,
    as_values,
    encodings_of,
    hash_of,
    next_rows,
    open_file,
    turns_for_workbooks,
)
from storage.engine.failpoints import IMPORT_STEP, Step, reach
from storage.engine.faults import DATABASE_AWAY
from storage.entities.imports import Import
from storage.entities.installation import NotInstalled
from storage.entities.outbox import Outbox
from storage.entities.status import ImportState
from storage.outbox.work import FileWork
from storage.tables.homes import WATCHED_FOR
from storage.uow import UnitOfWork

ROWS_AT_ONCE = 2_000
SLICE_SECONDS = 1.0  # of long work at a time, so that others get their turn and stopping is quick
SHARES_ASKED = 5  # attempts, a second apart
SHARED_SOON = Failure("Slack has not said yet where the file was shared.", wait=timedelta(seconds=1))

NewUow = Callable[..., UnitOfWork]
FileOf = TypeVar("FileOf", bound=FileWork)


class TakenOver(Exception):
    """Our lease has ended, and another worker does this work now."""


@dataclass(frozen=True, slots=True)
class ImportTools:
    """What the lane works with. Files may be downloaded only from `hosts`."""

    client: AsyncWebClient
    tokens: Tokens
    new_uow: NewUow
    hosts: Collection[str]
    lease: timedelta
    scrub: Callable[[], Awaitable[bool]]  # overwrites what the database still holds of deleted rows
    workbooks: asyncio.Semaphore = field(default_factory=turns_for_workbooks)


class ImportSender:
    """A worker's sender for files. Each step is a transaction of its own that can be repeated."""

    def __init__(self, desk: ImportTools) -> None:
        self._desk = desk
        self.handlers: Registry[Callable[[Any, Outbox], Awaitable[Result]]] = Registry()
        self._on(ImportNotice, self._notice)
        self._on(ImportRead, self._read)
        self._on(ImportRun, self._run)
        self._on(ImportLook, self._look)
        self._on(ImportFailedFile, self._failed_file)
        self._on(ImportUndo, self._undo)
        self._on(ImportSendRest, self._send_rest)
        self._on(ImportGiveUp, self._give_up)
        self._on(Erasure, self._erasure)
        self._on(WorkspaceEmptying, self._emptying)

    def _on(self, work: type[FileOf], do: Callable[[FileOf, Outbox], Awaitable[Result]]) -> None:
        self.handlers.add(work, do)

    async def send(self, row: Outbox) -> Result:
        work, do = self.handlers.find(row)
        try:
            return await do(work, row)
        except NotFetched as error:
            return Failed(Failure(str(error)))
        except SlackApiError as error:
            return Failed(meaning(error))
        except NotInstalled as error:
            return Failed(Failure(error.text))
        except NotTaken as error:
            return Failed(Failure(str(error), lasting=error.lasting))
        except DATABASE_AWAY:
            return Unread()
        except slack_errors.FAILURES:
            return Failed(Failure("Slack cannot be reached."))

    async def close(self) -> None:
        """Do nothing: the session is shared, and closed by its maker."""

    def _uow(self, row: Outbox, **scope: Any) -> UnitOfWork:
        return self._desk.new_uow(workspace_id=row.workspace_id, **scope)

    async def _notice(self, work: ImportNotice, row: Outbox) -> Result:
        """Look at a shared file, and offer to import it if it is a contact list."""
        token = await self._desk.tokens.token(row.workspace_id)
        try:
            file = await slack_files.info(self._desk.client, token, work.file)
        except FileRefused:
            return Unwanted()  # deleted before we looked
        shared = slack_files.described(file, await self._slack_id(row))
        if shared.from_elsewhere or not (shared.looks_importable or await self._has_people(token, shared)):
            return Unwanted()
        channel = work.channel or slack_files.newest_channel(file)
        thread = slack_files.shared_at(file, channel)
        if thread is None and row.attempts < SHARES_ASKED:
            # Slack reports shares a little later; after some attempts the offer is posted without a thread
            return Failed(SHARED_SOON)
        if not channel:
            return Unwanted()

        async def offer(uow: UnitOfWork) -> None:
            await offer_import(uow, shared, channel, thread, work.by)

        return Sent(offer)

    async def _has_people(self, token: str, shared: SharedFile) -> bool:
        """Look into a text that could be anything."""
        if not shared.may_have_people:
            return False
        try:
            data = await slack_files.fetch(self._desk.client, token, shared.url, self._desk.hosts)
        except FileRefused:
            return False
        return await asyncio.to_thread(lists_people, data)

    async def _read(self, work: ImportRead, row: Outbox) -> Result:
        import_id = work.import_id
        async with self._uow(row).read() as uow:
            job, data = await uow.imports.get(import_id), await uow.imports.file(import_id)
        if job.state is not ImportState.READING:
            return Unwanted()
        try:
            if data is None:
                data = await self._fetched(row, job)
            await self._rows(row, job, await open_file(job, data, self._desk.workbooks))
        except FileRefused as refused:
            encodings = await asyncio.to_thread(encodings_of, data)
            async with self._uow(row) as uow:
                await cannot_read(uow, import_id, refused.text, encodings)
        return Sent()

    async def _fetched(self, row: Outbox, job: Import) -> bytes:
        """Download a file and keep it until the import is over, in case it is read again."""
        token, client = await self._desk.tokens.token(row.workspace_id), self._desk.client
        file = await slack_files.info(client, token, job.file_id)
        shared = slack_files.described(file, await self._slack_id(row))
        if shared.problem:
            raise FileRefused(shared.problem)
        data = await slack_files.fetch(client, token, shared.url, self._desk.hosts)
        digest = await asyncio.to_thread(hash_of, data)
        async with self._uow(row) as uow:
            kept = await uow.imports.lock(job.id)
            kept.file_hash, kept.file_name = digest, job.file_name or shared.name
            await uow.imports.keep_file(job.id, data)
        reach(Step.FILE_KEPT)
        return data

    async def _slack_id(self, row: Outbox) -> str:
        async with self._uow(row).read() as uow:
            return (await uow.workspaces.current()).slack_id

    async def _rows(self, row: Outbox, job: Import, file: Opened) -> None:
        if file.columns is None:
            async with self._uow(row) as uow:
                await ask_for_columns(
                    uow, job.id, file.encoding, file.header.cells, file.header.why, file.how
                )
            return
        async with self._uow(row) as uow:
            await self._hold(uow, row)
            await begin_rows(uow, job.id)
        reader, tally = file.reader(uow.now.date()), Tally(file)
        while rows := await asyncio.to_thread(next_rows, reader, file.below, ROWS_AT_ONCE):
            await self._keep(row, job, rows, file.hidden)
            tally.add(rows)
        async with self._uow(row) as uow:
            await self._hold(uow, row)
            how = tally.how_read(reader)
            await rows_read(uow, job.id, file.encoding, file.header, file.columns, file.left_out, how)

    async def _keep(self, row: Outbox, job: Import, rows: list[ReadRow], hidden: Collection[int]) -> None:
        """Classify rows before the write transaction, because others wait for SQLite's one writer."""
        async with self._uow(row).read() as uow:
            values = await as_values(uow, job, rows, hidden)
        async with self._uow(row) as uow:
            await self._hold(uow, row)
            await uow.import_rows.add_all(values)
        reach(Step.ROWS_KEPT)

    async def _hold(self, uow: UnitOfWork, row: Outbox) -> None:
        if not await uow.sending.hold(row, self._desk.lease):
            raise TakenOver

    async def _run(self, work: ImportRun, row: Outbox) -> Result:
        async with self._uow(row).read() as uow:
            made_by = (await uow.imports.get(work.import_id)).made_by
        return await self._in_steps(work, row, made_by, run_step)

    async def _undo(self, work: ImportUndo, row: Outbox) -> Result:
        async with self._uow(row).read() as uow:
            undone_by = (await uow.imports.get(work.import_id)).undone_by or "system"
        return await self._in_steps(work, row, undone_by, undo_step)

    async def _send_rest(self, work: ImportSendRest, row: Outbox) -> Result:
        return await self._in_steps(work, row, "system", rest_step)

    async def _in_steps(
        self, work: ImportWork, row: Outbox, actor: str, step: Callable[[UnitOfWork, int], Awaitable[bool]]
    ) -> Result:
        """Run steps for a few seconds and enqueue the rest as new work."""
        end = monotonic() + SLICE_SECONDS
        while monotonic() < end:
            async with self._uow(row, actor=actor, origin="slack", passes=IMPORT_STEP) as uow:
                await self._hold(uow, row)
                more = await step(uow, work.import_id)
            if not more:
                return Sent()
        return Sent(_again(work))

    async def _look(self, work: ImportLook, _row: Outbox) -> Result:
        async def look(uow: UnitOfWork) -> None:
            await look_after(uow, work.import_id)

        # Recording first: `look` enqueues another look under the same key, which must not count as this one.
        return Sent(look)

    async def _failed_file(self, work: ImportFailedFile, row: Outbox) -> Result:
        """Upload the file of failed rows into the thread, once the import's message is there."""
        async with self._uow(row).read() as uow:
            job = await uow.imports.get(work.import_id)
            name, text = await failed_file(uow, job)
        if not text:
            return Unwanted()
        if job.ts is None:
            return Failed(Failure("The import's message is not there yet.", wait=timedelta(seconds=1)))
        token = await self._desk.tokens.token(row.workspace_id)
        file = NewFile(name, text.encode("utf-8-sig"), FAILED_ROWS)
        file_id = await upload(self._desk.client, token, job.channel, file, job.thread_ts or job.ts)
        reach(Step.FAILED_FILE_UPLOADED)

        async def remember(uow: UnitOfWork) -> None:
            await uow.traces.file(file_id)

        return Sent(remember)

    async def _give_up(self, work: ImportGiveUp, row: Outbox) -> Result:
        async with self._uow(row) as uow:
            await give_up(uow, work.import_id)
        return Sent()

    async def _emptying(self, work: WorkspaceEmptying, row: Outbox) -> Result:
        """Delete one table's rows of a workspace, and enqueue the next."""
        async with self._uow(row) as uow:
            if following := await empty_one_part(uow, work):
                await uow.outbox.add(following)
        return Sent()

    async def _erasure(self, work: Erasure, row: Outbox) -> Result:
        async with self._uow(row) as uow:
            await uow.erasing.other_import_rows(work.person, everywhere=work.everywhere)
            # Slack still shows these as they were last drawn, perhaps with who was erased.
            await uow.redraws.all_homes(await uow.homes.everybody(seen_before=uow.now - WATCHED_FOR))
        if await self._desk.scrub():
            return Sent()
        return Failed(Failure("Someone is reading the database.", wait=timedelta(seconds=1)))


def _again(work: ImportWork) -> Effect:
    async def effect(uow: UnitOfWork) -> None:
        await uow.outbox.add(work)

    return effect
