"""Queries of connection requests: open invitations to a person anywhere, and messages about them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select, update

from storage.engine.table import Table
from storage.entities.contact import Contact, Invitation
from storage.entities.errors import NotFound
from storage.entities.installation import Install, RequestCard
from storage.entities.person import Address
from storage.entities.status import Status
from storage.entities.workspace import Workspace

_everywhere = {"every_workspace": True}


class Requests(Table):
    async def waiting_for(self, email_key: str, now: datetime) -> Sequence[tuple[int, int]]:
        """List (workspace id, invitation id) of all open invitations to this address, newest first."""
        left = exists(
            select(Install.workspace_id).where(
                Install.workspace_id == Contact.workspace_id, Install.removed_at.is_not(None)
            )
        )
        query = (
            select(Invitation.workspace_id, Invitation.id)
            .join(Contact, Contact.id == Invitation.contact_id)
            .where(Contact.email_key == email_key, Contact.status == Status.INVITED)
            .where(Contact.archived_at.is_(None), Contact.mail_stopped_at.is_(None), ~left)
            .where(Invitation.answered_at.is_(None), Invitation.withdrawn_at.is_(None), ~Invitation.unasked)
            .where(Invitation.expires_at > now, Invitation.expired_at.is_(None))
            .order_by(Invitation.id.desc())
        )
        rows = await self._session.execute(query, execution_options=_everywhere)
        return [(workspace_id, invitation_id) for workspace_id, invitation_id in rows]

    async def workspaces_to_ask_in(self, email_key: str, most: int) -> list[int]:
        """List workspaces to look for the person in: first those with this contact, then the newest."""
        contact = exists(
            select(Contact.id).where(Contact.workspace_id == Workspace.id, Contact.email_key == email_key)
        )
        install = Workspace.id == Install.workspace_id
        here = or_(Install.token.is_not(None), Workspace.id == self.workspace_id)
        query = select(Workspace.id).outerjoin(Install, install).where(here)
        query = query.order_by(contact.desc(), Workspace.id.desc()).limit(most)
        return list(await self._session.scalars(query, execution_options=_everywhere))

    async def is_known(self, email_key: str) -> bool:
        """Tell whether this address's owner has accepted an invitation before, of any workspace."""
        query = select(Address.id).where(Address.email_key == email_key)
        return await self._session.scalar(query, execution_options=_everywhere) is not None

    async def card(self, card_id: int) -> RequestCard:
        """Load a connection request's message shown in this workspace. Raises NotFound."""
        card: RequestCard | None = await self._session.scalar(
            select(RequestCard).where(RequestCard.id == card_id)
        )
        if card is None:
            raise NotFound("request")
        return card

    async def cards_for(self, invitation_ids: Sequence[int]) -> list[RequestCard]:
        """List the messages about this workspace's invitations, wherever they are shown."""
        query = select(RequestCard).where(RequestCard.asked_by == self.workspace_id)
        query = query.where(RequestCard.invitation_id.in_(invitation_ids)).order_by(RequestCard.id)
        return list(await self._session.scalars(query, execution_options=_everywhere))

    async def cards_of_workspace(self) -> list[RequestCard]:
        """List all messages about this workspace's invitations."""
        query = select(RequestCard).where(RequestCard.asked_by == self.workspace_id).order_by(RequestCard.id)
        return list(await self._session.scalars(query, execution_options=_everywhere))

    async def add_card(self, *, user_id: str, asked_by: int, invitation_id: int, recipient: str) -> int:
        """Add a message to post. There is only one per invitation, address and workspace; return its id."""
        its: dict[str, Any] = {"invitation_id": invitation_id, "recipient": recipient}
        row = {"workspace_id": self.workspace_id, "user_id": user_id, "asked_by": asked_by, **its}
        await self._session.execute(self._insert(RequestCard).values(**row).on_conflict_do_nothing())
        return (await self._session.scalars(select(RequestCard.id).filter_by(**its))).one()

    async def posted(self, card_id: int, channel: str, ts: str) -> None:
        """Store where the request's message was posted."""
        await self._session.execute(
            update(RequestCard).where(RequestCard.id == card_id).values(channel=channel, ts=ts)
        )
