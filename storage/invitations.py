"""Invitations: found by id, or by the modal they came from."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from storage.bookkeeping import Member
from storage.contacts import Contacts
from storage.errors import NotFound
from storage.models import Address, Contact, Invitation, Workspace
from storage.table import Table

_with_contact = joinedload(Invitation.contact, innerjoin=True).options(
    selectinload(Contact.tags), selectinload(Contact.invitations)
)


class Invitations(Table):
    async def get(self, invitation_id: int) -> Invitation:
        query = select(Invitation).where(Invitation.id == invitation_id).options(_with_contact)
        return _found(await self._session.scalar(query))

    async def for_mail(
        self, invitation_id: int
    ) -> tuple[Invitation, Contact, Member | None, Workspace, bool]:
        """All that a mail says, in one statement: thousands of them are drawn in a row.

        The last is whether the address's owner has said yes on this installation before.
        """
        query = (
            select(Invitation, Contact, Member, Workspace, Address.id)
            .join(Contact, Contact.id == Invitation.contact_id)
            .join(Workspace, Workspace.id == Invitation.workspace_id)
            .outerjoin(Member, Member.user_id == Invitation.invited_by)
            .outerjoin(Address, Address.email_key == Contact.email_key)
            .where(Invitation.id == invitation_id)
        )
        row = (await self._session.execute(query)).first()
        if row is None:
            raise NotFound("invitation")
        invitation, contact, member, workspace, address_id = row
        return invitation, contact, member, workspace, address_id is not None

    async def lock(self, invitation_id: int) -> Invitation:
        """Locks the contact, as every change does, so that the second of two answers sees the first."""
        query = select(Invitation.contact_id).where(Invitation.id == invitation_id)
        contact_id: int | None = await self._session.scalar(query)
        if contact_id is None:
            raise NotFound("invitation")
        contact = await Contacts(self._session).lock(contact_id)
        invitation = next(each for each in contact.invitations if each.id == invitation_id)
        set_committed_value(invitation, "contact", contact)
        return invitation

    async def by_request(self, request_key: str) -> Invitation | None:
        query = select(Invitation).where(Invitation.request_key == request_key)
        invitation: Invitation | None = await self._session.scalar(query)
        return invitation

    async def add(self, invitation: Invitation) -> Invitation:
        invitation.workspace_id = self.workspace_id
        self._session.add(invitation)
        await self._session.flush()
        return invitation


def _found(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise NotFound("invitation")
    return invitation
