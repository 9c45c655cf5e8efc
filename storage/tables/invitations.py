"""Queries of invitations by id or modal."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select, update
from sqlalchemy.orm import contains_eager
from sqlalchemy.orm.attributes import set_committed_value

from storage.engine.one_of import one_of
from storage.engine.table import Table, kept, seldom
from storage.entities.contact import Contact, Invitation
from storage.entities.errors import NotFound
from storage.entities.member import Member
from storage.entities.person import Address
from storage.entities.profile import Profile
from storage.entities.status import Status
from storage.entities.workspace import Workspace
from storage.tables.contacts import Contacts

_GET = kept(
    select(Invitation, Contact, Profile)
    .join(Invitation.contact)
    .outerjoin(Contact.profile)
    .where(Invitation.id == bindparam("invitation"))
)
_BY_REQUEST = seldom(select(Invitation).where(Invitation.request_key == bindparam("request")))
_FOR_MAIL = kept(
    select(Invitation, Contact, Member, Workspace, Address.id)
    .join(Contact, Contact.id == Invitation.contact_id)
    .join(Workspace, Workspace.id == Invitation.workspace_id)
    .outerjoin(Member, Member.user_id == Invitation.invited_by)
    .outerjoin(Address, Address.email_key == Contact.email_key)
    .where(Invitation.id == bindparam("invitation"))
)
_row: Any = Invitation.__table__
# From then on their expiry counts.
_BEGIN = (
    update(_row)
    .where(_row.c.workspace_id == bindparam("workspace"), one_of(_row.c.id), _row.c.began_at.is_(None))
    .values(began_at=bindparam("now"), expires_at=bindparam("ends"), unasked=False, expired_at=None)
    .returning(_row.c.id)
)


class Invitations(Table):
    async def get(self, invitation_id: int) -> Invitation:
        row = (await self._run(_GET, invitation=invitation_id)).first()
        if row is None:
            raise NotFound("invitation")
        invitation: Invitation = await Contacts(self._session).with_contact(*row)
        return invitation

    async def for_mail(
        self, invitation_id: int
    ) -> tuple[Invitation, Contact, Member | None, Workspace, bool]:
        """Load everything an invitation's email needs, in one statement, because bulk imports send thousands.

        The last value tells whether the address's owner has accepted an invitation on this installation
        before.
        """
        row = (await self._run(_FOR_MAIL, invitation=invitation_id)).first()
        if row is None:
            raise NotFound("invitation")
        invitation, contact, member, workspace, address_id = row
        return invitation, contact, member, workspace, address_id is not None

    async def lock(self, invitation_id: int) -> Invitation:
        """Load an invitation and lock its contact, so that the second of two answers sees the first."""
        query = select(Invitation.contact_id).where(Invitation.id == invitation_id)
        contact_id: int | None = await self._session.scalar(query)
        if contact_id is None:
            raise NotFound("invitation")
        contact = await Contacts(self._session).lock(contact_id)
        invitation = next(each for each in contact.invitations if each.id == invitation_id)
        set_committed_value(invitation, "contact", contact)
        return invitation

    async def by_request(self, request_key: str) -> Invitation | None:
        invitation: Invitation | None = (await self._run(_BY_REQUEST, request=request_key)).scalar()
        return invitation

    async def begin(self, invitation_ids: Collection[int], at: datetime, expires_at: datetime) -> set[int]:
        """Note that an email to each was sent or given up. Return those of which it was the first."""
        await self._session.flush()
        given = {"workspace": self.workspace_id, "ids": sorted(invitation_ids)}
        found = await self._run_everywhere(_BEGIN, **given, now=at, ends=expires_at)
        return set(found.scalars())

    async def call_off(self, which: ColumnElement[bool]) -> list[int]:
        """Mark invitations whose first email has not left as not asked yet. Return their contacts' ids."""
        change = update(Invitation).where(which, Invitation.began_at.is_(None), ~Invitation.unasked)
        change = change.where(Invitation.answered_at.is_(None)).values(unasked=True)
        called_off = change.returning(Invitation.contact_id)
        return list(await self._session.scalars(called_off, execution_options={"synchronize_session": False}))

    async def call_off_import(self, import_id: int) -> list[int]:
        return await self.call_off(Invitation.import_id == import_id)

    async def call_off_contacts(self, contact_ids: Collection[int]) -> list[int]:
        return await self.call_off(one_of(Invitation.contact_id, contact_ids))

    async def to_ask(self, import_id: int, most: int) -> list[Invitation]:
        """List an import's invitations that were called off, and can still be sent, with their contacts."""
        query = self._to_ask(select(Invitation), import_id)
        query = query.options(contains_eager(Invitation.contact)).order_by(Invitation.id).limit(most)
        return list(await self._session.scalars(query))

    async def count_to_ask(self, import_id: int) -> int:
        query = self._to_ask(select(func.count()).select_from(Invitation), import_id)
        return int(await self._session.scalar(query) or 0)

    @staticmethod
    def _to_ask(query: Select[Any], import_id: int) -> Select[Any]:
        query = query.join(Contact, Contact.id == Invitation.contact_id)
        query = query.where(Invitation.import_id == import_id, Invitation.unasked)
        query = query.where(Contact.status == Status.INVITED, Contact.archived_at.is_(None))
        return query.where(Contact.mail_stopped_at.is_(None), Invitation.withdrawn_at.is_(None))

    async def add(self, invitation: Invitation) -> Invitation:
        invitation.workspace_id = self.workspace_id
        self._session.add(invitation)
        await self._session.flush()
        return invitation
