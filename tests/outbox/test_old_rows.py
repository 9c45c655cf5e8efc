"""Outbox rows written by an earlier version are done by this one, whatever their kind."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from bot.services.hire.form import HireForm
from bot.services.hire.offer import answer_offer, offer
from bot.services.invitation.invitation import Claim, answer
from bot.services.signup.approval import approve
from bot.services.signup.signup import SignupForm, sign_up
from storage.entities.imports import Import
from storage.entities.outbox import Outbox
from storage.entities.status import Answer, ImportState, Outcome
from storage.outbox.work import Lane
from storage.uow import UnitOfWork
from tests.kit.applying import apply
from tests.kit.hire import in_days
from tests.kit.importing import Importer
from tests.kit.kinds import classes
from tests.kit.pool import add, become, unit_of_work
from tests.kit.product import House

Json = dict[str, Any]
SENT, CANCELLED, QUEUED = Outcome.SENT, Outcome.CANCELLED, Outcome.QUEUED
MAIL, SLACK, IMPORT = Lane.MAIL, Lane.SLACK, Lane.IMPORT
HIRE_DAY = {"hire": 2, "end": "2020-01-31"}
INSERT = """
INSERT INTO outbox (workspace_id, lane, kind, key, contact_id, recipient, payload,
    priority, state, wanted, attempts, lost, due_at, created_at)
SELECT 1, old.value ->> 'lane', old.value ->> 'kind', old.value ->> 'key', old.value ->> 'contact_id',
    old.value ->> 'recipient', old.value ->> 'payload',
    10, 'queued', 1, 0, 0, contact.created_at, contact.created_at
