"""Takes in reports of failed delivery: finds the email each is about, and records it."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.mail.bounce import Bounce, read_bounce
from bot.security.codes import is_mail_code
from bot.security.keyring import Keyring
from bot.services.contact.bounce import Told, came_back
from bot.services.contact.work import BounceReport
from bot.services.imports.run import redraw
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.quiet import Note
from bot.workers.engine.registry import Ends, tells
from storage.entities.outbox import Outbox
from storage.uow import UnitOfWork

log = structlog.get_logger()


def register(on: Handlers) -> None:
    on.note(BounceReport, recording(on.ends))


def recording(ends: Ends) -> Callable[[UnitOfWork, BounceReport], Awaitable[Note]]:
    """Make the handler of reports that a command has left in the outbox."""

    async def record_report(_uow: UnitOfWork, report: BounceReport) -> Note:
        async def effect(uow: UnitOfWork) -> None:
            await record(uow, report, tells(ends))

        return Note(effect)

    return record_report


async def record(uow: UnitOfWork, report: BounceReport, told: Told) -> None:
    """Record a report within its email's workspace, and log it once."""
    if not await came_back(uow, report, told):
        return
    log.warning("mail_came_back", row=report.mail, how=report.how, reply=report.reply)
    mail = await uow.mails.find(report.mail)
    if mail and mail.import_id:
        await redraw(uow, mail.import_id)


class Bounces:
    """Takes in messages that may be reports of failed delivery. Other messages change nothing."""

    def __init__(self, new_uow: Callable[..., UnitOfWork], keyring: Keyring, ends: Ends) -> None:
        self._new_uow, self._keyring, self._told = new_uow, keyring, tells(ends)

    async def take_in(self, raw: bytes, *, leave: bool = False) -> bool:
        """Record a report, or `leave` it as a row of work for another process.

        Returns False if the message is no report about one of our emails.
        """
        bounce = await asyncio.to_thread(read_bounce, raw)
        mail = await self._mail_of(bounce) if bounce else None
        if bounce is None or mail is None:
            return False
        fault = bounce.verdict.fault
        report = BounceReport(mail.id, bounce.kind, fault, bounce.reason, bounce.words)
        async with self._new_uow(workspace_id=mail.workspace_id) as uow:
            await (uow.outbox.add(report) if leave else record(uow, report, self._told))
        return True

    async def _mail_of(self, bounce: Bounce) -> Outbox | None:
        async with self._new_uow().read() as uow:
            for row_id, code in bounce.ids:
                mail = await uow.mails.find(row_id)
                if mail and is_mail_code(self._keyring, mail, code):
                    return mail
        return None
