"""Everything a workspace stores about a person, as JSON or CSV."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.services.files.cells import safe_cell
from bot.services.person.work import DataExport
from storage.engine.base import Json
from storage.entities.contact import Contact
from storage.entities.settings import company_name
from storage.entities.status import EventKind
from storage.uow import UnitOfWork

A_FILE = "cv"
Tables = Mapping[str, list[Json]]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A contact's data as files: one for programs, one for spreadsheets."""

    contact: Contact
    json: bytes
    csv: bytes


async def data_of(uow: UnitOfWork, contact_id: int) -> PersonalData:
    """Collect all data about a contact of this workspace. Raises NotFound."""
    contact = await uow.contacts.get(contact_id)
    recipient = uow.suppressions.hash_recipient(contact.email_key)
    tables = await uow.personal.of_contact(contact.id, contact.email_key, recipient)
    about = {"company": company_name(await uow.workspaces.current()), "taken_at": uow.now.isoformat()}
    return PersonalData(contact, _json(about, tables), _csv(tables))


async def enqueue_data(uow: UnitOfWork, contact_id: int, request: str) -> Contact:
    """Send the actor everything about a contact, as JSON and as CSV. `request` names the press: once only."""
    contact = await uow.contacts.get(contact_id)
    to, day = uow.scope.actor, str(uow.now.date())
    for ending in ("json", "csv"):
        work = DataExport(to, contact.id, ending, day, request, contact_id=contact.id)
        await uow.outbox.add(work)
    await uow.events.record(EventKind.DATA_EXPORTED, contact)
    return contact


def _json(about: Json, tables: Tables) -> bytes:
    return json.dumps(about | dict(tables), ensure_ascii=False, indent=2).encode()


def _csv(tables: Tables) -> bytes:
    """Write one line for each value: table, row, field, value. A CV's bytes stand in the JSON alone."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["table", "row", "field", "value"])
    for table, rows in tables.items():
        if table == A_FILE:
            continue
        for number, row in enumerate(rows, 1):
            for field, value in row.items():
                plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                writer.writerow([table, number, field, safe_cell(plain) if value is not None else ""])
    return text.getvalue().encode("utf-8-sig")
