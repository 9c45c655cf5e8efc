"""The doctor finds what is wrong and says what to do."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.demo import DemoServer
from bot.doctor import Finding, examine
from storage import migrate
from tests.product import MANIFEST, settings_for
from tests.smtp_server import MisbehavingSmtp


@pytest.fixture
async def slack() -> AsyncIterator[DemoServer]:
    async with DemoServer(MANIFEST) as demo:
        yield demo


async def told(demo: DemoServer, database_url: str, **changes: Any) -> dict[str, Finding]:
    findings = await examine(settings_for(demo, database_url, 9, **changes))
    return {finding.about: finding for finding in findings}


def wrong(findings: dict[str, Finding]) -> list[str]:
    return [about for about, finding in findings.items() if not (finding.fine or finding.warning)]


async def test_a_complete_installation_has_nothing_wrong(slack: DemoServer, database_url: str) -> None:
    findings = await told(slack, database_url)
    assert wrong(findings) == []
    assert findings["Slack"].text == "installed in Acme."
    assert findings["Scopes"].fine
    assert findings["Mail"].fine


async def test_a_missing_scope_is_named(slack: DemoServer, database_url: str) -> None:
    installed = slack.world.installations[slack.team.id]
    installed.scopes = installed.scopes - {"users:read"}
    assert "users:read" in (await told(slack, database_url))["Scopes"].text


async def test_a_wrong_token_is_told(slack: DemoServer, database_url: str) -> None:
    findings = await told(slack, database_url, slack_bot_token="xoxb-wrong")
    assert "invalid_auth" in findings["Slack"].text
    assert "xoxb-wrong" not in findings["Slack"].text
    slack.forgive()


async def test_a_slack_out_of_reach_is_told(slack: DemoServer, database_url: str) -> None:
    findings = await told(slack, database_url, slack_api_url="http://127.0.0.1:9/api/")
    assert wrong(findings) == ["Slack"]


async def test_an_app_token_is_tried(slack: DemoServer, database_url: str) -> None:
    assert (await told(slack, database_url, slack_app_token=slack.app_token))["Socket Mode"].fine
    assert wrong(await told(slack, database_url, slack_app_token="xapp-wrong")) == ["Socket Mode"]
    slack.forgive()


async def test_a_relay_that_is_not_there_is_told(slack: DemoServer, database_url: str) -> None:
    findings = await told(slack, database_url, smtp_url="smtp://127.0.0.1:9?starttls=never")
    assert wrong(findings) == ["Mail"]


async def test_a_refused_login_is_told_without_the_password(slack: DemoServer, database_url: str) -> None:
    async with MisbehavingSmtp(login=("ada", "right-password")) as server:
        url = server.url.replace("ada:right-password@", "").replace("smtp://", "smtp://ada:wrong-password@")
        findings = await told(slack, database_url, smtp_url=url)
    assert "login" in findings["Mail"].text
    assert "wrong-password" not in findings["Mail"].text


async def test_an_older_postgresql_schema_is_told(slack: DemoServer, postgres: Any) -> None:
    with postgres.database(postgres.template("empty", lambda url: None)) as url:
        findings = await told(slack, url)
        assert "python -m bot migrate" in findings["Database"].text
        migrate.upgrade(url)
        assert (await told(slack, url))["Database"].fine


async def test_a_database_that_is_not_there_yet_is_left_alone(slack: DemoServer, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert (await told(slack, f"sqlite:///{path}"))["Database"].fine
    assert not path.exists()


async def test_a_short_secret_and_an_address_of_this_machine_are_notes(
    slack: DemoServer, database_url: str
) -> None:
    findings = await told(slack, database_url, secret_key="short", postal_address="")
    assert wrong(findings) == []
    assert findings["SECRET_KEY"].warning
    assert findings["PUBLIC_URL"].warning
    assert findings["POSTAL_ADDRESS"].warning
