"""Our client of the Web API says and raises what slack_sdk's does, whichever way a call goes."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.metrics import Metrics
from bot.slack.client import SlackClient
from bot.tracing import NoTracing
from demo import DemoServer
from tests.kit.demo_app import MANIFEST


@pytest.fixture
async def demo() -> AsyncIterator[DemoServer]:
    async with DemoServer(manifest=MANIFEST) as demo:
        yield demo


@pytest.fixture
async def client(demo: DemoServer) -> AsyncIterator[SlackClient]:
    async with aiohttp.ClientSession() as session:
        yield SlackClient(demo.api_url, session, Metrics(), NoTracing())


async def test_each_request_has_its_token_and_hears_of_its_calls(
    demo: DemoServer, client: SlackClient
) -> None:
    calls: list[str] = []
    own = client.for_request(demo.bot_token, demo.team.id, lambda: calls.append("called"))
    posted = await own.chat_postMessage(channel="#general", text="Hello")
    assert (posted["ok"], posted.status_code, posted["message"]["text"]) == (True, 200, "Hello")
    assert (await own.users_list())["ok"]
    assert calls == ["called", "called"]
    with pytest.raises(SlackApiError, match="not_authed"):
        await client.chat_postMessage(channel="#general", text="Hello")
    assert (await client.chat_postMessage(token=demo.bot_token, channel="#general", text="Hello"))["ok"]
    assert calls == ["called", "called"]


async def test_a_refusal_is_the_one_that_slack_sdk_raises(demo: DemoServer, client: SlackClient) -> None:
    theirs = AsyncWebClient(base_url=demo.api_url)
    answers = []
    for each in (client, theirs):
        with pytest.raises(SlackApiError) as refused:
            await each.chat_postMessage(token=demo.bot_token, channel="C000000000", text="Hello")
        answers.append((str(refused.value), refused.value.response.data, refused.value.response.status_code))
    assert answers[0] == answers[1]


async def test_half_of_a_character_keeps_nothing_from_being_sent(
    demo: DemoServer, client: SlackClient
) -> None:
    posted = await client.chat_postMessage(token=demo.bot_token, channel="#general", text="Hello \ud800")
    assert posted["message"]["text"] == "Hello ?"


async def test_an_error_page_has_no_data(demo: DemoServer, client: SlackClient) -> None:
    demo.faults.down = "500"
    with pytest.raises(SlackApiError) as refused:
        await client.views_publish(token=demo.bot_token, user_id="U1", view={"type": "home", "blocks": []})
    assert (refused.value.response.data, refused.value.response.status_code) == ({}, 500)
