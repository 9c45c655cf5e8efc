"""The judge of the mail lane, and messages to administrators about the relay."""

import re
from collections.abc import Sequence
from datetime import datetime

import structlog

from blocks.workspace.relay import mail_delayed_message, mail_refused_message, mail_works_again_message
from bot.mail.verdict import Fault
from bot.services.workspace.relay import (
    GIVE_UP_AFTER,
    GIVEN_UP,
    TOLD,
    TRYING,
    Operators,
    Refused,
    accepted,
    give_up_old,
    said_nothing,
    suspects,
    we_are_refused,
)
from bot.services.workspace.work import MailDelayed, MailRefused, MailWorksAgain
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.mail import Judged
from bot.workers.engine.results import Failed, Result, Results, Sent
from bot.workers.engine.retry import Failure
from bot.workers.engine.slack import Show
from storage.entities.outbox import Outbox
from storage.entities.relay import FIRST_PROBE
from storage.outbox.relay import SUSPECT
from storage.outbox.sending import Ending, Sending
from storage.uow import UnitOfWork

log = structlog.get_logger()
_IDS = re.compile(r"\b(?=\w*\d)[\w-]{5,}\b|\d{4,}")


def register(on: Handlers) -> None:
    on.show(MailRefused, render_refused)
    on.show(MailDelayed, render_delayed)
    on.show(MailWorksAgain, render_works_again)


async def render_refused(_uow: UnitOfWork, work: MailRefused) -> Show:
    return Show(mail_refused_message(work.words, work.advice), channel=work.to, private=True)


async def render_delayed(_uow: UnitOfWork, work: MailDelayed) -> Show:
    return Show(mail_delayed_message(), channel=work.to, private=True)


async def render_works_again(_uow: UnitOfWork, work: MailWorksAgain) -> Show:
    return Show(mail_works_again_message(), channel=work.to, private=True)


class RelayJudge:
    """Decides what a refusal by the relay means for the lane, before it is recorded.

    While the relay accepts everything it needs no query: the last claim found no trouble.
    """

    def __init__(self, operators: Operators) -> None:
        self._operators = operators
        self._last: Sending | None = None
        self._logged: datetime | None = None

    async def __call__(self, uow: UnitOfWork, results: Results) -> tuple[Results, Sequence[Ending]]:
        """Judge results in the transaction that records them. Returns endings of other rows, too."""
        troubled = self._last is None or self._last.trouble is not None
        self._last = uow.sending
        found: set[int] = set()
        for row, result in results:
            if isinstance(result, Failed) or troubled:
                found |= await self._look(uow, row, result)
                troubled = True
        if not any(isinstance(result, Failed) for _, result in results):
            return results, ()
        return await self._rewritten(uow, results, found), await give_up_old(uow)

    async def _look(self, uow: UnitOfWork, row: Outbox, result: Result) -> set[int]:
        """Find rows refused as if their addresses were dead, perhaps wrongly. Returns their ids."""
        if isinstance(result, Sent):
            if await accepted(uow, self._operators):
                log.info("mail_resumed")
            return set()
        judged = result.about if isinstance(result, Failed) else None
        if not isinstance(judged, Judged) or judged.verdict.fault is Fault.LATER:
            await said_nothing(uow, row, tried=isinstance(result, Failed))
            return set()
        refused = _refused(uow, judged)
        if judged.verdict.fault is Fault.US:
            await we_are_refused(uow, row, refused, self._operators)
            return set()
        return await suspects(uow, row, refused, self._operators)

    async def _rewritten(self, uow: UnitOfWork, results: Results, found: set[int]) -> Results:
        """Give refusals of us their text for people, which says whether the administrators know."""
        trouble = await uow.relay.trouble()
        paused = trouble is not None and trouble.paused_at is not None
        told = trouble is not None and trouble.told
        if trouble and told and trouble.paused_at != self._logged:
            self._logged = trouble.paused_at
            log.error("mail_paused", refused=trouble.words, advice=trouble.advice)
        rewritten: list[tuple[Outbox, Result]] = []
        for row, result in results:
            if isinstance(result, Failed) and (row.id in found or result.failure.fault == Fault.US):
                fault = SUSPECT if row.id in found else Fault.US
                result = Failed(self._of_us(uow, row, result.failure, fault, paused=paused, told=told))
            rewritten.append((row, result))
        return rewritten

    def _of_us(
        self, uow: UnitOfWork, row: Outbox, failure: Failure, fault: str, *, paused: bool, told: bool
    ) -> Failure:
        """Make the failure of a refusal of us.

        The row is due again soon even in a pause, which delays the whole lane anyway.
        """
        sentence = TOLD if told else TRYING
        if uow.now - row.created_at >= GIVE_UP_AFTER:
            sentence = GIVEN_UP
        reply, wait = failure.reply or "", FIRST_PROBE if paused else None
        return Failure(self._operators.reason(sentence, reply), wait=wait, fault=fault, reply=reply)


def _refused(uow: UnitOfWork, judged: Judged) -> Refused:
    return Refused(
        judged.words,
        judged.advice,
        _IDS.sub("#", judged.words),
        at_once=judged.settings,
        certain=judged.verdict.certain,
        domain=uow.scope.hash_recipient(judged.domain),
    )
