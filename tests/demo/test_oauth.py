"""Installing an app by OAuth in the stand-in, with a browser and the app's server."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from demo import DemoServer, northwind
from tests.kit.demo_app import MANIFEST

# slack_sdk still sends client id and secret by aiohttp's BasicAuth, which is deprecated
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
REDIRECT = "https://app.example/slack/oauth_redirect"


@pytest.fixture
async def demo() -> AsyncIterator[DemoServer]:
    async with DemoServer(manifest=MANIFEST, installed=False) as demo:
        yield demo


def address(demo: DemoServer, **more: str) -> str:
    asked = {
        "client_id": demo.client_id,
        "scope": "chat:write,commands",
        "state": "s1",
        "redirect_uri": REDIRECT,
    }
    return f"{demo.authorize_url}?{urlencode({**asked, **more})}"


def code_in(url: str) -> str:
    assert url.startswith(REDIRECT)
    query = parse_qs(urlsplit(url).query)
    assert query["state"] == ["s1"]
    return query["code"][0]


async def exchanged(demo: DemoServer, code: str, secret: str | None = None) -> dict[str, object]:
    client = AsyncWebClient(base_url=demo.api_url)
    answer = await client.oauth_v2_access(
        client_id=demo.client_id, client_secret=secret or demo.client_secret, code=code, redirect_uri=REDIRECT
    )
    assert isinstance(answer.data, dict)
    return answer.data


async def test_a_person_allows_and_the_code_becomes_a_token(demo: DemoServer) -> None:
    async with httpx.AsyncClient(trust_env=False, verify=False) as browser:
        page = await browser.get(address(demo))
        assert "Greeter asks to be installed in Acme" in page.text
        asked = dict(parse_qs(urlsplit(address(demo)).query).items())
        pressed = await browser.post(demo.authorize_url, data={key: each[0] for key, each in asked.items()})
    answer = await exchanged(demo, code_in(pressed.headers["location"]))
    assert answer["team"] == {"id": demo.team.id, "name": "Acme"}
    assert answer["scope"] == "chat:write,commands"
    client = AsyncWebClient(token=str(answer["access_token"]), base_url=demo.api_url)
    assert (await client.auth_test())["user_id"] == answer["bot_user_id"]
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.users_list()


async def test_a_code_is_good_once_and_for_its_own_client(demo: DemoServer) -> None:
    code = code_in(demo.allow(address(demo)))
    with pytest.raises(SlackApiError, match="bad_client_secret"):
        await exchanged(demo, code, secret="guessed")
    await exchanged(demo, code)
    with pytest.raises(SlackApiError, match="code_already_used"):
        await exchanged(demo, code)
    with pytest.raises(SlackApiError, match="invalid_code"):
        await exchanged(demo, "guessed")


async def test_scopes_beyond_the_manifest_are_refused(demo: DemoServer) -> None:
    async with httpx.AsyncClient(trust_env=False, verify=False) as browser:
        assert (await browser.get(address(demo, scope="admin"))).text == "invalid_scope"
        assert (await browser.get(address(demo, client_id="9.9"))).text == "invalid_client_id"


async def test_each_workspace_has_its_own_token_and_a_new_install_adds_scopes(demo: DemoServer) -> None:
    team = demo.add_workspace(northwind())
    here = await exchanged(demo, code_in(demo.allow(address(demo))))
    there = await exchanged(demo, code_in(demo.allow(address(demo), "admin", team.id)))
    assert here["access_token"] != there["access_token"]
    again = await exchanged(demo, code_in(demo.allow(address(demo, scope="users:read"))))
    assert again["access_token"] == here["access_token"]
    assert again["scope"] == "chat:write,commands,users:read"
