"""What the doctor makes of versions, clocks, scopes and room, and how it tells it."""

import json
from datetime import UTC, datetime

import pytest

from bot.doctor.database import room
from bot.doctor.finding import Finding, in_json, in_lines, note, problem
from bot.doctor.slack import clock, scopes
from bot.names import misspelt
from bot.slack.scopes import bot_scopes
from storage.engine.library import is_too_old, may_corrupt_log

NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("version", "corrupts", "old"),
    [
        ((3, 34, 1), True, True),
        ((3, 35, 0), True, False),
        ((3, 40, 1), True, False),
        ((3, 44, 5), True, False),
        ((3, 44, 6), False, False),
        ((3, 45, 0), True, False),
        ((3, 50, 6), True, False),
        ((3, 50, 7), False, False),
        ((3, 51, 2), True, False),
        ((3, 51, 3), False, False),
        ((3, 52, 0), False, False),
        ((4, 0, 0), False, False),
    ],
)
def test_versions_of_sqlite(version: tuple[int, ...], corrupts: bool, old: bool) -> None:
    assert (may_corrupt_log(version), is_too_old(version)) == (corrupts, old)


@pytest.mark.parametrize(
    ("said", "level", "text"),
    [
        ("Wed, 10 Jun 2026 12:00:20 GMT", None, ""),
        ("Wed, 10 Jun 2026 11:59:00 GMT", "note", "is 60 seconds ahead of Slack's"),
        ("Wed, 10 Jun 2026 12:07:00 GMT", "problem", "is 7 minutes behind Slack's"),
        ("", None, ""),
        ("soon", None, ""),
    ],
)
def test_the_clock(said: str, level: str | None, text: str) -> None:
    findings = clock(said, NOON)
    assert [finding.level for finding in findings] == ([level] if level else [])
    assert all(text in finding.text for finding in findings)


@pytest.mark.parametrize(
    ("said", "level"),
    [(",".join(bot_scopes()), "ok"), (None, "note"), ("", "problem"), ("chat:write, commands", "problem")],
)
def test_the_scopes(said: str | None, level: str) -> None:
    assert scopes(said).level == level


@pytest.mark.parametrize(("free", "levels"), [(2 * 10**9, []), (9 * 10**8, ["note"]), (10**7, ["problem"])])
def test_the_disk(free: int, levels: list[str]) -> None:
    assert [finding.level for finding in room(free)] == levels


def test_findings_are_told_line_by_line_with_a_summary() -> None:
    findings = [
        Finding("Slack", "installed in Acme."),
        note("DNS", "does not answer."),
        problem("Mail", "no."),
    ]
    assert list(in_lines(findings)) == [
        "ok    Slack: installed in Acme.",
        "note  DNS: does not answer.",
        "WRONG Mail: no.",
        "1 problem, 1 note.",
    ]
    assert list(in_lines(findings[:1]))[-1] == "All is well."
    assert list(in_lines(findings[:2]))[-1] == "No problems, 1 note."


def test_findings_are_told_as_json() -> None:
    findings = [Finding("Slack", "installed."), note("DNS", "does not answer.")]
    assert json.loads(in_json(findings)) == {
        "ok": True,
        "findings": [
            {"about": "Slack", "level": "ok", "text": "installed."},
            {"about": "DNS", "level": "note", "text": "does not answer."},
        ],
    }
    assert not json.loads(in_json([problem("Mail", "no.")]))["ok"]


KNOWN = ("TRUSTED_PROXIES", "MAIL_FROM", "HOST", "PORT", "SMTP_URL", "LOG_LEVEL")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("TRUSTED_PROXY", "TRUSTED_PROXIES"),
        ("mailfrom", "MAIL_FROM"),
        ("SMTP_URI", "SMTP_URL"),
        ("LOGLEVEL", "LOG_LEVEL"),
        ("HOSTNAME", None),
        ("MAIL", None),
        ("LOGNAME", None),
        ("PATH", None),
        ("HTTP_PROXY", None),
        ("port", None),
    ],
)
def test_misspelt_names(name: str, meant: str | None) -> None:
    assert [each.meant for each in misspelt([name], [], KNOWN)] == ([meant] if meant else [])
