"""Measures an import in a child process: seconds, event loop delays and memory."""

import asyncio
import gc
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import perf_counter

import uvloop

from bench.import_list import OVER, Imports, contact_list, now
from bot.security.keyring import Pepper
from bot.services.imports.read import hashes, values_of
from bot.workers.kinds.imports import ROWS_AT_ONCE
from bot.workers.kinds.imports_reading import next_rows, open_file
from storage.entities.imports import Import
from storage.entities.status import ImportState


@dataclass(frozen=True)
class Costs:
    """Times in seconds, loop delays in milliseconds, memory in megabytes."""

    read: float
    read_held: float
    imported: float
    import_held: float
    memory: float


class Heartbeat:
    """A measurement of how late the event loop runs its timers."""

    EVERY = 0.002

    def __init__(self) -> None:
        self._latest = 0.0

    @contextmanager
    def beating(self) -> Iterator[None]:
        task = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            task.cancel()

    @property
    def held_ms(self) -> float:
        return self._latest * 1000

    async def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + self.EVERY
            await asyncio.sleep(self.EVERY)
            self._latest = max(self._latest, loop.time() - due)


def memory(field: str) -> float:
    """Read this process's memory in megabytes: resident now (VmRSS) or its peak (VmHWM)."""
    with open("/proc/self/status") as status:  # noqa: PTH123
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(field))


def measure(url: str, rows: int) -> Costs:
    """Measure one import into a new database."""
    told, tell = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_child, args=(url, rows, tell))
    process.start()
    tell.close()
    try:
        costs: Costs = told.recv()
    finally:
        process.join()
    return costs


def _child(url: str, rows: int, tell: Connection) -> None:
    tell.send(uvloop.run(_import(url, rows)))


async def _import(url: str, rows: int) -> Costs:
    imports = Imports(url)
    await imports.share(contact_list(rows))
    worker, reading, importing = imports.worker(), Heartbeat(), Heartbeat()
    gc.collect()
    gc.freeze()  # as the product does
    idle, began = memory("VmRSS"), perf_counter()
    working = asyncio.create_task(worker.run())
    with reading.beating():
        await imports.reaches(ImportState.REVIEW)
    read = perf_counter() - began
    await imports.start()
    began = perf_counter()
    with importing.beating():
        await imports.reaches(*OVER)
    imported = perf_counter() - began
    worker.stop()
    await working
    await imports.database.close()
    return Costs(read, reading.held_ms, imported, importing.held_ms, memory("VmHWM") - idle)


async def without_database(data: bytes) -> float:
    """Measure the seconds from bytes to rows ready to store, without any lookups."""
    began = perf_counter()
    job = Import(workspace_id=1, id=1, file_name="contacts.csv", columns_wanted={})
    file = await open_file(job, data, asyncio.Semaphore(1))
    reader, pepper = file.reader(now().date()), Pepper(b"bench")
    while rows := next_rows(reader, file.below, ROWS_AT_ONCE):
        values_of(job, rows, hashes(rows, pepper.hash), {}, set())
    return perf_counter() - began
