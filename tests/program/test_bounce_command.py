"""`python -m bot bounce`, as a mail server's pipe runs it: beside the program, alone, without a database."""

from pathlib import Path

from tests.kit.process import Outside, outside
from tests.kit.reports import HUMAN, MESSAGE_ID, dsn

AWAY = "postgresql://contacts@127.0.0.1:9/contacts"


def states(product: Outside, kind: str) -> list[str]:
    return [str(row["state"]) for row in product.rows(f"SELECT state FROM outbox WHERE kind = '{kind}'")]


async def test_it_leaves_the_work_to_the_running_program_and_does_it_where_none_runs(tmp_path: Path) -> None:
    async with outside(tmp_path) as product:
        for name in ("Ada", "Bo"):
            await product.invite(name, f"{name.lower()}@x.dk")
        await product.settled()
        ids = [str(mail.message["Message-ID"]) for mail in product.relay.accepted]
        reports = [dsn("5.1.1", message_id=each) for each in ids]
        beside = product.command("bounce", reports[0])
        assert (beside.returncode, beside.stderr) == (0, "")
        await product.until(lambda: "bounced" in states(product, "invitation"))
        assert states(product, "bounce") == ["sent"]
        await product.terminate()
        alone = product.command("bounce", reports[1])
        assert (alone.returncode, states(product, "invitation")) == (0, ["bounced", "bounced"])
        assert states(product, "bounce") == ["sent"]
        assert product.command("bounce", dsn("5.1.1", message_id=MESSAGE_ID)).returncode == 0
        assert product.command("bounce", HUMAN, DATABASE_URL=AWAY).returncode == 0
        away = product.command("bounce", reports[1], DATABASE_URL=AWAY)
        assert away.returncode == 75
        assert "The database can't be used" in away.stderr
        missing = product.command("bounce", reports[1], DATABASE_URL=f"sqlite:///{tmp_path}/none.db")
        assert missing.returncode == 75
        assert not (tmp_path / "none.db").exists()
