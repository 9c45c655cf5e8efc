"""The services against a small model: whatever is done, repeated and in any order, both agree."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import text

from bot.services.contact.contact import archive, restore
from bot.services.invitation.invitation import Claim, InviteForm, answer, invite, resend, withdraw
from bot.services.invitation.opt_out import stop_mail
from bot.services.person.leave import come_back, leave
from bot.services.signup.approval import approve, block, decline, unblock
from bot.services.signup.link import LinkForm, make_link
from bot.services.signup.signup import SignupForm, confirm, sign_up
from storage.entities.errors import Refused
from storage.entities.settings import WorkspaceSettings
from storage.entities.status import Answer
from storage.outbox.work import Lane
from storage.uow import UnitOfWork
from tests.kit.outboxes import LEASE, Outboxes, outboxes_in
from tests.kit.product import fresh_sqlite, migrated_sqlite
from tests.kit.soundness import assert_sound

NAMES = ("Ada", "Bo")
COOL_DOWN, LIFETIME = WorkspaceSettings().cool_down, WorkspaceSettings().invitation_lifetime
WHO = st.sampled_from(NAMES)
STORED = """
SELECT contact.id, email_key, status, archived_at IS NOT NULL AS archived,
    mail_stopped_at IS NOT NULL AS stopped, left_at IS NOT NULL AS gone
