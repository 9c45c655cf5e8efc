"""`python -m bot demo`: its output and its pool, a clean end by Ctrl-C, and a port in use."""

import asyncio
import csv
import io
import signal
import socket
import sys
import tempfile
from asyncio import create_subprocess_exec
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from bot.showcase.running import WELCOME
from tests.kit.patience import PATIENCE

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def demo(*arguments: str, folder: Path | None = None) -> AsyncIterator[Process]:
    """Run the demo as a child process, and end it whatever the test finds."""
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
    """Read the output up to `Ready`, as {words: address}."""
    assert process.stdout is not None
    lines: dict[str, str] = {}
    while "Ready" not in lines:
        line = (await process.stdout.readline()).decode()
        assert line, "it ended before it was ready"
        words, _, address = line.strip().partition(": ")
        lines[words] = address
    return lines


async def ended(process: Process) -> tuple[int | None, bytes, bytes]:
    """Press Ctrl-C. Return the exit status and the output after `Ready`."""
    process.send_signal(signal.SIGINT)
    said, complained = await process.communicate()
    return process.returncode, said, complained


async def test_it_prints_its_addresses_and_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    async with demo("--empty", "--port", "0", folder=tmp_path) as process:
        addresses = await printed(process)
        async with httpx.AsyncClient(trust_env=False, verify=False) as client:
            for words in ("Demo workspace", "Mailbox"):
                assert "Demo workspace" in (await client.get(addresses[words])).text
        assert await ended(process) == (0, b"", b"")
    assert await asyncio.to_thread(lambda: list(tmp_path.iterdir())) == []


async def test_two_demos_stand_side_by_side() -> None:
    async with demo("--empty") as first:
        addresses = await printed(first)
        async with demo("--empty") as second:
            assert (await printed(second))["Demo workspace"] != addresses["Demo workspace"]
            assert await ended(second) == (0, b"", b"")
        assert await ended(first) == (0, b"", b"")


async def test_it_opens_on_a_pool_at_work() -> None:
    async with demo("--port", "0") as process:
        addresses = await printed(process)
        async with httpx.AsyncClient(
            base_url=addresses["Demo workspace"], headers={"x-demo": "1"}, trust_env=False, verify=False
        ) as page:
            everybody = (await page.get("/demo/people")).json()
            assert (everybody["welcome"], everybody["opens_at"]) == (WELCOME, "home")
            exported = await contacts_of(page, everybody)
        assert await ended(process) == (0, b"", b"")
    assert Counter(row["status"] for row in exported) == {
        "active": 13, "invited": 8, "declined": 4, "applied": 2, "blocked": 1,
    }  # fmt: skip
    assert sum(row["hired"] != "" for row in exported) == 1


async def contacts_of(page: httpx.AsyncClient, everybody: dict[str, Any]) -> list[dict[str, str]]:
    """Export all contacts as Jordan Lee, in Slack. Those two who are archived are not among them."""
    jordan = next(each["id"] for each in everybody["people"] if each["name"] == "Jordan Lee")
    state = (await page.get("/demo/state", params={"person": jordan})).json()
    hiring, app = (next(each["id"] for each in state["channels"] if fits(each)) for fits in (_hiring, _app))
    asked = {"person": jordan, "channel": hiring, "command": "/contacts", "text": "export"}
    assert (await page.post("/demo/command", json=asked)).json() == {"ok": True}
    async with page.stream("GET", "/demo/events", timeout=PATIENCE) as changes:
        async for _ in changes.aiter_lines():
            said = (await page.get("/demo/messages", params={"person": jordan, "channel": app})).json()
            for file in [file for message in said["messages"] for file in message["files"]]:
                data = (await page.get(file["url"])).content
                return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    raise AssertionError("the changes ended")


def _hiring(channel: dict[str, Any]) -> bool:
    return bool(channel["name"] == "hiring")


def _app(channel: dict[str, Any]) -> bool:
    return bool(channel["is_app_dm"])


async def test_a_port_that_was_asked_for_and_is_taken_is_told_without_a_traceback() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with demo("--port", str(port)) as process:
            _, complained = await process.communicate()
    assert process.returncode == 2
    assert complained.decode() == f"Port {port} is taken. Choose another with --port, or leave --port out.\n"


async def without_its_packages(argument: str) -> tuple[int | None, bytes, bytes]:
    """Run a command without the demo's packages. Returns its status and output."""
    program = "sys.modules['aiosmtpd'] = None; runpy.run_module('bot', run_name='__main__')"
    process = await create_subprocess_exec(
        *(sys.executable, "-c", f"import runpy, sys; {program}", argument),
        cwd=ROOT,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
    )
    said, complained = await process.communicate()
    return process.returncode, said, complained


async def test_without_its_packages_it_says_how_to_get_them() -> None:
    status, said, complained = await without_its_packages("demo")
    assert (status, said) == (1, b"")
    assert complained.decode() == (
        "The demo needs packages of its own. Install them: scripts/setup requirements-demo.lock\n"
    )


async def test_without_its_packages_the_other_commands_are_listed() -> None:
    status, said, complained = await without_its_packages("--help")
    assert (status, complained) == (0, b"")
    assert b"rotate-keys" in said
    assert b"mailbox" not in said
