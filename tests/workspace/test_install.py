"""Installing by OAuth: the page, a state bound to one browser and valid once, and token storage."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette

from bot.security.keyring import Keyring
from bot.slack.oauth import OAuth
from bot.web.install import Installer, routes
from bot.web.pages import Pages
from demo import northwind
from tests.kit.installing import add_to_slack, browser, install, name_managers, state_in, with_northwind
from tests.kit.patience import PATIENCE
from tests.kit.product import House, running

ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk"}


@pytest.fixture
async def bare(database_url: str) -> AsyncIterator[House]:
    """Run the product without any installation."""
    async with running(database_url, by_oauth=True) as house:
        yield house


async def tokens(house: House) -> list[object]:
    return [row["token"] for row in await house.rows("SELECT token FROM install ORDER BY workspace_id")]


async def test_the_page_leads_to_slack_with_the_scopes_of_the_manifest(bare: House) -> None:
    async with browser(bare) as at:
        url = await add_to_slack(at)
    assert url.startswith(bare.demo.authorize_url + "?")
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert query["client_id"] == bare.demo.client_id
    assert query["redirect_uri"] == f"{bare.program.settings.public_url}/slack/oauth_redirect"
    assert "chat:write" in query["scope"].split(",")
    assert "demo-client-secret" not in url


async def test_a_workspace_is_ready_as_soon_as_it_has_allowed_the_app(bare: House) -> None:
    done = await install(bare)
    assert done.status_code == 200
    assert "Trusted Contacts is in <bdi>Acme</bdi>" in done.text
    await bare.settled()
    maria = bare.person("Maria Garcia")
    assert "First choose who may invite people" in maria.message("Trusted Contacts is installed").words
    await maria.click("Settings", on=maria.message("Trusted Contacts is installed"))
    await maria.click("Change", near="People and rights")
    await maria.fill({"Hiring managers": ["Jordan Lee"]})
    await maria.submit()
    await bare.invite(**ADA)
    await bare.press_in_mail("ada@x.dk", "Accept")
    await bare.settled()
    assert "accepted" in bare.person("Jordan Lee").message("Ada Lovelace accepted").words


async def test_opening_the_page_stores_nothing(bare: House) -> None:
    async with browser(bare) as at:
        for _ in range(5):
            await add_to_slack(at)
            await at.head("/slack/install")
            await at.head("/slack/oauth_redirect")
        back = bare.demo.allow(await add_to_slack(at))
        await at.head(back)
        assert await bare.rows("SELECT * FROM spent") == await bare.rows("SELECT * FROM install") == []
        assert (await at.get(back)).status_code == 200, "a check whether the page exists uses nothing up"


async def test_no_request_asks_slack_whose_it_is(bare: House) -> None:
    await install(bare)
    await bare.settled()
    asked = len(bare.demo.calls("auth.test"))
    maria = bare.person("Maria Garcia")
    for _ in range(3):
        await maria.command("/contacts", "help")
    assert len(bare.demo.calls("auth.test")) == asked == 1


async def test_whoever_installed_it_is_an_administrator(bare: House) -> None:
    await install(bare, who="Peter Holm")
    peter = bare.person("Peter Holm")
    await peter.command("/contacts", "settings")
    assert peter.form.title == "Settings"
    said = await bare.rows("SELECT actor, origin FROM event WHERE kind = 'app installed'")
    assert said == [{"actor": peter.id, "origin": "web"}]


async def test_an_installation_learns_whom_people_may_ask_for_access(bare: House) -> None:
    await install(bare, who="Peter Holm")
    async with asyncio.timeout(PATIENCE):
        while not await bare.rows("SELECT name FROM member WHERE name = 'Maria Garcia'"):
            await bare.something_happens()
    home = await bare.person("Sam Rivera").open_home()
    assert home and "Ask one of these people for access: @Peter Holm @Maria Garcia" in home.text


async def test_settings_say_what_was_not_granted_and_where_to_install_it_again(
    bare: House,
) -> None:
    await install(bare)
    maria = bare.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    assert "permissions" not in maria.form.words
    await maria.close()
    await bare.plant("UPDATE workspace SET scopes = :few", few='["chat:write", "commands"]')
    await maria.command("/contacts", "settings")
    assert "Importing contact lists (needs files:read)" in maria.form.words
    link = f"<{bare.program.settings.public_url}/slack/install|Install it again>"
    assert link in str(maria.form.blocks)
    await maria.close()
    await install(bare)
    await maria.command("/contacts", "settings")
    assert "permissions" not in maria.form.words


async def test_who_installs_it_again_is_no_administrator_by_that(bare: House) -> None:
    await install(bare)
    await install(bare, who="Peter Holm")
    seen = await bare.person("Peter Holm").command("/contacts", "settings")
    assert "Only administrators may change settings here." in seen.words


async def test_a_workspace_that_never_installed_it_reads_so(bare: House) -> None:
    await install(bare)
    other = bare.demo.add_workspace(northwind(), bot_token="xoxb-allowed-elsewhere")
    seen = await bare.demo.person("Max Berg", other.id).command("/invite-contact")
    assert "isn't installed in this workspace" in seen.words


async def refused(house: House, answer: httpx.Response, words: str) -> None:
    assert answer.status_code == 400
    assert words in answer.text
    assert 'href="/slack/install"' in answer.text
    assert await house.rows("SELECT * FROM install") == []
    assert await house.rows("SELECT * FROM workspace") == []


async def test_a_state_of_another_browser_is_refused(bare: House) -> None:
    async with browser(bare) as mine, browser(bare) as other:
        back = bare.demo.allow(await add_to_slack(mine))
        await refused(bare, await other.get(back), "in another browser")
        await add_to_slack(other)
        await refused(bare, await other.get(back), "in another browser")


@pytest.mark.parametrize("state", ["", "x", "WyJhIiwxLCJiIl0.x", "\u0661", "a" * 5_000])
async def test_a_state_that_is_none_of_ours_is_refused(bare: House, state: str) -> None:
    async with browser(bare) as at:
        url = await add_to_slack(at)
        code = parse_qs(urlsplit(bare.demo.allow(url)).query)["code"][0]
        answer = await at.get("/slack/oauth_redirect", params={"code": code, "state": state})
        await refused(bare, answer, "Nothing was installed.")
        await refused(bare, await at.get("/slack/oauth_redirect", params={"code": code}), "Nothing was")


async def test_a_state_is_good_once_and_for_ten_minutes(bare: House) -> None:
    async with browser(bare) as at:
        url = await add_to_slack(at)
        bare.forward(minutes=11)
        await refused(bare, await at.get(bare.demo.allow(url)), "opened too long ago")
        url = await add_to_slack(at)
        assert (await at.get(bare.demo.allow(url))).status_code == 200
        kept = await tokens(bare)
        again = await at.get(bare.demo.allow(url))
        assert (again.status_code, await tokens(bare)) == (400, kept)
        other = await add_to_slack(at)
        assert state_in(other) != state_in(url)
        assert (await at.get(bare.demo.allow(other))).status_code == 200, "another tab of the same browser"


async def test_a_page_opened_twice_in_one_browser_can_be_finished_in_either_tab(bare: House) -> None:
    async with browser(bare) as at:
        first, _second = await add_to_slack(at), await add_to_slack(at)
        assert (await at.get(bare.demo.allow(first))).status_code == 200


async def test_a_code_is_good_once(bare: House) -> None:
    async with browser(bare) as at:
        back = bare.demo.allow(await add_to_slack(at))
        assert (await at.get(back)).status_code == 200
        code = parse_qs(urlsplit(back).query)["code"][0]
        kept = await tokens(bare)
        with bare.demo.expecting("code_already_used"):
            state = state_in(await add_to_slack(at))
            again = await at.get("/slack/oauth_redirect", params={"code": code, "state": state})
    assert again.status_code == 400
    assert "no longer accepts this code" in again.text
    assert await tokens(bare) == kept


async def test_who_presses_cancel_at_slack_reads_that_nothing_was_installed(bare: House) -> None:
    async with browser(bare) as at:
        state = state_in(await add_to_slack(at))
        answer = await at.get("/slack/oauth_redirect", params={"error": "access_denied", "state": state})
        await refused(bare, answer, "allow it in Slack.")


async def test_a_code_beside_an_error_installs_nothing(bare: House) -> None:
    async with browser(bare) as at:
        back = bare.demo.allow(await add_to_slack(at))
        await refused(bare, await at.get(f"{back}&error=access_denied"), "allow it in Slack.")


@pytest.mark.parametrize("how", ["500", "refuse"])
async def test_slack_being_away_is_told_and_installs_nothing(
    bare: House, how: Literal["500", "refuse"]
) -> None:
    async with browser(bare) as at:
        back = bare.demo.allow(await add_to_slack(at))
        bare.demo.faults.down = how
        answer = await at.get(back)
        bare.demo.faults.clear()
    assert (answer.status_code, "Nothing was installed" in answer.text) == (503, True)
    assert await bare.rows("SELECT * FROM workspace") == []
    bare.demo.forgive()


@pytest.mark.parametrize(
    ("code", "status", "words"),
    [
        ("code_expired", 400, "no longer accepts this code"),
        ("invalid_code", 400, "no longer accepts this code"),
        ("ratelimited", 503, "reached right now"),
        ("service_unavailable", 503, "reached right now"),
        ("bad_client_secret", 502, "let the app in"),
        ("a_code_of_tomorrow", 502, "let the app in"),
    ],
)
async def test_a_refusal_of_slack_says_whether_trying_again_helps(
    bare: House, code: str, status: int, words: str
) -> None:
    async with browser(bare) as at:
        back = bare.demo.allow(await add_to_slack(at))
        bare.demo.faults.once("oauth.v2.access", code)
        answer = await at.get(back)
    assert (answer.status_code, words in answer.text) == (status, True)
    assert await bare.rows("SELECT * FROM workspace") == []


class Rotating(AsyncWebClient):
    """A Slack that grants a token which ends by itself, as with token rotation."""

    async def api_call(self, api_method: str, **_: Any) -> Any:
        return {"access_token": "xoxe.xoxb-1", "token_type": "bot", "refresh_token": "xoxe-1"}


async def test_a_token_that_ends_by_itself_is_told_on_the_page(bare: House) -> None:
    program = bare.program
    oauth = OAuth(Rotating(), "1.2", "secret", "http://c.example/slack/oauth_redirect")
    pages = Pages(program.links, program.new_uow)
    site = Starlette(routes=routes(pages, Installer(oauth, Keyring(["key"]), program.new_uow)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://c.example") as at:
        state = state_in(await add_to_slack(at))
        answer = await at.get("/slack/oauth_redirect", params={"code": "1", "state": state})
    assert (answer.status_code, "something unexpected" in answer.text) == (502, True)
    assert await bare.rows("SELECT * FROM workspace") == []


async def test_the_cookie_is_the_browsers_alone(bare: House) -> None:
    async with browser(bare) as at:
        cookie = (await at.get("/slack/install")).headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=lax", "Path=/slack", "Max-Age=600"):
        assert part in cookie
    assert "Secure" not in cookie, "over plain http no browser would send it back"


async def test_over_https_the_cookie_is_secure(bare: House) -> None:
    program = bare.program
    oauth = OAuth(AsyncWebClient(), "1.2", "secret", "https://contacts.acme.example/slack/oauth_redirect")
    installer = Installer(oauth, Keyring(["key"]), program.new_uow)
    site = Starlette(routes=routes(Pages(program.links, program.new_uow), installer))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="https://c.example") as at:
        assert "; Secure" in (await at.get("/slack/install")).headers["set-cookie"]


async def test_each_workspace_speaks_with_its_own_token(bare: House) -> None:
    other = await with_northwind(bare)
    await name_managers(bare, ["Max Berg"], other)
    max_ = bare.demo.person("Max Berg", other.id)
    await max_.command("/invite-contact")
    await max_.fill(ADA)
    await max_.submit()
    await bare.settled()
    assert "ada@x.dk" in max_.message("ada@x.dk").words
    assert await bare.rows("SELECT DISTINCT workspace_id FROM contact") == [{"workspace_id": 2}]
    assert "Trusted Contacts" not in (await bare.person("Jordan Lee").command("/contacts", "link")).words


async def test_no_token_is_in_any_file(bare: House, tmp_path: Path) -> None:
    await with_northwind(bare)
    given = [each.token for each in bare.demo.world.installations.values()]
    assert len(set(given)) == 2
    files = {path: path.read_bytes() for path in files_below(tmp_path) if path.is_file()}
    assert any(path.name.startswith("contacts.db") for path in files)
    for secret in (*given, "xoxb", bare.demo.client_secret):
        assert [path for path, data in files.items() if secret.encode() in data] == []


async def test_bolt_does_not_read_the_client_secret_by_itself(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With both in the environment, Bolt would start its own OAuth flow, with tokens in plain files."""
    named = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s", "SLACK_BOT_TOKEN": "xoxb-1"}
    for name, value in (named | {"HOME": str(tmp_path / "home")}).items():
        monkeypatch.setenv(name, value)
    async with running(database_url, by_oauth=True) as house:
        await install(house)
        await house.person("Maria Garcia").command("/contacts", "settings")
        assert house.person("Maria Garcia").form.title == "Settings"
    assert not files_below(tmp_path / "home")


def files_below(folder: Path) -> list[Path]:
    return list(folder.rglob("*"))


async def test_with_one_workspace_by_token_there_is_no_install_page(house: House) -> None:
    assert (await house.web.get("/slack/install")).status_code == 404
    assert (await house.web.get("/slack/oauth_redirect")).status_code == 404
