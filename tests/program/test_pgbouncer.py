"""The program behind PgBouncer in transaction mode, where each transaction may get another connection."""

from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from storage.engine import migrate
from storage.engine.backup import BackupRefused, back_up
from tests.kit.pgbouncer import pgbouncer
from tests.kit.postgres import Server
from tests.kit.process import outside

pytestmark = pytest.mark.postgres

TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


async def test_it_works_and_no_command_fails_once_the_server_is_back(
    tmp_path: Path, postgres: Server
) -> None:
    with postgres.database() as url, pgbouncer(postgres) as port:
        name, behind = url.rpartition("/")[2], url.replace(f":{postgres.port}/", f":{port}/")
        migrate.upgrade(behind)
        async with outside(tmp_path, DATABASE_URL=behind) as product:
            assert await product.invite("Ada Lovelace", "ada@x.dk")
            await product.settled()
            assert product.relay.recipients == ["ada@x.dk"]
            postgres.execute("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
            with psycopg.connect(postgres.url("postgres"), autocommit=True) as server:
                server.execute(TERMINATE, [name])
            await product.until(lambda: "database_away" in product.log)
            postgres.execute("ALTER DATABASE {} ALLOW_CONNECTIONS true", name)
            await product.until(lambda: "database_back" in product.log)
            for number in range(6):
                assert await product.invite("Bo Dahl", f"bo{number}@x.dk")
            await product.settled()
    assert len(product.relay.recipients) == 7


def test_a_backup_wants_the_server_itself(tmp_path: Path, postgres: Server) -> None:
    with postgres.database() as url, pgbouncer(postgres) as port:
        behind = url.replace(f":{postgres.port}/", f":{port}/")
        with pytest.raises(BackupRefused, match="DATABASE_URL leads to PgBouncer"):
            back_up(behind, tmp_path / "copy", datetime.now(UTC))
    assert list(tmp_path.iterdir()) == []
