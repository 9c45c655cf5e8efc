"""The product, fresh for every test."""

import gc
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.log import set_up_logging
from storage import migrate
from tests.postgres import Server
from tests.postgres import postgres as postgres
from tests.product import House, fresh_sqlite, migrated_sqlite, running

# Begun first, so that no worker is left alone with one of them at the end.
LONG = {
    *("test_imports_restart.py", "test_restart.py", "test_two_workspaces.py", "test_tour.py"),
    *("test_demo_command.py", "test_imports_together.py", "test_signup_abuse.py", "test_rotate_keys.py"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONG)


def pytest_collection_finish() -> None:
    """Thousands of tests are there to stay: garbage is not looked for among them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def logging() -> None:
    set_up_logging("warning", "console")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated_sqlite(tmp_path_factory.mktemp("schema"))


@pytest.fixture
def database_url(migrated: Path, tmp_path: Path) -> str:
    return fresh_sqlite(migrated, tmp_path)


@pytest.fixture
async def house_over_socket(database_url: str) -> AsyncIterator[House]:
    """The same over Socket Mode."""
    async with running(database_url, over_socket=True) as house:
        await house.name_hiring_manager("Jordan Lee")
        yield house


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """Acme's workspace with the product installed; Jordan Lee is a hiring manager already."""
    async with running(database_url) as house:
        await house.name_hiring_manager("Jordan Lee")
        yield house


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def house_on_either(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[House]:
    """The house on each database in turn, with two hiring managers: for what happens at once."""
    with ExitStack() as stack:
        if request.param == "postgresql":
            server: Server = request.getfixturevalue("postgres")
            database_url = stack.enter_context(server.database(server.template("migrated", migrate.upgrade)))
        async with running(database_url) as house:
            await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
            yield house
