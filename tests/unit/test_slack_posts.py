"""Addresses that Slack names: what we post goes to Slack alone, and no more is read than may be."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from blocks.kit.modal import text_message
from bot.services.files.limits import MOST_BYTES, FileRefused
from bot.slack.files import NewFile, fetch, upload
from bot.slack.response_url import NotTaken, post_answer

FILE = NewFile("contacts.csv", b"name,email", "Here you are.")


class Leading(AsyncWebClient):
    """A Web API at a server of this machine, which names an address to upload to."""

    def __init__(self, server: BaseTestServer, session: aiohttp.ClientSession, upload_url: str = "") -> None:
        super().__init__(base_url=str(server.make_url("/api/")), session=session)
        self._upload_url = upload_url

    async def api_call(self, api_method: str, **given: Any) -> AsyncSlackResponse:
        data = {"ok": True, "upload_url": self._upload_url, "file_id": "F1"}
        its: dict[str, Any] = {"http_verb": "POST", "api_url": api_method, "req_args": given}
        return AsyncSlackResponse(client=self, data=data, headers={}, status_code=200, **its)


@pytest.fixture
async def heard() -> list[str]:
    return []


@pytest.fixture
async def server(heard: list[str]) -> AsyncIterator[BaseTestServer]:
    """Run a server that sends everybody from /here to /there, and hears who comes."""

    async def hear(request: web.Request) -> web.Response:
        heard.append(request.path)
        if request.path == "/here":
            return web.Response(status=307, headers={"Location": "/there"})
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", hear)
    async with TestServer(app) as server:
        yield server


async def test_an_answer_is_sent_on_to_nobody(server: BaseTestServer, heard: list[str]) -> None:
    async with aiohttp.ClientSession() as session:
        client, message = Leading(server, session), text_message("Done")
        await post_answer(client, str(server.make_url("/taken")), message)
        with pytest.raises(NotTaken):
            await post_answer(client, str(server.make_url("/here")), message)
        with pytest.raises(NotTaken):
            await post_answer(client, f"http://localhost:{server.port}/elsewhere", message)
    assert heard == ["/taken", "/here"]


async def test_a_file_goes_to_slack_and_is_sent_on_to_nobody(
    server: BaseTestServer, heard: list[str]
) -> None:
    async with aiohttp.ClientSession() as session:
        taken = Leading(server, session, str(server.make_url("/taken")))
        assert await upload(taken, "xoxb-1", "C1", FILE) == "F1"
        for url in (str(server.make_url("/here")), f"http://localhost:{server.port}/elsewhere"):
            with pytest.raises(NotTaken):
                await upload(Leading(server, session, url), "xoxb-1", "C1", FILE)
    assert heard == ["/taken", "/here"]


async def test_of_a_file_that_is_too_large_no_more_is_read_than_may_be() -> None:
    """It does not say how large it is."""
    sent, piece = list[int](), bytes(1_000_000)

    async def send(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        with suppress(ConnectionError):
            for _ in range(3 * MOST_BYTES // len(piece)):
                await answer.write(piece)
                sent.append(len(piece))
        return answer

    app = web.Application()
    app.router.add_get("/file", send)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        hosts = {f"{server.host}:{server.port}"}
        with pytest.raises(FileRefused, match="larger than 20 MB"):
            await fetch(Leading(server, session), "xoxb-1", str(server.make_url("/file")), hosts)
    assert MOST_BYTES <= sum(sent) < 2 * MOST_BYTES
