"""Measures slash commands while the product reads and imports a long list."""

import asyncio
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

import uvloop

from bench.command import Client, environment, stub
from bench.import_list import OVER, Imports, contact_list
from bench.processes import process, wait_for
from bot.server import free_port
from storage.entities.status import ImportState

PAUSE_SECONDS = 0.02  # between two commands, as in a busy workspace


@dataclass(frozen=True)
class Late:
    """The slowest and the median time, in milliseconds."""

    worst: float
    median: float
    count: int


def while_importing(url: str, rows: int) -> Late:
    """Run commands while the product, from its start, reads a file and imports all of it."""
    imports = Imports(url)
    uvloop.run(_share(imports, rows))
    port = free_port()
    with stub() as slack, tempfile.TemporaryDirectory() as folder:
        env = environment(f"http://127.0.0.1:{slack}/api/", port, folder, DATABASE_URL=url)
        with process("bot", "run", env=env):
            wait_for(f"http://127.0.0.1:{port}/readyz", status=200)
            times = uvloop.run(_commands(imports, port))
    return Late(max(times) * 1000, median(times) * 1000, len(times))


async def _share(imports: Imports, rows: int) -> None:
    await imports.share(contact_list(rows))
    await imports.database.close()


async def _commands(imports: Imports, port: int) -> list[float]:
    async with Client(port) as client:
        await client.command()  # the first also looks up the member
        times = await _until(client, imports.reaches(ImportState.REVIEW))
        await imports.start()
        times += await _until(client, imports.reaches(*OVER))
    await imports.database.close()
    return times


async def _until(client: Client, over: Coroutine[Any, Any, None]) -> list[float]:
    times: list[float] = []
    waiting = asyncio.create_task(over)
    while not waiting.done():
        began = perf_counter()
        await client.command()
        times.append(perf_counter() - began)
        await asyncio.sleep(PAUSE_SECONDS)
    await waiting
    return times
