"""`python -m bot erase`: beside the program and alone, after asking."""

from pathlib import Path

import pytest

from bot.erase import erase_address
from tests.kit.installing import invite, name_managers, with_northwind
from tests.kit.outboxes import BOTH, database_of
from tests.kit.process import Outside, outside
from tests.kit.product import running

ADA, BO = "ada@x.dk", "bo@x.dk"


def addresses(product: Outside) -> list[str]:
    return [str(row["email"]) for row in product.rows("SELECT email FROM contact ORDER BY id")]


async def test_it_leaves_the_work_to_the_running_program_and_does_it_where_none_runs(tmp_path: Path) -> None:
    async with outside(tmp_path) as product:
        for name, email in (("Ada", ADA), ("Bo", BO)):
            await product.invite(name, email)
        await product.settled()
        unasked = product.command("erase", b"", ADA)
        assert (unasked.returncode, addresses(product)) == (1, [ADA, BO])
        assert "add --yes" in unasked.stderr
        assert product.command("erase", b"", "ada", "--yes").returncode == 2
        assert product.command("erase", b"", ADA, "--yes", "--workspace", "T0NOBODY").returncode == 2
        nobody = product.command("erase", b"", "nobody@x.dk", "--yes")
        assert (nobody.returncode, "is known" in nobody.stdout) == (0, True)
        beside = product.command("erase", b"", ADA, "--yes")
        assert (beside.returncode, beside.stderr) == (0, "")
        await product.until(lambda: addresses(product) == [BO])
        [row] = product.rows("SELECT payload FROM outbox WHERE kind = 'address_erasure'")
        assert row["payload"] == "{}"
        await product.terminate()
        alone = product.command("erase", b"", BO, "--yes")
        assert (alone.returncode, addresses(product)) == (0, [])
        assert b"bo@x.dk" not in product.path.read_bytes()


@pytest.mark.parametrize("kind", BOTH)
async def test_it_erases_from_one_company_alone(
    kind: str, request: pytest.FixtureRequest, migrated: Path, tmp_path: Path
) -> None:
    """Beside the program on SQLite it leaves the work to it; on PostgreSQL it does it itself."""
    with database_of(kind, request, migrated, tmp_path) as url:
        async with running(url, by_oauth=True) as house:
            northwind = await with_northwind(house)
            for team in (house.demo.team, northwind):
                manager = house.demo.person("manager", team.id)
                await name_managers(house, [manager.name], team)
                await invite(manager, Name="Ada", Email=ADA)
            await house.settled()
            assert await erase_address(house.program.settings, ADA, northwind.id, house.clock) == 1
            await house.settled()
            assert await house.rows("SELECT workspace_id FROM contact") == [{"workspace_id": 1}]
