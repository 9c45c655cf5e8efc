"""Faults of the stand-in: errors in place of answers, files and tokens."""

from collections.abc import AsyncIterator
from email.message import EmailMessage
from functools import partial
from typing import Any

import aiosmtplib
import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from demo import DemoServer, northwind
from tests.kit.demo_app import MANIFEST
from tests.kit.demo_scripted import Scripted, served
from tests.kit.patience import PATIENCE

Json = dict[str, Any]


@pytest.fixture
async def app() -> AsyncIterator[Scripted]:
    async with DemoServer(manifest=MANIFEST, ack_timeout=PATIENCE) as demo:
        app = Scripted(demo)
        async with served(app):
            yield app


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False, verify=False) as http:
        yield http


async def test_what_slack_answers_on_a_bad_day(app: Scripted, http: httpx.AsyncClient) -> None:
    demo, faults = app.demo, app.demo.faults
    http.headers["authorization"] = f"Bearer {demo.bot_token}"

    async def post() -> httpx.Response:
        body = {"channel": "#hiring", "text": "x"}
        return await http.post(f"{demo.api_url}chat.postMessage", json=body)

    faults.down = "500"
    assert (await post()).status_code == 500
    faults.down = "refuse"
    with pytest.raises(httpx.RemoteProtocolError):
        await post()
    faults.down = None
    faults.limit("chat.postMessage", retry_after=7)
    limited = await post()
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "7")
    faults.once("chat.postMessage", "internal_error")
    assert (await post()).json() == {"ok": False, "error": "internal_error"}
    before = len(demo.person("manager").messages("hiring"))
    faults.lose_reply("chat.postMessage")
    with pytest.raises(httpx.RemoteProtocolError):
        await post()
    assert len(demo.person("manager").messages("hiring")) == before + 1
    faults.revoked = True
    assert (await post()).json()["error"] == "token_revoked"
    faults.clear()
    faults.missing_scopes = {"chat:write"}
    assert (await post()).json()["error"] == "missing_scope"
    faults.clear()
    faults.tiers = True
    assert [(await post()).status_code for _ in range(61)] == [200] * 60 + [429]
    assert demo.problems == []


async def test_a_file_is_given_to_who_may_have_it_and_a_login_page_to_others(
    app: Scripted, http: httpx.AsyncClient
) -> None:
    jordan = app.demo.person("manager")
    shared = await jordan.upload("a.csv", b"a,b\n", channel="hiring")
    hidden = await jordan.upload("b.csv", b"a,b\n", channel="random")
    url = (await app.client.files_info(file=shared.files[0].id))["file"]["url_private_download"]
    token = {"authorization": f"Bearer {app.demo.bot_token}"}
    assert (await http.get(url, headers=token)).content == b"a,b\n"
    assert (await http.get(url)).status_code == 302
    other = url.replace(shared.files[0].id, hidden.files[0].id)
    page = await http.get(other, headers=token)
    assert page.text.startswith("<!DOCTYPE html>")
    app.demo.faults.once("files.download", "redirect")
    assert (await http.get(url, headers=token)).status_code == 302
    shared.files[0].file.deleted = True
    assert (await http.get(url, headers=token)).status_code == 404


async def test_uninstalling_kills_the_token_and_tells_the_app(app: Scripted) -> None:
    await app.demo.uninstall()
    assert [app.payload(0)["event"]["type"]] == ["app_uninstalled"]
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await app.client.auth_test()


async def test_a_fault_can_be_meant_for_one_workspace(app: Scripted) -> None:
    team = app.demo.add_workspace(northwind(), bot_token="xoxb-northwind")
    other = AsyncWebClient(token="xoxb-northwind", base_url=app.demo.api_url)
    app.demo.faults.once("auth.test", "internal_error", team_id=team.id)
    app.demo.faults.revoked_teams = {team.id}
    assert (await app.client.auth_test())["ok"]
    with pytest.raises(SlackApiError, match="internal_error"):
        await other.auth_test()
    with pytest.raises(SlackApiError, match="token_revoked"):
        await other.auth_test()
    assert app.demo.problems == []


async def test_a_slow_answer_is_slow(app: Scripted, http: httpx.AsyncClient) -> None:
    app.demo.faults.slow("api.test", 0.2)
    with pytest.raises(httpx.ReadTimeout):
        await http.post(f"{app.demo.api_url}api.test", timeout=0.05)


async def test_a_mail_server_that_refuses_keeps_nothing(app: Scripted) -> None:
    mailbox = app.demo.mailbox
    mailbox.answers["ada@x.dk"] = "550 5.1.1 No such user"
    message = EmailMessage()
    message["To"], message["From"], message["Subject"] = "søren@x.dk", "a@x.dk", "Hej"
    message.set_content("Hej Søren https://x.dk/text")
    message.add_alternative('<p><a class="b" href="https://x.dk/a?b=1&amp;c=2">x</a></p>', subtype="html")
    send = partial(aiosmtplib.send, message, hostname=mailbox.host, port=mailbox.port, start_tls=False)
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
        await send(recipients=["ada@x.dk"])
    await send(recipients=["søren@x.dk"])
    assert [mail.text.strip() for mail in mailbox.to("søren@x.dk")] == ["Hej Søren https://x.dk/text"]
    assert mailbox.to("ada@x.dk") == []
    assert mailbox.mails[0].links == ["https://x.dk/a?b=1&c=2", "https://x.dk/text"]
    await mailbox.stop()
    with pytest.raises(aiosmtplib.SMTPConnectError):
        await send(recipients=["søren@x.dk"])
    await mailbox.start()
    await send(recipients=["søren@x.dk"])
    assert len(mailbox.mails) == 2
