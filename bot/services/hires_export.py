"""The list of agreed jobs as a CSV file that Excel opens."""

import csv
import io

from bot.services.cells import safe_cell
from storage.hire import Hire
from storage.status import EventKind
from storage.uow import UnitOfWork

HEADER = ("name", "email", "job", "rate", "currency", "per", "start", "end", "offered_by", "agreed")
AT_ONCE = 1_000


async def wish_hires(uow: UnitOfWork, key: str) -> None:
    """The file comes as a direct message from the worker."""
    wanted = {"to": uow.scope.actor, "day": str(uow.now.date())}
    await uow.outbox.slack("export_hires", f"export_hires:{key}", wanted, again=False)
    await uow.events.record(EventKind.EXPORTED, after={"hires": "current"})


async def export_hires(uow: UnitOfWork) -> tuple[bytes, int]:
    """The file, and how many jobs are in it."""
    text, rows = io.StringIO(newline=""), 0
    writer = csv.writer(text)
    writer.writerow(HEADER)
    after = None
    while some := await uow.hires.current(AT_ONCE, after):
        names = await uow.members.names({hire.offered_by for hire in some})
        for hire in some:
            writer.writerow([safe_cell(cell) for cell in _cells(hire, names)])
        rows, after = rows + len(some), (some[-1].start, some[-1].id)
    return text.getvalue().encode("utf-8-sig"), rows  # the mark tells Excel that this is UTF-8


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
