"""Modules that a running product must not load into memory."""

import subprocess
import sys
from pathlib import Path

from storage.engine import migrate, schema
from tests.kit.forked import ROOT
from tests.kit.process import outside


async def test_a_running_product_has_loaded_nothing_of_the_demo(tmp_path: Path) -> None:
    async with outside(tmp_path, "tests.kit.telling_modules") as product:
        assert await product.invite("Ada", "ada@studio.example")
        assert await product.terminate() == 0
        loaded = product.log.splitlines()
    assert "bot.run" in loaded
    assert [each for each in loaded if each.startswith("bot.showcase")] == []
    needless = {"demo", "aiosmtpd", "websockets", "opentelemetry"}
    assert {each.partition(".")[0] for each in loaded} & needless == set()


def test_a_start_on_a_database_that_is_up_to_date_loads_neither_migrations_nor_another_database(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'here.db'}"
    migrate.upgrade(url)
    start = "import sys; from bot.commands import run; from bot.migrating import bring_up_to_date"
    told = f"{start}; bring_up_to_date({url!r}); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, check=True, capture_output=True, text=True)
    loaded = {each.partition(".")[0] for each in done.stdout.split()}
    assert "sqlalchemy" in loaded
    assert loaded & {"alembic", "mako", "psycopg", "dns", "dkim", "yaml", "flufl", "PIL"} == set()


def test_the_newest_schema_is_found_as_alembic_finds_it() -> None:
    assert migrate.missing(None)[-1].revision == schema.newest()
    assert all(schema.knows(step.revision) for step in migrate.missing(None))
