"""Every kind of outbox work has one class and a handler, and rows that cannot be understood are parked."""

import json
from collections import Counter
from dataclasses import fields
from datetime import timedelta
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from bot.security.keyring import Keyring
from bot.security.tokens import Links
from bot.slack.directory import HomeOrganisation
from bot.workers.engine.retry import MOST_BUGS
from bot.workers.kinds.imports import ImportSender, ImportTools
from bot.workers.lanes import all_handlers
from storage.entities.outbox import Outbox
from storage.outbox.work import COLUMNS, NotUnderstood, Work
from storage.uow import UnitOfWork
from tests.kit.kinds import classes
from tests.kit.product import House

INSERT = """
INSERT INTO outbox (workspace_id, lane, kind, key, payload,
    priority, state, wanted, attempts, lost, due_at, created_at)
SELECT 1, :lane, :kind, :key, :payload, 10, 'queued', 1, 0, 0, created_at, created_at FROM workspace
"""
BROKEN: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("mail", "decision", {}, "In a row of the kind decision, recipient has another form."),
    ("slack", "card", {"card": "one"}, "In a row of the kind card, card has another form."),
    ("slack", "nudge", {}, "A row of the kind nudge lacks something or has another form."),
    ("import", "import_read", {"import": None}, "In a row of the kind import_read, import has another form."),
    ("quiet", "hire_over", {"hire": 1}, "A row of the kind hire_over lacks something or has another form."),
)


class Tokens:
    async def token(self, _workspace_id: int) -> str:
        raise AssertionError("nobody asks for one")

    async def organisation(self, _workspace_id: int) -> HomeOrganisation:
        raise AssertionError("nobody asks for one")


def new_uow(**_scope: Any) -> UnitOfWork:
    raise AssertionError("nobody asks for one")


def test_no_two_classes_are_of_one_kind() -> None:
    assert {kind for kind, times in Counter(each.kind for each in classes()).items() if times > 1} == set()


def test_every_kind_has_a_handler() -> None:
    tools = ImportTools(AsyncWebClient(), Tokens(), new_uow, (), timedelta(seconds=1), nothing_to_scrub)
    files = ImportSender(tools)
    known = all_handlers(Links(Keyring(["key"]), "http://x.dk")).known() | files.handlers.known()
    assert {each.__name__ for each in classes()} == {each.__name__ for each in known}


async def nothing_to_scrub() -> bool:
    return True


@pytest.mark.parametrize("work", classes(), ids=lambda work: work.kind)
def test_work_is_read_back_as_it_was_written(work: type[Work]) -> None:
    written = sample(work)
    assert work.read(row_of(written)) == written


@pytest.mark.parametrize("work", classes(), ids=lambda work: work.kind)
def test_a_row_that_lacks_a_field_or_has_it_in_another_form_is_not_understood(work: type[Work]) -> None:
    row = row_of(sample(work))
    name = next(iter(row.payload))
    row.payload[name] = object()
    with pytest.raises(NotUnderstood):
        work.read(row)
    del row.payload[name]
    row.key = ""
    with pytest.raises(NotUnderstood):
        work.read(row)


@pytest.mark.parametrize("work", classes(), ids=lambda work: work.kind)
def test_what_says_for_whom_a_row_is_stands_in_columns(work: type[Work]) -> None:
    """Check the columns by which emails are counted and cancelled."""
    written = sample(work)
    assert set(written.columns) == set(COLUMNS)
    assert not set(written.payload) & set(COLUMNS)


def row_of(work: Work) -> Outbox:
    """Make the row as the database returns it."""
    payload = json.loads(json.dumps(work.payload))
    return Outbox(kind=work.kind, key=f"1:{work.key}", payload=payload, **work.columns)


def sample(work: type[Work]) -> Work:
    """Make work with a different value in every field."""
    hints = get_type_hints(work)
    return work(**{each.name: value(hints[each.name], n) for n, each in enumerate(fields(work), 7)})


def value(hint: Any, number: int) -> Any:
    options: dict[Any, Any] = {
        int: number,
        str: str(number),
        bool: True,
        dict: {"a": number},
        list: [{"a": number}],
    }
    first = next(iter(get_args(hint)), hint) if get_origin(hint) not in {dict, list} else hint
    return options[get_origin(first) or first]


async def test_a_row_that_is_not_understood_is_parked_with_its_reason(house: House) -> None:
    with capture_logs() as logged:
        for number, (lane, kind, payload, _) in enumerate(BROKEN):
            await house.plant(INSERT, lane=lane, kind=kind, key=f"1:{number}", payload=json.dumps(payload))
        await house.invite(Name="Ada", Email="ada@x.dk")
        house.forward()
        await house.settled()
    query = "SELECT state, attempts, error FROM outbox WHERE key = :key"
    for number, (*_, reason) in enumerate(BROKEN):
        [row] = await house.rows(query, key=f"1:{number}")
        assert row == {"state": "failed", "attempts": 1, "error": reason}
    told = [each["reason"] for each in logged if each["event"] == "outbox_row_not_understood"]
    assert sorted(told) == sorted(reason for *_, reason in BROKEN)
    assert len(house.demo.mailbox.to("ada@x.dk")) == 1, "the others go on"


async def test_a_row_of_a_newer_version_waits_for_it_a_few_times(house: House) -> None:
    for lane in ("mail", "slack", "import", "quiet"):
        await house.plant(INSERT, lane=lane, kind="greeting", key=f"1:{lane}", payload="{}")
    query = "SELECT DISTINCT state, attempts, error FROM outbox WHERE kind = 'greeting'"
    for tries in range(1, MOST_BUGS + 1):
        house.forward(minutes=2)
        await house.settled()
        state = "failed" if tries == MOST_BUGS else "queued"
        error = "Nobody here knows work of the kind greeting."
        assert await house.rows(query) == [{"state": state, "attempts": tries, "error": error}]
