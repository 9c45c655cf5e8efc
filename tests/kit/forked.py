"""Starts `python -m bot` as a process of its own, without importing everything again.

A second is most of what a short command takes, all of it imports. One process per test process has done them:
for each start it forks, and the child becomes the command, with its own folder, environment and output.
"""

import gc
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NamedTuple

from tests.kit.patience import PATIENCE

ROOT = Path(__file__).parents[2]
WHOLE_PROGRAM = (
    "bot.cli",
    "bot.commands.run",
    "bot.commands.database",
    "bot.commands.setting_up",
    "bot.commands.people",
)
LONGEST_ORDER, FEW_FILES = 65_536, 1_024


class Forked:
    """A child process of the forking one: the parts of `subprocess.Popen` that tests use."""

    def __init__(self, pid: int, report: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._report = report  # a pipe; what is written into it is how the process ended

    def poll(self) -> int | None:
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        status = self._look(timeout)
        if status is None:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
        return status

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def _look(self, seconds: float | None) -> int | None:
        if self.returncode is None and select.select([self._report], [], [], seconds)[0]:
            self.returncode = int(os.read(self._report, 20))
            os.close(self._report)
        return self.returncode


def start(
    module: str,
    *arguments: str,
    folder: Path,
    environment: dict[str, str],
    given: IO[bytes] | None = None,
    out: IO[bytes],
    err: IO[bytes],
) -> Forked:
    """Run a module as `python -m` does. `given` is its standard input, else it has none."""
    order = {"module": module, "arguments": arguments, "folder": str(folder), "environment": environment}
    report, reporter = os.pipe()
    channel = _forking()[1]
    with Path(os.devnull).open("rb") as nothing:
        files = [(given or nothing).fileno(), out.fileno(), err.fileno(), reporter]
        socket.send_fds(channel, [json.dumps(order).encode()], files)
    os.close(reporter)
    return Forked(int(channel.recv(20)), report)


def run(
    module: str,
    *arguments: str,
    folder: Path,
    environment: dict[str, str],
    given: bytes = b"",
    timeout: float = 60,
) -> subprocess.CompletedProcess[str]:
    """Run a module to its end, as `subprocess.run` does. `given` is its standard input."""
    with tempfile.TemporaryFile() as typed, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        typed.write(given)
        typed.seek(0)
        process = start(
            module, *arguments, folder=folder, environment=environment, given=typed, out=out, err=err
        )
        try:
            status = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(
            [module, *arguments], status, out.read().decode(), err.read().decode()
        )


@cache
def _forking() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start the process that forks, once."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(theirs.fileno())],
            cwd=ROOT,
            env={"PATH": os.defpath},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # a Ctrl-C ends the tests first, and they end this process
        )
    return process, ours


def end_forking() -> None:
    """End the process that forks, and what it has started."""
    if _forking.cache_info().currsize:
        process, channel = _forking()
        channel.close()
        process.wait(PATIENCE)
        _forking.cache_clear()


class Order(NamedTuple):
    said: dict[str, Any]
    files: list[int]  # standard input, output and errors


def serve(channel: socket.socket) -> Order | None:
    """Fork for each order. Returns the order in the child, and None in the parent when the tests are over."""
    wake_up, signalled = socket.socketpair()
    signalled.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(signalled.fileno())
    reporters: dict[int, int] = {}
    while True:
        awake, _, _ = select.select([channel, wake_up], [], [])
        if wake_up in awake:
            wake_up.recv(1_000)
            _report_the_dead(reporters)
        if channel in awake:
            said, (*files,), _, _ = socket.recv_fds(channel, LONGEST_ORDER, 4)
            if not said:
                break
            *standard, reporter = files
            if (pid := os.fork()) == 0:
                return Order(json.loads(said), standard)
            reporters[pid] = reporter
            for file in standard:
                os.close(file)
            channel.send(str(pid).encode())
    for pid in reporters:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return None


def _report_the_dead(reporters: dict[int, int]) -> None:
    while reporters:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        reporter = reporters.pop(pid)
        os.write(reporter, str(os.waitstatus_to_exitcode(status)).encode())
        os.close(reporter)


def become(order: Order) -> None:
    """Turn this child into what was ordered."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, file in enumerate(order.files):
        os.dup2(file, number)
    os.closerange(3, FEW_FILES)
    os.chdir(order.said["folder"])
    os.environ.clear()
    os.environ.update(order.said["environment"])
    sys.argv = [order.said["module"], *order.said["arguments"]]
    runpy.run_module(order.said["module"], run_name="__main__", alter_sys=True)


def main() -> None:
    channel = socket.socket(fileno=int(sys.argv[1]))
    gc.disable()
    for module in WHOLE_PROGRAM:
        import_module(module)
    gc.freeze()
    gc.enable()
    if order := serve(channel):
        channel.detach()
        become(order)


if __name__ == "__main__":
    main()