FROM contact
"""
NEWEST_INVITATION = """
SELECT id, generation FROM invitation WHERE contact_id = :contact ORDER BY id DESC LIMIT 1
"""


@dataclass
class Invited:
    """The newest invitation. It expires only once its email has left, or if none is on its way."""

    open: bool = True
    answered: bool = False
    expires_at: datetime | None = None

    def takes_an_answer(self, now: datetime) -> bool:
        return self.open and not (self.expires_at and now >= self.expires_at)


@dataclass
class Model:
    """What a contact should be."""

    status: str = ""
    archived: bool = False
    stopped: bool = False
    gone: bool = False  # left by their own answer
    before_leaving: str = ""
    since: datetime | None = None  # of the status
    invitation: Invited | None = None
    applied: bool = False

    @property
    def waits(self) -> bool:
        return self.status == "invited" and not self.archived

    def become(self, status: str, now: datetime) -> bool:
        self.status, self.since = status, now
        return True

    def close(self, now: datetime) -> None:
        if self.invitation and self.invitation.takes_an_answer(now):
            self.invitation.open = False

    def invite(self, now: datetime) -> bool:
        cooled_down = self.since is not None and now >= self.since + COOL_DOWN
        withdrawn = self.status == "invited" and self.archived
        if self.stopped or not (not self.status or withdrawn or (self.status == "declined" and cooled_down)):
            return False
        self.invitation, self.archived = Invited(), False
        return self.become("invited", now)

    def answer(self, accepted: bool, now: datetime) -> bool:
        if self.invitation is None or not self.invitation.open:
            return False
        if self.invitation.answered:
            return True
        if not self.invitation.takes_an_answer(now):
            return False
        self.invitation.answered, self.invitation.open = True, True
        return self.become("active" if accepted else "declined", now)

    def withdraw(self, now: datetime) -> bool:
        if not self.waits or self.invitation is None:
            return False
        self.archived, self.invitation.open = True, False
        return True

    def resend(self, now: datetime) -> bool:
        if not self.waits or self.invitation is None:
            return False
        self.invitation.expires_at = None
        return True

    def archive(self, now: datetime) -> bool:
        if self.waits:
            return self.withdraw(now)
        if not self.status or self.archived or self.status == "blocked":
            return False
        self.archived = True
        return True

    def restore(self, now: datetime) -> bool:
        if not self.archived:
            return False
        self.archived = False
        if self.status == "invited":
            self.invitation = Invited(expires_at=now + LIFETIME)
        return True

    def sign_up(self, now: datetime) -> bool:
        known_here = self.status in {"active", "applied"} and not self.archived
        if known_here or self.status == "blocked":
            return True
        if self.gone:
            self.gone = self.stopped = False
        self.archived, self.applied = False, True
        return self.become("applied", now)

    def decide(self, status: str, now: datetime) -> bool:
        if self.status != "applied" or not self.applied:
            return False
        if status != "active":
            self.close(now)
        return self.become(status, now)

    def unblock(self, now: datetime) -> bool:
        return self.status == "blocked" and self.become("declined", now)

    def stop(self, now: datetime) -> bool:
        if not self.status:
            return False
        if not self.stopped and self.waits and self.invitation:
            self.invitation.answered = True
            self.become("declined", now)
        self.stopped = True
        return True

    def leave(self, now: datetime) -> bool:
        if not self.status:
            return False
        if not self.gone:
            self.before_leaving, self.gone, self.stopped = self.status, True, True
            self.close(now)
            if self.status not in {"declined", "blocked"}:
                self.become("declined", now)
        return True

    def come_back(self, now: datetime) -> bool:
        if not self.status:
            return False
        if self.gone:
            self.gone = self.stopped = False
            if self.status == "declined" and self.before_leaving == "active":
                self.become("active", now)
        return True


Step = Callable[[UnitOfWork, int], Awaitable[Any]]


class Pool(RuleBasedStateMachine):
    """A pool in one workspace, on a database of its own."""

    migrated: Path  # an empty database to copy

    def __init__(self) -> None:
        super().__init__()
        self.models = {name: Model() for name in NAMES}
        self.numbers, self.stack = count(1), AsyncExitStack()
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.outboxes: Outboxes

    @initialize()
    def begin(self) -> None:
        self.runner.run(self._begin())

    async def _begin(self) -> None:
        url = fresh_sqlite(self.migrated, Path(self.folder.name))
        self.outboxes = await self.stack.enter_async_context(outboxes_in(url))
        self.outboxes.clock.stop()
        async with self._uow() as uow:
            self.link = (await make_link(uow, LinkForm("Page", "C1"), "L1")).id

    def _uow(self) -> UnitOfWork:
        known = {"actor": "U1", "origin": "slack", "workspace_id": self.outboxes.workspace_id}
        return self.outboxes.uow(**known)

    @property
    def now(self) -> datetime:
        return self.outboxes.clock()

    def both(self, name: str, expected: bool, *steps: Step) -> None:
        """Do it with the services, and compare whether it was refused."""
        assert self.runner.run(self._did(name, steps)) == expected

    async def _did(self, name: str, steps: Sequence[Step]) -> bool:
        contact = (await self._stored()).get(name, {"id": 0})
        try:
            for step in steps:
                async with self._uow() as uow:
                    await step(uow, contact["id"])
        except Refused:
            return False
        return True

    async def _stored(self) -> dict[str, dict[str, Any]]:
        rows = await self._rows(STORED)
        return {row["email_key"].partition("@")[0].title(): row for row in rows}

    async def _rows(self, query: str, **values: object) -> list[dict[str, Any]]:
        async with self.outboxes.database.reader.connect() as connection:
            return [dict(row) for row in (await connection.execute(text(query), values)).mappings()]

    @rule(name=WHO)
    def invite(self, name: str) -> None:
        form, key = InviteForm(name, f"{name.lower()}@x.dk"), f"V{next(self.numbers)}"
        self.both(name, self.models[name].invite(self.now), lambda uow, _: invite(uow, form, key))

    @rule(name=WHO, accepted=st.booleans())
    def answer(self, name: str, accepted: bool) -> None:
        async def step(uow: UnitOfWork, contact_id: int) -> None:
            newest = await self._rows(NEWEST_INVITATION, contact=contact_id) or [{"id": 0, "generation": 1}]
            claim = Claim(newest[0]["id"], newest[0]["generation"])
            await answer(uow, claim, Answer.ACCEPTED if accepted else Answer.DECLINED)

        self.both(name, self.models[name].answer(accepted, self.now), step)

    @rule(name=WHO)
    def resend(self, name: str) -> None:
        self.both(name, self.models[name].resend(self.now), resend)

    @rule(name=WHO)
    def withdraw(self, name: str) -> None:
        self.both(name, self.models[name].withdraw(self.now), withdraw)

    @rule(name=WHO)
    def archive(self, name: str) -> None:
        self.both(name, self.models[name].archive(self.now), archive)

    @rule(name=WHO)
    def restore(self, name: str) -> None:
        self.both(name, self.models[name].restore(self.now), restore)

    @rule(name=WHO)
    @precondition(lambda self: all(model.gone or not model.stopped for model in self.models.values()))
    def sign_up(self, name: str) -> None:
        """Sign up, and press `Confirm` in the email. Who stopped all email gets none."""
        self.outboxes.clock.forward(days=1)  # three emails a day at most
        form = SignupForm(name, f"{name.lower()}@x.dk")

        async def press(uow: UnitOfWork, _: int) -> None:
            [newest] = await self._rows("SELECT max(id) AS id FROM application")
            await confirm(uow, newest["id"])

        self.both(
            name,
            self.models[name].sign_up(self.now),
            lambda uow, _: sign_up(uow, self.link, 1, form),
            press,
        )

    @rule(name=WHO)
    def approve(self, name: str) -> None:
        self.both(name, self.models[name].decide("active", self.now), approve)

    @rule(name=WHO)
    def decline(self, name: str) -> None:
        expected = self.models[name].decide("declined", self.now)
        self.both(name, expected, lambda uow, contact_id: decline(uow, contact_id, "", tell=True))

    @rule(name=WHO)
    def block(self, name: str) -> None:
        expected = self.models[name].decide("blocked", self.now)
        self.both(name, expected, lambda uow, contact_id: block(uow, contact_id, "", tell=False))

    @rule(name=WHO)
    def unblock(self, name: str) -> None:
        self.both(name, self.models[name].unblock(self.now), unblock)

    @rule(name=WHO)
    def stop(self, name: str) -> None:
        self.both(name, self.models[name].stop(self.now), stop_mail)

    @rule(name=WHO)
    def leave(self, name: str) -> None:
        self.both(name, self.models[name].leave(self.now), leave)

    @rule(name=WHO)
    def come_back(self, name: str) -> None:
        self.both(name, self.models[name].come_back(self.now), come_back)

    @rule(weeks=st.sampled_from([1, 5]))
    def time_passes(self, weeks: int) -> None:
        self.outboxes.clock.forward(weeks=weeks)

    @invariant()
    def each_is_what_the_model_says(self) -> None:
        stored = self.runner.run(self._stored())
        for name, model in self.models.items():
            is_there = (model.status, model.archived, model.stopped, model.gone)
            row = stored.get(name, {"status": "", "archived": 0, "stopped": 0, "gone": 0})
            assert (row["status"], bool(row["archived"]), bool(row["stopped"]), bool(row["gone"])) == is_there

    def teardown(self) -> None:
        try:
            self.runner.run(self._end())
        finally:
            self.runner.close()
            self.folder.cleanup()

    async def _end(self) -> None:
        """Check that a status is the fold of its events, and that no email is left to who wants none."""
        async with self.stack:
            await assert_sound(self._rows, sqlite=True)
            self.outboxes.clock.forward(days=400)
            async with self.outboxes.uow() as uow:
                rows = await uow.sending.claim(Lane.MAIL, 100, LEASE)
                unwilling = {row["id"] for row in (await self._stored()).values() if row["stopped"]}
            assert [row.kind for row in rows if row.contact_id in unwilling] == []


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> type[Pool]:
    Pool.migrated = migrated_sqlite(tmp_path_factory.mktemp("state-machine"))
    return Pool


def test_the_services_agree_with_the_model(pool: type[Pool]) -> None:
    checked = pool.TestCase
    checked.settings = settings(
        max_examples=25,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    checked().runTest()
