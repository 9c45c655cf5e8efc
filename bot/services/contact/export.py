"""Exports a Home tab's list as CSV files that Excel opens and the import reads back."""

import csv
import io
from collections.abc import AsyncIterator, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from bot.services.agreement import current
from bot.services.contact.overview import criteria_of
from bot.services.contact.work import ContactsExport
from bot.services.files.cells import safe_cell
from storage.entities.profile import Profile
from storage.entities.profile_form import ProfileForm
from storage.entities.status import EventKind
from storage.overview.listing import Criteria, Listed, Place, Sort, Which
from storage.uow import UnitOfWork

AGREED = ("agreement", "agreed")  # where the company has an agreement
HEADER = ("name", "email", "tags", "status", "note", "invited_by", "added", "hired")
PROFILE = (
    "Title", "Links", "Place", "Languages", "Usual rate", "Currency", "Per", "Free from", "Days a week", "CV",
)  # fmt: skip
BETWEEN_TAGS = "; "  # the import splits tags at it
AT_ONCE = 1_000
MOST_ROWS = 50_000  # rows of one file: a worker can build and send it well within its lease


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an export, and where the next one begins (None at the end)."""

    name: str
    data: bytes
    rows: int
    next: Place | None


async def enqueue_export(
    uow: UnitOfWork, request: str, *, everybody: bool = False, among: Collection[int] = ()
) -> None:
    """Enqueue an export of what the actor's Home shows, or of everybody. It is sent by direct message.

    `request` names the click: the same request is exported once. `among` are the only contacts wanted.
    """
    criteria, sort = await criteria_of(uow, uow.scope.actor)
    if everybody:
        criteria, sort = Criteria(), Sort.NAME
    if among:
        criteria = Criteria(which=criteria.which if criteria.which is Which.ARCHIVED else Which.ANY)
    criteria = replace(criteria, among=tuple(among))
    kept, day = criteria.to_json(), str(uow.now.date())
    await uow.outbox.add(ContactsExport(uow.scope.actor, kept, sort, day, None, 1, request))
    await uow.events.record(EventKind.EXPORTED, after={"criteria": kept})


async def enqueue_next(uow: UnitOfWork, asked: ContactsExport, place: Place) -> None:
    """Enqueue the file after this one."""
    await uow.outbox.add(replace(asked, place=place.to_json(), part=asked.part + 1))


async def export(uow: UnitOfWork, asked: ContactsExport, most: int = MOST_ROWS) -> Part:
    """Build one file of an export."""
    text, rows = io.StringIO(newline=""), 0
    writer = csv.writer(text)
    agreeing = await current(uow) is not None
    writer.writerow((*HEADER, *PROFILE, *(AGREED if agreeing else ())))
    last: Listed | None = None
    criteria, sort = Criteria.from_json(asked.criteria), Sort(asked.sort)
    async for some in _some(uow, criteria, sort, Place.from_json(asked.place), most + 1):
        more = rows + len(some) > most
        some = some[: most - rows]
        await _write(uow, writer, some, agreeing=agreeing)
        rows, last = rows + len(some), some[-1] if some else last
        if more:
            break
    else:
        more = False
    part = "" if asked.part == 1 else f"-{asked.part}"
    # Excel recognises UTF-8 by the byte order mark.
    data = text.getvalue().encode("utf-8-sig")
    return Part(f"contacts-{asked.day}{part}.csv", data, rows, Place(last.key) if more and last else None)


async def _some(
    uow: UnitOfWork, criteria: Criteria, sort: Sort, place: Place | None, most: int
) -> AsyncIterator[list[Listed]]:
    while most > 0:
        some = await uow.overview.rows(criteria, sort, place, min(AT_ONCE, most))
        if not some:
            return
        yield some
        most, place = most - len(some), Place(some[-1].key)


async def _write(uow: UnitOfWork, writer: Any, some: list[Listed], *, agreeing: bool) -> None:
    notes = await uow.notes.texts([contact.id for contact in some])
    names = await uow.members.names({contact.invited_by for contact in some if contact.invited_by})
    agreed = await uow.agreements.latest_of([contact.id for contact in some]) if agreeing else {}
    profiles = await uow.profiles.of_all([contact.id for contact in some])
    for contact in some:
        version, at = agreed.get(contact.id, ("", None))
        cells = (
            contact.name,
            contact.email,
            BETWEEN_TAGS.join(contact.tags),
            contact.status,
            "\n".join(notes.get(contact.id, ())),
            names.get(contact.invited_by or "", contact.invited_by or ""),
            f"{contact.created_at:%Y-%m-%d}",
            str(contact.hires or ""),
            *_profile(profiles.get(contact.id)),
            *((str(version), f"{at:%Y-%m-%d}" if at else "") if agreeing else ()),
        )
        writer.writerow([safe_cell(cell) for cell in cells])


def _profile(profile: Profile | None) -> Iterable[str]:
    """Write what counts of a profile, as the import reads it, and the day of the CV."""
    form = ProfileForm.of(profile, None)
    given_at = profile.cv_given_at if profile else None
    return (*form.cells, f"{given_at:%Y-%m-%d}" if given_at else "")
