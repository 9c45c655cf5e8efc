"""The export: what somebody's Home tab shows, as CSV files that Excel opens and the import reads back."""

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from bot.services.cells import safe_cell
from bot.services.overview import criteria_of
from storage.base import Json
from storage.listing import Criteria, Listed, Place, Sort
from storage.status import EventKind
from storage.uow import UnitOfWork

HEADER = ("name", "email", "tags", "status", "note", "invited_by", "added", "hired")
BETWEEN_TAGS = "; "  # the import splits a cell at it
AT_ONCE = 1_000
MOST_ROWS = 50_000  # of one file: what a worker reads and sends well within its lease


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an export, and where the next one begins if there is more."""

    name: str
    data: bytes
    rows: int
    next: Place | None


async def wish_export(uow: UnitOfWork, key: str, *, everybody: bool = False) -> None:
    """Of what the actor's Home shows, or of everybody; the file comes as a direct message from the worker."""
    criteria, sort = await criteria_of(uow, uow.scope.actor)
    if everybody:
        criteria, sort = Criteria(), Sort.NAME
    wanted = {"to": uow.scope.actor, "criteria": criteria.to_json(), "sort": sort, "day": str(uow.now.date())}
    await _wish(uow, key, wanted | {"place": None, "part": 1})
    await uow.events.record(EventKind.EXPORTED, after={"criteria": criteria.to_json()})


async def wish_next(uow: UnitOfWork, key: str, payload: Json, place: Place) -> None:
    """The file behind this one."""
    part = int(payload["part"]) + 1
    begun = key.split(":", 1)[1].rpartition(":")[0].removeprefix("export:")
    await _wish(uow, begun, payload | {"place": place.to_json(), "part": part})


async def _wish(uow: UnitOfWork, key: str, payload: Json) -> None:
    await uow.outbox.slack("export", f"export:{key}:{payload['part']}", payload, again=False)


async def export(uow: UnitOfWork, payload: Json, most: int = MOST_ROWS) -> Part:
    """The rows of one part."""
    text, rows = io.StringIO(newline=""), 0
    writer = csv.writer(text)
    writer.writerow(HEADER)
    last: Listed | None = None
    criteria, sort = Criteria.from_json(payload["criteria"]), Sort(payload["sort"])
    async for some in _some(uow, criteria, sort, Place.from_json(payload["place"]), most + 1):
        more = rows + len(some) > most
        some = some[: most - rows]
        await _write(uow, writer, some)
        rows, last = rows + len(some), some[-1] if some else last
        if more:
            break
    else:
        more = False
    part = "" if payload["part"] == 1 else f"-{payload['part']}"
    # The mark at the beginning tells Excel that this is UTF-8.
    data = text.getvalue().encode("utf-8-sig")
    return Part(
        f"contacts-{payload['day']}{part}.csv", data, rows, Place(last.key) if more and last else None
    )


async def _some(
    uow: UnitOfWork, criteria: Criteria, sort: Sort, place: Place | None, most: int
) -> AsyncIterator[list[Listed]]:
    while most > 0:
        some = await uow.overview.rows(criteria, sort, place, min(AT_ONCE, most))
        if not some:
            return
        yield some
        most, place = most - len(some), Place(some[-1].key)


async def _write(uow: UnitOfWork, writer: Any, some: list[Listed]) -> None:
    notes = await uow.notes.texts([contact.id for contact in some])
    names = await uow.members.names({contact.invited_by for contact in some if contact.invited_by})
    for contact in some:
        cells = (
            contact.name,
            contact.email,
            BETWEEN_TAGS.join(contact.tags),
            contact.status,
            "\n".join(notes.get(contact.id, ())),
            names.get(contact.invited_by or "", contact.invited_by or ""),
            f"{contact.created_at:%Y-%m-%d}",
            str(contact.hires or ""),
        )
        writer.writerow([safe_cell(cell) for cell in cells])
