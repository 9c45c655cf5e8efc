"""The log has one line per event, without secrets or personal data."""

import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from io import StringIO
from typing import Any

import pytest
import structlog

from bot.log import redact, set_up_logging
from tests.kit.importing import THREE, Importer
from tests.kit.product import SIGNING_SECRET, House, running
from tests.kit.signed import command, post
from tests.kit.signing_up import apply, new_link

SECRET_KEY = "a-secret-key-that-nobody-may-read"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Capture the product's log, without that of the tests' own browser and mailbox."""
    stream = StringIO()
    set_up_logging("info", "json", stream)
    others = [logging.getLogger(name) for name in ("httpx", "mail.log")]
    for other in others:
        other.setLevel(logging.WARNING)
    yield stream
    for other in others:
        other.setLevel(logging.NOTSET)
    set_up_logging("warning", "console")


@pytest.fixture
async def house(database_url: str, log: StringIO) -> AsyncIterator[House]:
    async with running(database_url, secret_key=SECRET_KEY) as house:
        await house.name_hiring_manager("Jordan Lee")
        yield house
        house.demo.forgive()


def lines(log: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


async def test_a_whole_day_of_work_leaves_no_secret_and_no_person_in_the_log(
    house: House, log: StringIO
) -> None:
    jordan = await house.invite(**{"Name": "Ada Lovelace", "Email": "ada@x.dk", "Invite note": "Psst."})
    link = await house.link("ada@x.dk")
    await house.web.get(link)
    await house.web.get(link[:-3] + "xyz")
    await house.press(link, "Accept")
    house.demo.faults.once("chat.update", "fatal_error")
    house.demo.faults.once("views.open", "internal_error")
    await jordan.command("/invite-contact", "Bo bo@x.dk")
    await post(house, command(house, text="secret@x.dk"), signature="v0=wrong")
    await post(house, command(house, "/nonsense", "Ada Lovelace secret@x.dk"))
    await house.person("Peter Holm").command("/invite-contact", "Cy cy@x.dk")
    await house.settled()
    house.demo.faults.down = "500"
    await house.invite(Name="Di Dahl", Email="di@x.dk") if jordan.modal else None
    house.demo.faults.clear()
    written = log.getvalue()
    assert written.count("\n") > 3
    token = link.rsplit("/", 1)[-1]
    for secret in ("xoxb-", "xapp-", SIGNING_SECRET, SECRET_KEY, token, token[:20], "Lovelace", "Psst"):
        assert secret not in written
    assert ADDRESS.findall(written) == []
    assert all(isinstance(json.loads(line), dict) for line in written.splitlines())


async def test_a_wrong_signature_is_logged_without_what_was_sent(house: House, log: StringIO) -> None:
    await post(house, command(house, text="Ada Lovelace"), signature="v0=wrong")
    written = log.getvalue()
    assert "signature_refused" in written
    assert "Lovelace" not in written


async def test_who_is_refused_is_logged(house: House, log: StringIO) -> None:
    peter = house.person("Peter Holm")
    await peter.command("/invite-contact", "Cy cy@x.dk")
    denied = [line for line in lines(log) if line["event"] == "authz_denied"]
    assert [line["actor"] for line in denied] == [peter.id]


async def test_a_signup_and_its_decision_have_a_line_each_and_their_emails_the_requests_id(
    house: House, log: StringIO
) -> None:
    await apply(house, await new_link(house))
    await house.settled()
    jordan = house.person("Jordan Lee")
    await jordan.click("Approve", on=await jordan.sees("Needs your approval", channel="hiring"))
    await house.settled()
    told = [line for line in lines(log) if line["event"] in {"signed_up", "signup_confirmed", "decision"}]
    signed_up, _, decision = told
    assert [line["event"] for line in told] == ["signed_up", "signup_confirmed", "decision"]
    assert (decision["what"], decision["by"]) == ("application approved", jordan.id)
    mails = [line for line in lines(log) if line["event"] == "mail_sent"]
    assert [(mail["kind"], mail["request"]) for mail in mails] == [
        ("signup", signed_up["request"]),
        ("decision", decision["request"]),
    ]
    assert signed_up["request"] != decision["request"]
    assert ADDRESS.findall(log.getvalue()) == []


async def test_an_import_has_two_lines_and_each_of_its_emails_one(house: House, log: StringIO) -> None:
    importer = Importer(house)
    await importer.reviewing(THREE)
    await importer.start()
    house.forward(minutes=3)
    await house.settled()
    house.forward(seconds=5)
    await house.settled()
    events = [line["event"] for line in lines(log) if line["event"].startswith(("import", "mail"))]
    assert sorted(events) == ["import_ended", "import_started", "mail_sent", "mail_sent", "mail_sent"]
    assert 'imports_total{result="done"} 1.0' in (await house.web.get("/metrics")).text
    [started] = [line["request"] for line in lines(log) if line["event"] == "import_started"]
    assert {line["request"] for line in lines(log) if line["event"] == "mail_sent"} == {started}


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_name_cannot_write_lines_of_its_own(log: StringIO, form: str) -> None:
    set_up_logging("info", form, log)
    forged = "Eve\r\n2026-11-23 info approved\x1b[31m\x00\x85\u2028by=Maria\u202e"
    structlog.get_logger().info("invited", name=forged)
    logging.getLogger("somebody.else").warning("a name: %s", forged)
    assert len(log.getvalue().splitlines()) == 2
    for control in ("\x1b[31m", "\x00", "\u202e"):
        assert control not in log.getvalue()


def test_errors_keep_their_traceback_and_lose_their_secrets(log: StringIO) -> None:
    try:
        raise ValueError("smtp://talent:s3cret@mail.acme.example refused ada@x.dk with xoxb-1-2-abc")
    except ValueError as error:
        structlog.get_logger().error("failed", exc_info=error)
        logging.getLogger("somebody.else").exception("failed too")
    assert "Traceback" in log.getvalue()
    assert len(log.getvalue().splitlines()) == 2
    for secret in ("s3cret", "ada@x.dk", "xoxb"):
        assert secret not in log.getvalue()


def test_the_same_traceback_is_printed_once(log: StringIO) -> None:
    for _ in range(3):
        try:
            raise ValueError("always the same")
        except ValueError as error:
            structlog.get_logger().error("failed", exc_info=error)
    first, *others = lines(log)
    assert "Traceback" in first["exception"]
    assert [(line.get("exception"), line["again"]) for line in others] == [
        (None, "ValueError: always the same")
    ] * 2


@pytest.mark.parametrize("down", ["hang", "refuse"])
async def test_a_slack_that_does_not_answer_is_no_database_that_is_away_and_no_bug(
    hasty: House, log: StringIO, down: str
) -> None:
    await hasty.person("Jordan Lee").command("/contacts", "help")
    before = len(lines(log))  # at its start, a busy machine may have waited for Slack in vain
    hasty.demo.faults.down = down  # type: ignore[assignment]
    await post(hasty, command(hasty, "/invite-contact", text=""))
    hasty.demo.faults.clear()
    hasty.demo.forgive()
    told = [line for line in lines(log)[before:] if line["level"] in {"warning", "error"}]
    assert [line["event"] for line in told] == ["slack_did_not_answer"]
    assert "Traceback" not in log.getvalue()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("token xoxb-12-34-abC sent", "token … sent"),
        ("xapp-1-A-2-abc", "…"),
        ("xoxe.xoxp-1-abc", "…"),
        ("mail to ada.b+c@studio.example.dk failed", "mail to … failed"),
        ("GET /i/abc.def-123_4 failed", "GET /i/… failed"),
        ("POST /stop/abc.def failed", "POST /stop/… failed"),
        ("smtp://talent:s3cret@127.0.0.1:25", "smtp://…@127.0.0.1:25"),
        ("postgresql://u:p%40w@db/contacts", "postgresql://…@db/contacts"),
        ("nothing to hide: 12:30, a/b, x@y", "nothing to hide: 12:30, a/b, x@y"),
    ],
)
def test_what_opens_doors_or_names_people_is_cut_out(text: str, shown: str) -> None:
    assert redact(text) == shown


def test_nested_values_are_cut_too(log: StringIO) -> None:
    structlog.get_logger().info("seen", people=["ada@x.dk"], of={"token": "xoxb-1-2-3"}, who=b"bo@x.dk")
    structlog.get_logger().info("counted", rows=3, share=0.5, all=True, none=None)
    assert "x.dk" not in log.getvalue()
    assert "xoxb" not in log.getvalue()
    assert lines(log)[1] | {"rows": 3, "share": 0.5, "all": True, "none": None} == lines(log)[1]


def test_a_log_that_goes_into_a_file_has_no_colours() -> None:
    stream = StringIO()
    set_up_logging("info", "console", stream)
    structlog.get_logger().info("listening", port=3000)
    set_up_logging("warning", "console")
    assert "\x1b" not in stream.getvalue()
    assert "listening" in stream.getvalue()
