"""Settings from the environment: all problems are reported at once with remedies, and no secret is shown."""

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings, SettingsWrong, read_settings
from storage.engine import failpoints
from tests.kit.patience import PATIENCE

ROOT = Path(__file__).parents[2]
GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-1-very-secret",
    "SLACK_SIGNING_SECRET": "signing-very-secret",
    "SMTP_URL": "smtp://user:very-secret@mail.acme.example:587",
    "MAIL_FROM": "Acme Talent <talent@acme.example>",
    "SECRET_KEY": "key-very-secret",
}


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Change to a folder without .env, with an environment of only what the test sets."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def given(monkeypatch: pytest.MonkeyPatch, **changes: str) -> None:
    for name, value in (GOOD | changes).items():
        monkeypatch.setenv(name, value)


def problems(monkeypatch: pytest.MonkeyPatch, **changes: str) -> str:
    given(monkeypatch, **changes)
    with pytest.raises(SettingsWrong) as wrong:
        read_settings()
    return str(wrong.value)


def test_an_empty_environment_is_told_everything_it_lacks() -> None:
    with pytest.raises(SettingsWrong) as wrong:
        read_settings()
    told = str(wrong.value)
    for name in GOOD:
        assert f"  - {name}: set " in told
    assert "SLACK_APP_TOKEN" in told


def test_wrong_values_and_missing_ones_are_told_together(monkeypatch: pytest.MonkeyPatch) -> None:
    told = problems(
        monkeypatch,
        PORT="http",
        MAIL_RATE="fast",
        LOG_LEVEL="loud",
        PUBLIC_URL="acme",
        SECRET_KEY="",
        SMTP_URL="",
    )
    for name in ("PORT", "MAIL_RATE", "LOG_LEVEL", "PUBLIC_URL", "SECRET_KEY", "SMTP_URL"):
        assert f"- {name}: " in told


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "70000", "65535"),
        ("MAIL_RATE", "600", "must be written like 600/minute"),
        ("MAIL_RATE", "0/minute", "must be written like 600/minute"),
        ("LEASE_SECONDS", "1", "2"),
        ("LOG_FORMAT", "xml", "console"),
        ("PUBLIC_URL", "contacts.acme.example", "must be an address like https://contacts.acme.example"),
        ("SLACK_API_URL", "slack", "must be an address like"),
        ("DATABASE_URL", "mysql://x/y", "must begin with sqlite:/// or postgresql://"),
        ("DATABASE_URL", "nonsense", "must begin with sqlite:/// or postgresql://"),
        ("MAIL_FROM", "Acme Talent", "must be"),
        ("MAIL_RETURN_PATH", "Acme <bounces@acme.example>", "must be a bare address"),
        ("MAIL_RETURN_PATH", "bounce+{id}", "must be a bare address"),
        ("SMTP_URL", "mail.acme.example", "smtp://"),
        ("SMTP_URL", "http://mail.acme.example", "smtp://"),
        ("SECRET_KEY", " , ,", "set a long random text"),
        ("SLACK_BOT_TOKEN", "xoxb-", "is the placeholder of .env.example: set the Bot User OAuth Token"),
        ("SLACK_BOT_TOKEN", "xoxb-…", "is the placeholder of .env.example"),
        ("SLACK_BOT_TOKEN", "xapp-1", "must be the Bot User OAuth Token"),
        ("SLACK_APP_TOKEN", "xoxb-1", "must be an App-Level Token"),
        ("SLACK_FILE_HOSTS", "https://files.slack.com/", "must be exact hosts like files.slack.com"),
        ("ADMINS", "@maria", "takes Slack user ids like U012AB3CD, not names or addresses (@maria)"),
        ("SMTP_URL", "smtp://user:password@mail.acme.example:587", "is the placeholder of .env.example"),
        (
            "SMTP_URL",
            "smtp://u:p/w#x@mail.acme.example",
            "has / and # in its user or password: write / as %2F",
        ),
        (
            "BOUNCE_IMAP_URL",
            "imaps://u:p?w@mail.acme.example",
            "has ? in its user or password: write ? as %3F",
        ),
        ("DATABASE_URL", "postgresql://u:p@w/x@host/db", "has an @ in its user or password: write it as %40"),
        ("DATABASE_URL", "postgresql://u:p@host:port/db", "must be written like postgresql://user:password@"),
        ("FAILPOINT", "mail-accepted", "needs a stand-in for Slack, SLACK_API_URL on this machine"),
        ("TLS_CA_FILE", "/nowhere/ca.pem", "/nowhere/ca.pem can't be read: No such file"),
        ("TRUSTED_PROXIES", "proxy", "must be addresses or networks"),
    ],
)
def test_a_wrong_value_is_told_with_what_is_right(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    told = problems(monkeypatch, **{name: value})
    assert f"- {name}: " in told
    assert said in told


@pytest.mark.parametrize(
    "changes",
    [
        {"PORT": "x"},
        {"SMTP_URL": "ftp://user:very-secret@mail"},
        {"SMTP_URL": "smtp://user:very-secret@mail:port"},
        {"SLACK_BOT_TOKEN": "", "MAIL_RATE": "very-secret"},
        {"DATABASE_URL": "mysql://user:very-secret@host/x"},
    ],
)
def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch, changes: dict[str, str]) -> None:
    assert "very-secret" not in problems(monkeypatch, **changes)