FROM json_each(:rows) AS old JOIN contact ON contact.id = 1
"""
SHARED = {"file": "FILE", "channel": "CHANNEL", "by": "JORDAN"}
ALARM_OVER = {"link": 1, "reply_to": "URL4", "rotated": True, "blocked": 2}
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "No."}}]
EXPORT: Json = {"to": "JORDAN", "criteria": {}, "sort": "name", "day": "2026-01-01", "place": None, "part": 1}


@dataclass(frozen=True)
class Old:
    """A row as version 0.1.0 wrote it, and how it ends.

    JORDAN, FILE, CHANNEL and URL1 to URL4 are replaced with values known at run time.
    """

    lane: Lane
    kind: str
    key: str
    payload: Json
    ends: Outcome = SENT
    contact_id: int | None = None
    import_id: int | None = None


# Contact 1 was invited, 2 has accepted, 3 is already in another workspace, 4 has two jobs, 5 applied, 6 was
# approved. Application 3 is not confirmed.
ROWS = (
    Old(MAIL, "invitation", "invitation:1:1.1", {"invitation": 1, "mail": 1}, contact_id=1),
    Old(MAIL, "invitation_reminder", "invitation_reminder:1:1.1", {"invitation": 1, "mail": 1}, QUEUED, 1),
    Old(MAIL, "signup", "signup:3", {"application": 3}),
    Old(MAIL, "decision", "decision:2", {"application": 2}, contact_id=6),
    Old(MAIL, "offer", "offer:1:1", {"hire": 1}, contact_id=4),
    Old(MAIL, "offer_cancelled", "offer_cancelled:1:1", {"hire": 1}, contact_id=4),
    Old(MAIL, "hire_extended", "hire_extended:2:2026-12-01", {"hire": 2}, contact_id=4),
    Old(SLACK, "card", "card:1", {"card": 1}, contact_id=1),
    Old(SLACK, "expired", "expired:1", {"card": 1}, contact_id=1),
    Old(SLACK, "answered", "answered:2", {"contact": 2, "invitation": 2, "to": "JORDAN"}, contact_id=2),
    Old(SLACK, "undelivered", "undelivered:9", {"contact": 1, "to": "JORDAN", "reason": "Full."}, SENT, 1),
    Old(SLACK, "requests", "requests:3", {"contact": 3}, contact_id=3),
    Old(SLACK, "requests_over", "requests_over:3", {"contact": 3}, QUEUED),
    Old(SLACK, "seek", "seek:1:1", {"asked_by": 1, "invitation": 1}),
    Old(SLACK, "request", "request:1", {"request": 1}),
    Old(SLACK, "installed", "installed:1767225600.123", {"to": "JORDAN"}),
    Old(SLACK, "access_asked", "access:UASKER01:JORDAN:2026-01-01", {"from": "UASKER01", "to": "JORDAN"}),
    Old(SLACK, "access_sent", "reply:URL1", {"reply_to": "URL1"}),
    Old(SLACK, "access_granted", "granted:JORDAN", {"to": "JORDAN"}),
    Old(SLACK, "access_given", "reply:URL2", {"reply_to": "URL2", "user": "JORDAN"}),
    Old(SLACK, "reply", "reply:1.2.abc:URL3", {"reply_to": "URL3", "text": "No.", "blocks": BLOCKS}),
    Old(SLACK, "reminder", "remind:1", {"application": 1}, QUEUED, 5),
    Old(SLACK, "nudge", "nudge:1:2", {"application": 1}, contact_id=5),
    Old(SLACK, "digest", "digest:JORDAN", {"to": "JORDAN"}, QUEUED),
    Old(SLACK, "home", "home:JORDAN", {"user": "JORDAN"}),
    Old(SLACK, "import_offer", "import_offer:1", {"offer": 1}),
    Old(SLACK, "import_review", "import_review:1", {"import": 1}, CANCELLED),
    Old(SLACK, "import_message", "import_message:1", {"import": 1}),
    Old(SLACK, "export", "export:1.2.abc:1", EXPORT),
    Old(SLACK, "export_hires", "export_hires:1.2.abc", {"to": "JORDAN", "day": "2026-01-01"}),
    Old(SLACK, "offer_seek", "offer_seek:1", {"hire": 1}),
    Old(SLACK, "offer_ask", "offer_ask:1", {"hire": 1}, CANCELLED),
    Old(SLACK, "offer_answered", "offer_answered:2", {"hire": 2}, contact_id=4),
    Old(SLACK, "offer_undelivered", "offer_undelivered:9", {"hire": 1, "reason": "Full."}, contact_id=4),
    Old(SLACK, "hire_starts", "hire_starts:2", HIRE_DAY, contact_id=4),
    Old(SLACK, "hire_ends_soon", "hire_ends_soon:2", HIRE_DAY, contact_id=4),
    Old(SLACK, "hire_over", "hire_over:2", HIRE_DAY, contact_id=4),
    Old(SLACK, "hire_ended", "hire_ended:2", {"hire": 2}, contact_id=4),
    Old(SLACK, "link_alarm", "alarm:1:1767225600", {"link": 1}),
    Old(SLACK, "link_alarm_over", "reply:URL4", ALARM_OVER),
    Old(IMPORT, "import_notice", "import_notice:FILE:CHANNEL", SHARED),
    Old(IMPORT, "import_read", "import_read:1", {"import": 1}),
    Old(IMPORT, "import_run", "import_run:2", {"import": 2}),
    Old(IMPORT, "import_look", "import_look:2", {"import": 2}),
    Old(IMPORT, "import_failed_file", "import_failed_file:2", {"import": 2}, CANCELLED),
    Old(IMPORT, "import_undo", "import_undo:2", {"import": 2}),
    Old(IMPORT, "import_give_up", "import_give_up:2", {"import": 2}),
)  # fmt: skip


@pytest.mark.parametrize("old", ROWS, ids=lambda old: old.kind)
def test_an_old_row_is_read_as_the_same_work(old: Old) -> None:
    """Check that adding this work again would not make a second row."""
    [work] = [each for each in classes() if each.kind == old.kind]
    columns = {"contact_id": old.contact_id, "recipient": "hash", "import_id": old.import_id}
    row = Outbox(lane=old.lane, kind=old.kind, key=f"1:{old.key}", payload=old.payload, **columns)
    assert work.read(row).key == old.key


async def test_every_old_row_is_done(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await seeded(house)
    await house.plant("DELETE FROM outbox")
    known = {"JORDAN": jordan.id, "CHANNEL": house.demo.channel("hiring").id}
    known |= {"FILE": (await house.rows("SELECT file_id FROM import_offer"))[0]["file_id"]}
    known |= {f"URL{number}": answer_url(house) for number in (1, 2, 3, 4)}
    shown = len(jordan.messages("app"))
    await house.plant(INSERT, rows=json.dumps([values(old, known) for old in ROWS]))
    house.forward()
    await house.settled(30)
    ended = {row["key"]: (row["state"], row["error"]) for row in await house.rows("SELECT * FROM outbox")}
    assert {old.kind: ended[values(old, known)["key"]] for old in ROWS} == {
        old.kind: (old.ends, None) for old in ROWS
    }
    assert len(jordan.messages("app")) > shown + 10


def answer_url(house: House) -> str:
    """Make a response_url of a click."""
    return house.demo.world.new_response_url(house.person("Jordan Lee").user, house.demo.channel("general"))


def values(old: Old, known: dict[str, str]) -> Json:
    """Return the columns in which rows differ."""
    key, payload = f"1:{old.key}", json.dumps(old.payload)
    for name, value in known.items():
        key, payload = key.replace(name, value), payload.replace(name, value)
    recipient = "hash" if old.lane is MAIL else None
    columns = {"lane": old.lane, "kind": old.kind, "contact_id": old.contact_id, "recipient": recipient}
    return columns | {"key": key, "payload": payload}


async def seeded(house: House) -> None:
    """Add the data that the rows refer to."""
    for name in ("Ada", "Bo", "Cy"):
        await house.invite(Name=name, Email=f"{name.lower()}@x.dk")
    await house.settled()
    maria = house.person("Maria Garcia").id
    async with unit_of_work(house) as uow:
        await answer(uow, Claim(2, 1), Answer.ACCEPTED)
        await uow.people.confirm("cy@x.dk", uow.now)
        recipient = uow.suppressions.hash_recipient("ada@x.dk")
        await uow.requests.add_card(user_id=maria, asked_by=1, invitation_id=1, recipient=recipient)
    await with_jobs(house)
    await with_applications(house)
    await with_imports(house)
    await house.settled()


async def with_jobs(house: House) -> None:
    contact_id = await add(house, "Dee", email="dee@x.dk")
    await become(house, contact_id, "active")
    form = HireForm("Illustrator", "80", "EUR", "hour", in_days(house, 10), in_days(house, 40), "")
    async with unit_of_work(house) as uow:
        await offer(uow, contact_id, form, "one")
    async with unit_of_work(house) as uow:
        second = await offer(uow, contact_id, form, "two", anyway=True)
        assert second
        await answer_offer(uow, second.id, accepted=True)


async def with_applications(house: House) -> None:
    await apply(house, SignupForm("Ivy", "ivy@x.dk", "", ""))
    approved = await apply(house, SignupForm("Eve", "eve@x.dk", "", ""))
    async with unit_of_work(house) as uow:
        await approve(uow, approved)
    async with unit_of_work(house) as uow:
        await sign_up(uow, 1, 1, SignupForm("Flo", "flo@x.dk", "", ""))
    await house.plant("UPDATE link SET paused_at = created_at")


async def with_imports(house: House) -> None:
    """Add imports, and a file with an offer below it."""
    await Importer(house).share("name,email\nGus,gus@x.dk\n")
    async with unit_of_work(house) as uow:
        channel = house.demo.channel("hiring").id
        first = await uow.imports.add(an_import(uow, channel, ImportState.READING))
        await uow.imports.keep_file(first.id, b"name,email\nGus,gus@x.dk\n")
        await uow.imports.add(an_import(uow, channel, ImportState.REVIEW))


def an_import(uow: UnitOfWork, channel: str, state: ImportState) -> Import:
    return Import(
        made_by=uow.scope.actor,
        state=state,
        file_id="F1",
        file_name="people.csv",
        channel=channel,
        created_at=uow.now,
    )
