"""`python -m bot erase`: beside the program and alone, after asking."""

from pathlib import Path

from tests.kit.process import Outside, outside

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
