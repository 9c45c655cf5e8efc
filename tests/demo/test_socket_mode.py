"""Socket Mode on the wire: hello, several connections, acknowledgements, redelivery and disconnects."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from demo import DemoServer
from tests.kit.demo_app import MANIFEST, Greeter, over_socket
from tests.kit.patience import PATIENCE

Json = dict[str, Any]
Socket = aiohttp.ClientWebSocketResponse


@pytest.fixture
async def demo() -> AsyncIterator[DemoServer]:
    async with DemoServer(manifest=MANIFEST, ack_timeout=PATIENCE) as demo:
        yield demo


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def address(demo: DemoServer) -> str:
    client = AsyncWebClient(base_url=demo.api_url)
    return str((await client.apps_connections_open(app_token=demo.app_token))["url"])


async def connected(demo: DemoServer, session: aiohttp.ClientSession) -> Socket:
    socket = await session.ws_connect(await address(demo))
    hello = await socket.receive_json()
    assert hello["type"] == "hello"
    assert hello["num_connections"] == demo.sockets.count
    return socket


async def ack(socket: Socket, **payload: Any) -> Json:
    envelope: Json = await socket.receive_json()
    await socket.send_str(json.dumps({"envelope_id": envelope["envelope_id"], "payload": payload}))
    return envelope


async def test_an_address_is_good_for_one_connection(
    demo: DemoServer, session: aiohttp.ClientSession
) -> None:
    url = await address(demo)
    await session.ws_connect(url)
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(url)
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await AsyncWebClient(base_url=demo.api_url).apps_connections_open(app_token="xapp-other")


async def test_a_command_travels_in_an_envelope_and_the_ack_carries_words(
    demo: DemoServer, session: aiohttp.ClientSession
) -> None:
    socket = await connected(demo, session)
    seen, envelope = await asyncio.gather(
        demo.person("manager").command("/greet", "you"), ack(socket, text="Hello")
    )
    assert seen.words.strip() == "Hello"
    assert (envelope["type"], envelope["payload"]["text"]) == ("slash_commands", "you")
    assert envelope["accepts_response_payload"] is True


async def test_payloads_go_to_one_connection_each(demo: DemoServer, session: aiohttp.ClientSession) -> None:
    sockets = [await connected(demo, session) for _ in range(2)]
    jordan = demo.person("manager")
    for socket in sockets:
        await asyncio.gather(jordan.command("/greet"), ack(socket))
    assert demo.problems == []


async def test_an_event_that_is_not_acked_comes_again(
    demo: DemoServer, session: aiohttp.ClientSession
) -> None:
    socket = await connected(demo, session)
    demo.courier.ack_timeout = 0.5
    opening = asyncio.create_task(demo.person("manager").open_home())
    first = await socket.receive_json()
    second = await ack(socket)
    await opening
    assert (first["type"], first["retry_attempt"]) == ("events_api", 0)
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert first["payload"]["event_id"] == second["payload"]["event_id"]


async def test_what_a_lost_connection_had_not_acked_goes_to_another(
    demo: DemoServer, session: aiohttp.ClientSession
) -> None:
    first = await connected(demo, session)
    opening = asyncio.create_task(demo.person("manager").open_home())
    await first.receive_json()
    second = await connected(demo, session)
    await first.close()
    envelope = await ack(second)
    await opening
    assert envelope["retry_attempt"] == 1


async def test_without_a_connection_a_command_fails(demo: DemoServer) -> None:
    seen = await demo.person("manager").command("/greet")
    assert seen.error == '/greet failed with the error "dispatch_failed"'


async def test_an_app_that_is_told_to_go_comes_back() -> None:
    async with DemoServer(manifest=MANIFEST) as demo:
        greeter = Greeter(demo)
        async with over_socket(greeter):
            await demo.disconnect_sockets("refresh_requested")
            assert demo.sockets.count == 0
            await demo.until(lambda: demo.sockets.count == 1)
            assert (await demo.person("manager").command("/greet", "help")).words.strip() == "Say /greet"
            assert len(demo.calls("apps.connections.open")) == 2


async def test_an_eleventh_connection_is_sent_away(demo: DemoServer, session: aiohttp.ClientSession) -> None:
    ten = [await connected(demo, session) for _ in range(10)]
    eleventh = await session.ws_connect(await address(demo))
    assert (await eleventh.receive_json())["reason"] == "too_many_websockets"
    assert demo.sockets.count == len(ten)
