"""The doctor finds what is wrong and says what to do."""

import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.doctor import Finding, examine
from bot.web.pages import FOLDER
from demo import DemoServer
from storage.engine import migrate
from tests.kit.answering import Answer, answering
from tests.kit.certificate import certificate
from tests.kit.dkim_key import key_file
from tests.kit.dns_server import NameServer
from tests.kit.imap_server import SmallImap
from tests.kit.product import DATABASE, MANIFEST, running, settings_for
from tests.kit.smtp_server import MisbehavingSmtp


@pytest.fixture
async def slack() -> AsyncIterator[DemoServer]:
    async with DemoServer(MANIFEST) as demo:
        yield demo


PUBLISHED = {
    "acme.example": ["something else", "v=spf1 include:relay.example ~all"],
    "contacts._domainkey.acme.example": ["v=DKIM1; k=rsa; p=MIIB"],
    "_dmarc.acme.example": ["v=DMARC1; p=quarantine"],
}


async def told(
    demo: DemoServer, database_url: str, published: Mapping[str, list[str]] = PUBLISHED, **changes: Any
) -> dict[str, Finding]:
    async with NameServer(published) as names:
        findings = await examine(settings_for(demo, database_url, 9, **changes), names.address)
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


NOT_SLACKS = (
    Answer(b"<html>Welcome to the hotel</html>"),
    Answer(b"moved", kind="text/plain"),
    Answer(b"{not json", kind="application/json"),
    Answer(b"[1, 2]", kind="application/json"),
    Answer(b"bad gateway", 502),
    Answer(),
)


async def test_an_answer_that_is_not_slacks_is_told(slack: DemoServer, database_url: str) -> None:
    for answer in NOT_SLACKS:
        async with answering({"/api/auth.test": answer}) as url:
            findings = await told(slack, database_url, slack_api_url=f"{url}/api/")
        assert wrong(findings) == ["Slack"], answer
        assert "gives an answer that is not Slack's" in findings["Slack"].text


async def test_an_answer_without_scopes_and_with_another_time_is_told(
    slack: DemoServer, database_url: str
) -> None:
    body = b'{"ok": true, "team": "Acme"}'
    answer = Answer(body, kind="application/json", date="Mon, 23 Nov 2020 10:00:00 GMT")
    async with answering({"/api/auth.test": answer}) as url:
        findings = await told(slack, database_url, slack_api_url=f"{url}/api/")
    assert findings["Scopes"].warning
    assert "X-OAuth-Scopes" in findings["Scopes"].text
    assert wrong(findings) == ["Clock"]


async def test_the_public_address_is_asked_for_what_proxies_pass_on(
    slack: DemoServer, database_url: str
) -> None:
    style = Answer((FOLDER / "static" / "style.css").read_bytes())
    for answers, said in (
        ({"/style.css": style, "/slack/events": Answer()}, "is this machine only"),
        ({"/style.css": style}, "/slack/events answers 404. Let the proxy pass this path on."),
        ({"/style.css": Answer(b"p {}")}, "/style.css is somebody else's"),
        ({"/style.css": Answer(b"", 502)}, "nothing runs behind it (502)"),
    ):
        async with answering(answers) as url:
            findings = await told(slack, database_url, public_url=url)
        assert findings["PUBLIC_URL"].warning
        assert said in findings["PUBLIC_URL"].text


async def test_a_mailbox_for_reports_is_looked_at(slack: DemoServer, database_url: str) -> None:
    async with SmallImap() as mailbox:
        mailbox.deliver(b"Subject: x\n\nx")
        findings = await told(slack, database_url, bounce_imap_url=mailbox.url)
        assert findings["BOUNCE_IMAP_URL"].text == "the mailbox can be read; 1 unread."
        assert mailbox.unread == 1
        url = mailbox.url.replace("s3cret", "wr0ng")
        findings = await told(slack, database_url, bounce_imap_url=url)
    assert wrong(findings) == ["BOUNCE_IMAP_URL"]
    assert "wrong password" in findings["BOUNCE_IMAP_URL"].text
    assert "wr0ng" not in findings["BOUNCE_IMAP_URL"].text


async def test_a_key_that_does_not_open_the_database_is_told(slack: DemoServer, database_url: str) -> None:
    async with running(database_url, secret_key="k" * 40):
        pass
    assert wrong(await told(slack, database_url, secret_key="l" * 40)) == ["SECRET_KEY"]
    assert wrong(await told(slack, database_url, secret_key=f"{'l' * 40},{'k' * 40}")) == []


async def test_an_authority_of_our_own_is_trusted(slack: DemoServer, database_url: str) -> None:
    async with MisbehavingSmtp(tls="implicit") as relay:
        findings = await told(slack, database_url, smtp_url=relay.url)
        assert wrong(findings) == ["Mail"]
        assert "TLS_CA_FILE" in findings["Mail"].text
        trusting = await told(slack, database_url, smtp_url=relay.url, tls_ca_file=str(certificate()))
        assert trusting["Mail"].fine


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
        findings = await told(slack, url)
        assert findings["Database"].fine
        assert "opt-outs and blocks since the backup" in findings["JOURNAL_FILE"].text


