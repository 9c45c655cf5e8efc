"""The log: one line an event, and nothing in it that opens a door or names a person."""

import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from io import StringIO
from typing import Any

import pytest
import structlog

from bot.log import redact, set_up_logging
from tests.product import SIGNING_SECRET, House, running
from tests.signed import command, post

SECRET_KEY = "a-secret-key-that-nobody-may-read"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the product writes; the tests' own browser and mailbox are none of it."""
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
