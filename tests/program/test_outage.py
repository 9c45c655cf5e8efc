"""A database that goes away while the program runs: two lines in the log, and kind answers."""

import json
import resource
import sys
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from storage.engine import migrate
from tests.kit.outboxes import a_moment
from tests.kit.postgres import Server
from tests.kit.process import Outside, outside

ADA = "ada@studio.example"
TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
SMALL = 16_384  # bytes; the database's log is longer, that of the program shorter


async def invitation_page(product: Outside) -> str:
    assert await product.invite("Ada Lovelace", ADA)
    await product.until(lambda: product.relay.accepted)
    text = product.relay.accepted[0].message.get_body(("plain",))
    assert text
    words: list[str] = text.get_content().split()
    return next(word for word in words if word.startswith(f"{product.url}/i/"))


ORDINARY = {"mail_sent", "decision"}  # what was done before and after


def lines(product: Outside, since: int) -> list[dict[str, Any]]:
    """What has been logged since; nothing but JSON."""
    return [json.loads(line) for line in product.log[since:].splitlines()]


async def is_noticed(web: httpx.AsyncClient, wanted: int) -> httpx.Response:
    """Wait for a status of /readyz, with which the database agrees.

    It is also 503 while a worker waits for something else.
    """
    while (answer := await web.get("/readyz")).status_code != wanted or answer.json()["database"] is not (
        wanted == 200
    ):
        await a_moment()
    return answer


async def is_told(product: Outside, since: int, event: str) -> None:
    await product.until(lambda: event in [line["event"] for line in lines(product, since)])


async def use(product: Outside, web: httpx.AsyncClient, page: str) -> list[httpx.Response]:
    """Press buttons on pages and in Slack, each several times."""
    answers = []
    for _ in range(3):
        assert not await product.invite("Bo Dahl", "bo@studio.example")
        answers.append(await web.post(f"{page}/accept"))
    return answers


@pytest.mark.postgres
async def test_a_server_that_is_gone_for_a_while(tmp_path: Path, postgres: Server) -> None:
    with postgres.database() as url:
        migrate.upgrade(url)
        name = url.rpartition("/")[2]
        async with (
            outside(tmp_path, DATABASE_URL=url) as product,
            product.browser(product.url) as web,
        ):
            page, since = await invitation_page(product), len(product.log)
            postgres.execute("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
            with psycopg.connect(postgres.url("postgres"), autocommit=True) as server:
                server.execute(TERMINATE, [name])
            ready = await is_noticed(web, 503)
            for answer in await use(product, web, page):
                assert answer.status_code == 503
                assert "Our database can&#39;t be reached right now." in answer.text
                assert int(answer.headers["Retry-After"]) > 0
            await is_told(product, since, "database_away")
            postgres.execute("ALTER DATABASE {} ALLOW_CONNECTIONS true", name)
            await is_noticed(web, 200)
            await is_told(product, since, "database_back")
            assert (await web.post(f"{page}/accept")).status_code == 200
        told = lines(product, since)
    assert ready.json()["database"] is False
    assert ready.json()["detail"].startswith("The database can't be reached right now. (database: ")
    about = [line for line in told if line["event"] not in ORDINARY]
    assert [(line["event"], line["level"]) for line in about] == [
        ("database_away", "error"), ("database_back", "info"),
    ]  # fmt: skip
    assert about[1]["seconds"] >= 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits another process's files")
async def test_a_disk_without_room_for_a_while(tmp_path: Path) -> None:
    async with outside(tmp_path) as product, product.browser(product.url) as web:
        page, since = await invitation_page(product), len(product.log)
        assert product.process
        unlimited = resource.prlimit(product.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(product.process.pid, resource.RLIMIT_FSIZE, (SMALL, unlimited[1]))
        for answer in await use(product, web, page):
            assert answer.status_code == 503
            assert "We can&#39;t save anything right now." in answer.text
        ready = await is_noticed(web, 503)
        await is_told(product, since, "database_away")
        resource.prlimit(product.process.pid, resource.RLIMIT_FSIZE, unlimited)
        await is_noticed(web, 200)
        await is_told(product, since, "database_back")
        assert (await web.post(f"{page}/accept")).status_code == 200
        told = [line["event"] for line in lines(product, since)]
    assert ready.json()["database"] is False
    assert (
        ready.json()["detail"]
        == "The database's disk can't be written to right now. (database: disk I/O error)"
    )
    about = [event for event in told if event not in ORDINARY]
    # small writes may find room in between
    assert about == ["database_away", "database_back"] * (len(about) // 2)