async def test_a_database_that_is_not_there_yet_is_left_alone(slack: DemoServer, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert (await told(slack, f"sqlite:///{path}"))["Database"].fine
    assert not path.exists()


async def test_a_database_that_others_can_read_is_a_note(
    slack: DemoServer, database_url: str, tmp_path: Path
) -> None:
    path = tmp_path / DATABASE
    for rights in (0o640, 0o604, 0o600):
        path.chmod(rights)
        findings = await told(slack, database_url)
        assert ("Database file" in findings) is (rights != 0o600)
        assert wrong(findings) == []


async def test_where_any_workspace_may_install_it_the_clock_and_the_foot_are_looked_at(
    slack: DemoServer, database_url: str
) -> None:
    answer = Answer(b'{"ok": true}', kind="application/json", date="Mon, 23 Nov 2020 10:00:00 GMT")
    oauth: dict[str, Any] = {"slack_client_id": "1.2", "slack_client_secret": "s", "slack_bot_token": None}
    async with answering({"/api/api.test": answer}) as url:
        findings = await told(slack, database_url, slack_api_url=f"{url}/api/", **oauth)
    assert wrong(findings) == ["Clock"]
    assert "Workspaces install the app at http" in findings["Slack"].text
    assert "each workspace sets its own" in findings["POSTAL_ADDRESS"].text


async def test_an_address_that_answers_by_http_alone_is_a_note(slack: DemoServer, database_url: str) -> None:
    style = Answer((FOLDER / "static" / "style.css").read_bytes())
    async with answering({"/style.css": style, "/slack/events": Answer()}) as url:
        findings = await told(slack, database_url, public_url=url.replace("127.0.0.1", "0.0.0.0"))
    assert findings["PUBLIC_URL"].warning
    assert "by http: anybody on the way" in findings["PUBLIC_URL"].text


async def test_a_short_secret_and_an_address_of_this_machine_are_notes(
    slack: DemoServer, database_url: str
) -> None:
    findings = await told(slack, database_url, secret_key="short", postal_address="")
    assert wrong(findings) == []
    assert findings["SECRET_KEY"].warning
    assert findings["PUBLIC_URL"].warning
    assert findings["POSTAL_ADDRESS"].warning


async def test_a_relay_that_refuses_our_sender_is_a_problem(slack: DemoServer, database_url: str) -> None:
    async with MisbehavingSmtp() as relay:
        relay.always = ("rcpt", "554 5.7.1 <{sender}>: Sender address rejected: not owned by user")
        path = "bounce+{id}@acme.example"
        findings = await told(slack, database_url, smtp_url=relay.url, mail_return_path=path)
        assert findings["Mail"].fine
        assert wrong(findings) == ["MAIL_FROM"]
        assert "554 5.7.1 <address>: Sender address rejected" in findings["MAIL_FROM"].text
        assert "We send as bounce+0-doctor@acme.example" in findings["MAIL_FROM"].text
        relay.always = ("rcpt", "450 4.2.0 Greylisted, try again")
        findings = await told(slack, database_url, smtp_url=relay.url)
        assert findings["MAIL_FROM"].warning
        relay.always = None
        assert (await told(slack, database_url, smtp_url=relay.url))["MAIL_FROM"].fine
        assert relay.accepted == []


async def test_the_senders_records_are_looked_up(slack: DemoServer, database_url: str) -> None:
    findings = await told(slack, database_url, dkim_selector="contacts")
    assert [findings[each].fine for each in ("SPF", "DKIM", "DMARC")] == [True] * 3
    path: dict[str, Any] = {"mail_return_path": "bounce+{id}@mail.acme.example"}
    path["mail_from"] = "talent@mail.acme.example"
    findings = await told(slack, database_url, **path)
    assert "mail.acme.example has no record" in findings["SPF"].text
    assert "DKIM_SELECTOR" in findings["DKIM"].text
    assert "_dmarc.acme.example has the policy quarantine" in findings["DMARC"].text
    findings = await told(slack, database_url, {"_dmarc.example": ["v=DMARC1; p=none"]})
    assert "_dmarc.acme.example has no record" in findings["DMARC"].text
    assert wrong(findings) == []


async def test_a_key_of_our_own_has_to_be_published(
    slack: DemoServer, database_url: str, tmp_path: Path
) -> None:
    own: dict[str, Any] = {"dkim_key_file": key_file(tmp_path), "dkim_selector": "contacts"}
    findings = await told(slack, database_url, **own)
    assert wrong(findings) == ["DKIM"]
    [record] = re.findall(r'"(v=DKIM1; .*)"', findings["DKIM"].text)
    published = PUBLISHED | {"contacts._domainkey.acme.example": [record]}
    assert (await told(slack, database_url, published, **own))["DKIM"].fine


async def test_a_dns_server_that_does_not_answer_is_a_note(slack: DemoServer, database_url: str) -> None:
    async with NameServer({}, silent=True) as names:
        findings = await examine(settings_for(slack, database_url, 9), names.address)
    [dns] = [finding for finding in findings if finding.about == "DNS"]
    assert dns.warning
    assert "SPF, DKIM and DMARC of acme.example are not known" in dns.text


@pytest.mark.parametrize("server", [":53", "host:port", "127.0.0.1:99999", "[::"])
def test_a_wrong_dns_server_is_wrong_use(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "secret", "SECRET_KEY": "k" * 32,
        "SMTP_URL": "smtp://127.0.0.1:9?starttls=never", "MAIL_FROM": "talent@acme.example",
    }  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    told = CliRunner().invoke(app, ["doctor", "--dns", server])
    assert told.exit_code == 2
    assert "127.0.0.1:53" in told.output
