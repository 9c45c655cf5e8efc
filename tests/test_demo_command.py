"""`python -m bot demo`: what it prints, that Ctrl-C ends it cleanly, and what a taken port leads to."""

import asyncio
import signal
import socket
import sys
import tempfile
from asyncio import create_subprocess_exec
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent


@asynccontextmanager
async def demo(*arguments: str, folder: Path | None = None) -> AsyncIterator[Process]:
    """Whatever a test finds, nothing of it goes on running."""
    process = await create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", *arguments),
        cwd=ROOT,
        env={"TMPDIR": str(folder or tempfile.gettempdir()), "PATH": ""},
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def printed(process: Process) -> dict[str, str]:
    """What was printed until `Ready`, as {words: address}."""
    assert process.stdout is not None
    lines: dict[str, str] = {}
    while "Ready" not in lines:
        line = (await process.stdout.readline()).decode()
        assert line, "it ended before it was ready"
        words, _, address = line.strip().partition(": ")
        lines[words] = address
    return lines


async def ended(process: Process) -> tuple[int | None, bytes, bytes]:
    """What Ctrl-C leads to: status, and what was said after `Ready`."""
    process.send_signal(signal.SIGINT)
    said, complained = await process.communicate()
    return process.returncode, said, complained


async def test_it_prints_its_addresses_and_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    async with demo("--port", "0", folder=tmp_path) as process:
        addresses = await printed(process)
        async with httpx.AsyncClient(trust_env=False) as client:
            for words in ("Demo workspace", "Mailbox"):
                assert "Demo workspace" in (await client.get(addresses[words])).text
        assert await ended(process) == (0, b"", b"")
    assert await asyncio.to_thread(lambda: list(tmp_path.iterdir())) == []


async def test_two_demos_stand_side_by_side() -> None:
    async with demo() as first:
        addresses = await printed(first)
        async with demo() as second:
            assert (await printed(second))["Demo workspace"] != addresses["Demo workspace"]
            assert await ended(second) == (0, b"", b"")
        assert await ended(first) == (0, b"", b"")


async def test_a_port_that_was_asked_for_and_is_taken_is_told_without_a_traceback() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with demo("--port", str(port)) as process:
            _, complained = await process.communicate()
    assert process.returncode == 2
    assert complained.decode() == f"Port {port} is taken. Choose another with --port, or leave --port out.\n"
