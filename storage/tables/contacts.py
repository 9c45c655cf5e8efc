"""Queries of contacts by id or address, with what cards and modals show."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from storage.engine.keys import contact_keys
from storage.engine.one_of import one_of
from storage.engine.table import Table, insert_missing, kept, seldom
from storage.entities.application import Application
from storage.entities.contact import Contact, Invitation
from storage.entities.errors import NotFound
from storage.entities.hire import Hire
from storage.entities.link import Link
from storage.entities.profile import Profile
from storage.entities.status import Status
from storage.entities.tag import ContactTag, Tag

Owner = TypeVar("Owner", Invitation, Hire)
with_profile = joinedload(Contact.profile)


@dataclass(frozen=True, slots=True)
class Known:
    """The parts of a contact that decide what to do with its address."""

    id: int
    email_key: str
    name: str
    status: Status
    archived_at: datetime | None
    mail_stopped_at: datetime | None
    bounced_at: datetime | None

    @property
    def withdrawn(self) -> bool:
        return self.archived_at is not None and self.status == Status.INVITED

    @property
    def standing(self) -> str:
        """The status, or "archived" or "withdrawn" in its place."""
        if self.archived_at is None:
            return self.status.value
        return "withdrawn" if self.withdrawn else "archived"


_ONE = select(Contact, Profile).outerjoin(Contact.profile).where(Contact.id == bindparam("contact"))
_GET = kept(_ONE)
_LOCK = kept(_ONE.with_for_update(of=Contact).execution_options(populate_existing=True))
_BY_EMAIL = seldom(select(Contact).where(Contact.email_key == bindparam("key")))


@cache
def _adding(*, on_sqlite: bool) -> Any:
    adding = insert_missing(Contact, on_sqlite=on_sqlite)
    return select(Contact).from_statement(adding.returning(*Contact.__table__.columns))


_TAGS = seldom(
    select(ContactTag.contact_id, Tag)
    .join(Tag, Tag.id == ContactTag.tag_id)
    .where(one_of(ContactTag.contact_id))
    .order_by(Tag.key)
    .execution_options(populate_existing=True)
)
_INVITATIONS = kept(
    select(Invitation)
    .where(one_of(Invitation.contact_id))
    .order_by(Invitation.id.desc())
    .execution_options(populate_existing=True)
)
_APPLICATIONS = seldom(
    select(Application, Link)
    .join(Link, Link.id == Application.link_id)
    .where(one_of(Application.contact_id))
    .order_by(Application.id.desc())
    .execution_options(populate_existing=True)
)


class Contacts(Table):
    async def get(self, contact_id: int) -> Contact:
        """Load a contact for reading. Use `lock` for decisions."""
        return await self._one(_GET, contact_id)

    async def lock(self, contact_id: int) -> Contact:
        """Load and lock a contact, so that the second of two simultaneous changes sees the first."""
        return await self._one(_LOCK, contact_id)

    async def _one(self, query: Select[Contact, Profile], contact_id: int) -> Contact:
        row = (await self._run(query, contact=contact_id)).first()
        if row is None:
            raise NotFound
        return await self._whole_with(*row)

    async def with_contact(self, owner: Owner, contact: Contact, profile: Profile | None) -> Owner:
        """Give an invitation or a job its contact, with what cards and modals show."""
        set_committed_value(owner, "contact", await self._whole_with(contact, profile))
        return owner

    async def _whole_with(self, contact: Contact, profile: Profile | None) -> Contact:
        set_committed_value(contact, Contact.profile.key, profile)
        return await self.whole(contact)

    async def whole(self, contact: Contact) -> Contact:
        """Load what cards and modals show of a contact, which was loaded `with_profile`."""
        await self.all_whole([contact])
        return contact

    async def all_whole(self, contacts: Sequence[Contact]) -> list[Contact]:
        """Load what cards and modals show of these contacts, which were loaded `with_profile`.

        SQLAlchemy's own loading of collections takes three times as long, and this is read for every card.
        """
        if not contacts:
            return []
        ids = [contact.id for contact in contacts]
        tags, invitations, applications = defaultdict(list), defaultdict(list), defaultdict(list)
        for contact_id, tag in await self._run(_TAGS, ids=ids):
            tags[contact_id].append(tag)
        for invitation in (await self._run(_INVITATIONS, ids=ids)).scalars():
            invitations[invitation.contact_id].append(invitation)
        for application, link in await self._run(_APPLICATIONS, ids=ids):
            set_committed_value(application, "link", link)
            applications[application.contact_id].append(application)
        for each in contacts:
            for invitation in invitations[each.id]:
                set_committed_value(invitation, "contact", each)
            set_committed_value(each, "tags", tags[each.id])
            set_committed_value(each, "invitations", invitations[each.id])
            set_committed_value(each, "applications", applications[each.id])
        return list(contacts)

    async def by_email(self, email_key: str) -> Contact | None:
        """Find the contact of an address, for reading."""
        contact: Contact | None = (await self._run(_BY_EMAIL, key=email_key)).scalar()
        return contact

    async def known(self, email_keys: Collection[str]) -> dict[str, Known]:
        """Look up many addresses at once: {email key: contact}. Unknown addresses are left out."""
        columns = (Contact.id, Contact.email_key, Contact.name, Contact.status, Contact.archived_at)
        found = await self._session.execute(
            select(*columns, Contact.mail_stopped_at, Contact.bounced_at).where(
                one_of(Contact.email_key, email_keys)
            )
        )
        return {row.email_key: Known(*row) for row in found}

    async def every_key(self) -> list[tuple[int, Status, str]]:
        """Load (id, status, email key) of all contacts, archived ones included."""
        rows = await self._session.execute(select(Contact.id, Contact.status, Contact.email_key))
        return [(contact_id, status, key) for contact_id, status, key in rows]

    async def email_keys(self, contact_ids: Collection[int]) -> dict[int, str]:
        """Load {contact id: email key}."""
        query = select(Contact.id, Contact.email_key).where(one_of(Contact.id, contact_ids))
        return dict(list(await self._session.execute(query)))

    async def those(self, contact_ids: Collection[int]) -> list[int]:
        """Keep the ids of contacts that exist in this workspace and are not archived."""
        query = select(Contact.id).where(Contact.id.in_(contact_ids), Contact.archived_at.is_(None))
        return list(await self._session.scalars(query.order_by(Contact.id)))

    async def shareable(self, contact_ids: Collection[int]) -> list[Contact]:
        """Load those of these contacts who may be shown to people outside the team, by name."""
        query = select(Contact).where(Contact.id.in_(contact_ids))
        query = query.options(selectinload(Contact.tags), selectinload(Contact.profile))
        found = await self._session.scalars(query.order_by(Contact.sort_key, Contact.id))
        return [contact for contact in found if contact.shareable]

    async def count(self, status: Status) -> int:
        """Count contacts in this status, without archived ones."""
        query = select(func.count()).select_from(Contact)
        query = query.where(Contact.status == status, Contact.archived_at.is_(None))
        return int(await self._session.scalar(query) or 0)

    async def find_or_add(self, *, email_key: str, **values: Any) -> tuple[Contact, bool]:
        """Find or add an address's contact, locked; also return whether it is new.

        Of two simultaneous additions, both get the same row.
        """
        row = {"workspace_id": self.workspace_id, "email_key": email_key, "version": 1, **values}
        row |= contact_keys(row["name"], row["email"], email_key)
        new: Contact | None = (await self._run_everywhere(_adding(on_sqlite=self._on_sqlite), **row)).scalar()
        if new:
            return _without_anything(new), True
        query = select(Contact).where(Contact.email_key == email_key).options(with_profile)
        query = query.with_for_update(of=Contact).execution_options(populate_existing=True)
        return await self.whole(_found(await self._session.scalar(query))), False


def _without_anything(new: Contact) -> Contact:
    """Fill in what a new contact cannot have yet, instead of asking the database for it."""
    for several in (Contact.tags, Contact.invitations, Contact.applications):
        set_committed_value(new, several.key, [])
    set_committed_value(new, Contact.profile.key, None)
    return new


def _found(contact: Contact | None) -> Contact:
    if contact is None:
        raise NotFound
    return contact
