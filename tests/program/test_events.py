"""The table of consequences is complete, is printed in docs/, and is the only place that applies them."""

import ast
from itertools import pairwise

import pytest

from bot.services.consequences import CONSEQUENCES, FOLLOWS
from scripts.events import FILE, page
from storage.entities.status import EventKind
from storage.tables.events import Recorded
from storage.uow import UnitOfWork
from tests.kit.outboxes import Outboxes
from tests.kit.outboxes import outboxes as outboxes
from tests.program.test_house import PRODUCT, called, found, outside, sources

SAMPLES = "bot/showcase/samples/"  # they are shown, and never stored
# Calls the table makes. Other code may make them only for changes without an event, with a reason below.
FOLLOWING = {
    "redraw", "look_after_requests", "cancel_mails", "cancel_misdirected",
}  # fmt: skip
WITHOUT_EVENT = {
    "bot/services/hire/life.py": "a job begins or ends soon by the calendar; what the team thinks of it",
    "bot/services/hire/told.py": "an email is tried again, or is not wanted any more",
    "bot/services/invitation/invitation.py": "the same",
    "bot/services/imports/rest.py": "emails called off are sent after all; the import has the event",
    "bot/services/imports/run.py": "an import's emails are cancelled by the import, not by contact",
    "bot/services/person/availability.py": "what somebody said of their free days is eight weeks old",
    "bot/services/workspace/relay.py": "the relay takes no email, or takes it again",
    "bot/services/contact/bounce.py": "an email came back for the moment, which changes its card",
    "bot/workers/kinds/address.py": "an email is tried again, or is not wanted any more",
    "bot/workers/kinds/invitation.py": "an email has left to somebody who is known",
    "bot/workers/kinds/signup.py": "an email is tried again, or is not wanted any more",
}


def test_every_kind_of_event_has_a_row() -> None:
    assert set(FOLLOWS) == set(EventKind)


def test_consequences_stand_in_the_order_in_which_they_are_applied() -> None:
    for follows in FOLLOWS.values():
        places = [CONSEQUENCES.index(each) for each in follows]
        assert all(one < other for one, other in pairwise(places))


def test_every_consequence_follows_from_something() -> None:
    assert {each for follows in FOLLOWS.values() for each in follows} == set(CONSEQUENCES)


def test_the_docs_print_the_table() -> None:
    assert FILE.read_text(encoding="utf-8") == page(), "run `make events`"


def test_services_record_and_do_not_remember_what_follows() -> None:
    calls = found(sources(*PRODUCT), follows_by_hand)
    elsewhere = outside(calls, "bot/services/consequences.py")
    assert {place.partition(":")[0] for place in elsewhere} == set(WITHOUT_EVENT)


def test_events_are_written_by_one_route() -> None:
    written = outside(found(sources(*PRODUCT), writes_an_event), "storage/tables/events.py")
    assert [place for place in written if not place.startswith(SAMPLES)] == []


async def test_consequences_without_end_are_an_error_and_nothing_is_kept(outboxes: Outboxes) -> None:
    async def again(uow: UnitOfWork, recorded: Recorded) -> None:
        await uow.events.record(next(iter(recorded)))

    with pytest.raises(RuntimeError, match="without end"):
        async with outboxes.uow(workspace_id=outboxes.workspace_id, follow=again) as uow:
            await uow.events.record(EventKind.EXPORTED)
    async with outboxes.database.reader.connect() as connection:
        assert (await connection.exec_driver_sql("SELECT id FROM event")).all() == []


def follows_by_hand(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    whose, _, what = called(node).rpartition(".")
    return whose.endswith("outbox") and what in FOLLOWING


def writes_an_event(node: ast.AST) -> bool:
    """Tell whether code creates an event or inserts into its tables."""
    if not isinstance(node, ast.Call):
        return False
    tables = {"Event", "EventDetail", "Event.__table__", "EventDetail.__table__"}
    made = called(node) in {"Event", "EventDetail"}
    inserts = called(node).rpartition(".")[2] in {"insert", "_insert", "_write"}
    return made or (inserts and any(ast.unparse(each) in tables for each in node.args))
