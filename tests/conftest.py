"""Fixtures: the product, new for every test."""

import asyncio
import gc
import os
import shutil
import sys
from asyncio import AbstractEventLoop
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
import pytest_asyncio
import uvloop

from bot.log import set_up_logging
from bot.run import SLACK_SECONDS
from storage.engine import migrate
from tests.kit.forked import end_forking
from tests.kit.machine import memory
from tests.kit.postgres import Server
from tests.kit.postgres import postgres as postgres
from tests.kit.product import House, MovableClock, fresh_sqlite, migrated_sqlite, running, sqlite_url
from tests.kit.statements import share_compiled_statements

TESTS = Path(__file__).parent
# They wait for leases and other processes. Two test processes begin with them, each with half, so that none
# is alone at the end; the others use the cores meanwhile.
LONG = (
    ("program/test_restart", "workspace/test_two_workspaces", "imports/test_restart"),
    (
        *("program/test_failpoints", "demo/test_tour", "demo/test_command"),
        *("signup/test_abuse", "imports/test_together", "program/test_rotate_keys"),
    ),
)
MOST_WORKERS = 5


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Start three workers more than there are cores, since many tests wait for a lease or another process."""
    return min((os.cpu_count() or 1) + 3, MOST_WORKERS)


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], AbstractEventLoop]]:
    """Choose the event loop in which the product runs."""
    return {"uvloop": uvloop.new_event_loop}


def pytest_configure(config: pytest.Config) -> None:
    """Fail if a given file does not exist, which the workers of xdist do not report.

    No garbage is collected before all tests are: what is imported stays. httpx looks for sniffio, which is
    not installed, several times a request; each time it would search all of Python's path for it.

    The tests' folders are in memory where there is room: they wait for a disk at each commit.
    """
    if folder := memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]
    for path in (argument.partition("::")[0] for argument in config.args):
        if not Path(path).exists():
            raise pytest.UsageError(f"there is no {path}")
    gc.disable()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config
) -> None:
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        terminalreporter.write_line(f"No test fits: {' '.join(config.invocation_params.args)}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the long tests first, and half of them where xdist's second process begins: shares are equal."""
    first, second = ([item for item in items if item.path in paths] for paths in map(paths_of, LONG))
    long = {*first, *second}
    rest = [item for item in items if item not in long]
    share = len(items) // getattr(config, "workerinput", {"workercount": 1})["workercount"]
    others = max(share - len(first), 0)
    items[:] = [*first, *rest[:others], *second, *rest[others:]]


def paths_of(names: Iterable[str]) -> set[Path]:
    return {TESTS / f"{name}.py" for name in names}


def pytest_collection_finish() -> None:
    """Exclude the collected tests from garbage collection: they stay until the end.

    Garbage of the tests is collected a hundred times less often than usual.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def logging() -> None:
    set_up_logging("warning", "console")


@pytest.fixture(scope="session", autouse=True)
def compiled_statements() -> None:
    share_compiled_statements()


@pytest.fixture(scope="session", autouse=True)
def forking() -> Iterator[None]:
    """End the process that forks, if a test has started it."""
    yield
    end_forking()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated_sqlite(tmp_path_factory.mktemp("schema"))


@pytest.fixture
def database_url(migrated: Path, tmp_path: Path) -> str:
    return fresh_sqlite(migrated, tmp_path)


@pytest.fixture
async def house_over_socket(database_url: str) -> AsyncIterator[House]:
    """Run the product over Socket Mode."""
    async with running(database_url, over_socket=True) as house:
        await house.name_hiring_manager("Jordan Lee")
        yield house


@pytest.fixture(scope="session")
def set_up(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the files of a workspace in which Jordan Lee is a hiring manager, once, to copy from.

    An asynchronous fixture would be made anew for every test, because each test is given its event loop.
    """
    folder = tmp_path_factory.mktemp("set-up")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_set_up(fresh_sqlite(migrated, folder)))
    return folder


async def _set_up(database_url: str) -> None:
    """Work half an hour earlier: the stand-in's ids hold the second they are made in, so none recurs."""
    async with running(database_url, clock=MovableClock(minutes=-30)) as house:
        await house.name_hiring_manager("Jordan Lee")
        # Known to the program: on a busy machine, Slack may take too long to say who somebody new is.
        await house.person("Jordan Lee").command("/contacts", "help")


@pytest.fixture
def set_up_url(set_up: Path, tmp_path: Path) -> str:
    shutil.copytree(set_up, tmp_path, dirs_exist_ok=True)
    return sqlite_url(tmp_path)


@pytest.fixture
async def house(set_up_url: str) -> AsyncIterator[House]:
    """Run the product in Acme's workspace, with Jordan Lee as a hiring manager."""
    async with running(set_up_url) as house:
        yield house


@pytest.fixture
async def hasty(set_up_url: str) -> AsyncIterator[House]:
    """Run it with the patience for Slack that it has in earnest."""
    async with running(set_up_url, slack_seconds=SLACK_SECONDS) as house:
        yield house


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running_on(set_up: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Run the product once for all tests of a module that use `standing_house`."""
    folder = tmp_path_factory.mktemp("standing")
    shutil.copytree(set_up, folder, dirs_exist_ok=True)
    async with running(sqlite_url(folder)) as house:
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def standing_house(running_on: House) -> AsyncIterator[House]:
    """Lend a product that runs on, to tests that do not disturb each other.

    They are marked with its loop's scope.
    """
    yield running_on
    await running_on.settled()
    assert running_on.demo.problems == [], running_on.demo.problems


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def house_on_either(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[House]:
    """Run the product on each database in turn, with two hiring managers.

    Tests of simultaneous actions use it.
    """
    with ExitStack() as stack:
        if request.param == "postgresql":
            server: Server = request.getfixturevalue("postgres")
            database_url = stack.enter_context(server.database(server.template("migrated", migrate.upgrade)))
        async with running(database_url) as house:
            await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
            yield house
