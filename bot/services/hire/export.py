"""Exports the current jobs as a CSV file that Excel opens."""

import csv
import io

from bot.services.files.cells import safe_cell
from bot.services.hire.work import HiresExport
from storage.entities.hire import Hire
from storage.entities.status import EventKind
from storage.uow import UnitOfWork

HEADER = ("name", "email", "job", "rate", "currency", "per", "start", "end", "offered_by", "agreed")
AT_ONCE = 1_000


async def enqueue_hires(uow: UnitOfWork, request: str) -> None:
    """Enqueue the file, which is sent by direct message.

    `request` names the click: the same request is exported once.
    """
    await uow.outbox.add(HiresExport(uow.scope.actor, str(uow.now.date()), request))
    await uow.events.record(EventKind.EXPORTED, after={"hires": "current"})


async def export_hires(uow: UnitOfWork) -> tuple[bytes, int]:
    """Build the file. Return it with the number of jobs."""
    text, rows = io.StringIO(newline=""), 0
    writer = csv.writer(text)
    writer.writerow(HEADER)
    after = None
    while some := await uow.hires.current(AT_ONCE, after):
        names = await uow.members.names({hire.offered_by for hire in some})
        for hire in some:
            writer.writerow([safe_cell(cell) for cell in _cells(hire, names)])
        rows, after = rows + len(some), (some[-1].start, some[-1].id)
    return text.getvalue().encode("utf-8-sig"), rows  # Excel recognises UTF-8 by the byte order mark


def _cells(hire: Hire, names: dict[str, str]) -> tuple[str, ...]:
    return (
        hire.contact.name,
        hire.contact.email,
        hire.title,
        f"{hire.rate:f}",
        hire.currency,
        hire.per,
        str(hire.start),
        str(hire.end or ""),
        names.get(hire.offered_by, hire.offered_by),
        f"{hire.answered_at:%Y-%m-%d}" if hire.answered_at else "",
    )
