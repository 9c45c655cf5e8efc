"""Everything that is stored about somebody in a workspace, table by table."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from storage.engine.base import Base, Json
from storage.engine.table import Table
from storage.entities.agreement import Agreed, Agreement
from storage.entities.application import Application
from storage.entities.card import Card
from storage.entities.contact import Contact, Invitation
from storage.entities.event import Event, EventDetail
from storage.entities.hire import ErasedJob, Hire
from storage.entities.import_row import ImportRow
from storage.entities.imports import Import
from storage.entities.link import Link
from storage.entities.member import Member
from storage.entities.outbox import Outbox
from storage.entities.person import Address, AddressClaim
from storage.entities.profile import Cv, Profile
from storage.entities.saved_list import SavedList
from storage.entities.tag import ContactTag, Tag
from storage.entities.team import Note

ROWS_AT_ONCE = 1_000
_everywhere = {"every_workspace": True}
# Kept for the program alone: they say nothing that another column does not say.
INTERNAL = {
    "id", "workspace_id", "contact_id", "salt", "version", "email_key", "mailbox", "sort_key", "search_key",
    "sought", "first_tag", "hire_rank", "request_key", "generation", "recipient", "person_id", "link_id",
    "import_id", "event_id", "payload", "key", "lane", "priority", "wanted_version", "bugs", "lost",
    "lease_until", "started_at", "farewell_id", "reply", "fault", "ticked", "added_tags", "hire_id",
    "channel", "ts", "profile_key", "rate_rank", "free_key", "agreement_id", "digest",
}  # fmt: skip


_OF_A_WORKSPACE: list[type[Base]] = [
    Contact, Tag, ContactTag, Profile, Cv, Invitation, Link, Application, Note, Hire, ErasedJob, Event,
    EventDetail, Import, ImportRow, Outbox, Member, SavedList, Agreement, Agreed,
]  # fmt: skip


class Personal(Table):
    async def of_contact(self, contact_id: int, email_key: str, recipient: str) -> Mapping[str, list[Json]]:
        """Load {table: rows} of a contact, each row as {column: value}, ready for JSON."""
        of_rows = or_(ImportRow.contact_id == contact_id, ImportRow.recipient == recipient)
        of_events = EventDetail.event_id.in_(select(Event.id).where(Event.contact_id == contact_id))
        of_mails = or_(Outbox.contact_id == contact_id, Outbox.recipient == recipient)
        where: Mapping[type[Base], ColumnElement[bool]] = {
            Contact: Contact.id == contact_id,
            Profile: Profile.contact_id == contact_id,
            Cv: Cv.contact_id == contact_id,
            Invitation: Invitation.contact_id == contact_id,
            Application: Application.email_key == email_key,
            Note: Note.contact_id == contact_id,
            Hire: Hire.contact_id == contact_id,
            Event: Event.contact_id == contact_id,
            EventDetail: of_events,
            ImportRow: of_rows,
            Outbox: of_mails,
            Card: Card.contact_id == contact_id,
            AddressClaim: AddressClaim.contact_id == contact_id,
        }
        found = {model.__tablename__: await self._rows(model, these) for model, these in where.items()}
        tags = select(Tag.name).join(ContactTag, ContactTag.tag_id == Tag.id)
        tags = tags.where(ContactTag.contact_id == contact_id).order_by(Tag.key)
        found["tag"] = [{"name": name} for name in await self._session.scalars(tags)]
        found["agreed"] = await self._agreed(contact_id)
        found["address"] = await self._rows(Address, Address.email_key == email_key, keep={"email_key"})
        return found

    async def _agreed(self, contact_id: int) -> list[Json]:
        """Load every yes of a contact, with what it was to."""
        query = select(Agreement.number, Agreement.text, Agreed.at)
        query = query.join(Agreed, Agreed.agreement_id == Agreement.id)
        rows = await self._session.execute(query.where(Agreed.contact_id == contact_id).order_by(Agreed.id))
        return [{"version": number, "text": text, "at": _plain(at)} for number, text, at in rows]

    def tables(self) -> list[type[Base]]:
        """List the tables with a workspace's data that mean something outside the program."""
        return _OF_A_WORKSPACE

    def rows_at_once(self, model: type[Base]) -> int:
        """Tell how many rows of a table fit into memory together."""
        return 1 if model is Cv else ROWS_AT_ONCE

    async def rows_of(self, model: type[Base], offset: int, most: int) -> list[Json]:
        """Load some rows of a table, in the order of their keys, ready for JSON, with their ids."""
        keep = {"id", "contact_id", "link_id", "import_id", "event_id", "tag_id", "agreement_id"}
        return await self._rows(model, true(), keep, offset, most)

    async def _rows(
        self,
        model: type[Base],
        these: ColumnElement[bool],
        keep: frozenset[str] | set[str] = frozenset(),
        offset: int = 0,
        most: int | None = None,
    ) -> list[Json]:
        columns: list[InstrumentedAttribute[Any]] = [
            getattr(model, name)
            for name in (attribute.key for attribute in model.__mapper__.column_attrs)
            if name not in INTERNAL or name in keep
        ]
        query = select(*columns).where(these).order_by(*model.__mapper__.primary_key)
        query = query.offset(offset).limit(most)
        options = _everywhere if model is Address else {}
        rows = await self._session.execute(query, execution_options=options)
        return [
            {column.key: _plain(value) for column, value in zip(columns, row, strict=True)} for row in rows
        ]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return str(value) if isinstance(value, Decimal) else value