def test_a_misspelt_name_is_told_beside_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("TRUSTED_PROXY=10.0.0.1\n", encoding="utf-8")
    told = problems(monkeypatch, PORT="x", DATABASE_URI="sqlite:///x.db", HOSTNAME="a", MAIL="b", LOGNAME="c")
    assert "  - TRUSTED_PROXY: no such setting. Did you mean TRUSTED_PROXIES?" in told
    assert "  - DATABASE_URI: no such setting. Did you mean DATABASE_URL?" in told
    assert told.count("Did you mean") == 2


@pytest.mark.parametrize("wrong", ["mail", "mail-accepted:0", "mail-accepted:x", ":2"])
def test_a_failpoint_that_is_none_is_told_which_there_are(
    monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    told = problems(monkeypatch, SLACK_API_URL="http://127.0.0.1:9/api/", FAILPOINT=wrong)
    assert "FAILPOINT: must be one of these, or one with :N" in told
    assert "mail-accepted" in told


def test_a_failpoint_is_taken_beside_a_stand_in_for_slack(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, SLACK_API_URL="http://127.0.0.1:9/api/", FAILPOINT="mail-accepted:3")
    assert failpoints.parse(read_settings().failpoint) == (failpoints.Step.MAIL_ACCEPTED, 3)


def test_settings_do_not_show_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    urls = {
        "DATABASE_URL": "postgresql://contacts:very-secret@db.acme.example/contacts",
        "BOUNCE_IMAP_URL": "imaps://bounces:very-secret@imap.acme.example/INBOX",
    }
    given(monkeypatch, **urls)
    assert "very-secret" not in repr(read_settings())


def test_an_error_about_settings_shows_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, MAIL_FROM="very-secret")
    with pytest.raises(ValidationError) as wrong:
        Settings()
    assert "very-secret" not in str(wrong.value)


def test_values_come_from_env_files_too_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f'{name}="{value}"' for name, value in (GOOD | {"PORT": "1", "LOG_LEVEL": "debug"}).items()]
    (tmp_path / ".env").write_text("\n".join([*lines, "SOMETHING_ELSE=1"]), encoding="utf-8")
    monkeypatch.setenv("PORT", "2")
    settings = read_settings()
    assert (settings.port, settings.log_level) == (2, "debug")


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, ADMINS=" U1, U2 ,,", SECRET_KEY="new, old")
    settings = read_settings()
    assert settings.admins == ("U1", "U2")
    assert [key.get_secret_value() for key in settings.secret_key] == ["new", "old"]


def test_socket_mode_needs_no_signing_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, SLACK_SIGNING_SECRET="", SLACK_APP_TOKEN="xapp-1")
    assert read_settings().slack_signing_secret is None


def test_the_command_ends_with_the_list_and_no_traceback(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "SLACK_BOT_TOKEN": "xoxb-very-secret"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode == 2
    assert "Trusted Contacts cannot start." in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "very-secret" not in ended.stderr + ended.stdout


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://Contacts.Acme.Example", "https://contacts.acme.example"),
        ("HTTPS://contacts.acme.example:443/", "https://contacts.acme.example/"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("https://contacts.acme.example:8443", "https://contacts.acme.example:8443"),
        ("https://acme.example/Contacts", "https://acme.example/Contacts"),
    ],
)
def test_public_url_is_written_as_browsers_send_it(
    monkeypatch: pytest.MonkeyPatch, typed: str, origin: str
) -> None:
    given(monkeypatch, PUBLIC_URL=typed)
    assert read_settings().public_url == origin


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("", "talent@acme.example"),
        ("bounces@acme.example", "bounces@acme.example"),
        ("bounce+{id}@acme.example", "bounce+{id}@acme.example"),
    ],
)
def test_the_return_path_is_the_address_of_mail_from_unless_it_is_given(
    monkeypatch: pytest.MonkeyPatch, typed: str, path: str
) -> None:
    given(monkeypatch, MAIL_RETURN_PATH=typed)
    assert read_settings().return_path == path
