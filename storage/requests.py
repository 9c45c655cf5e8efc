"""Connection requests: what waits for one person in all workspaces, and the messages that ask them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select, update

from storage.errors import NotFound
from storage.installation import Install, RequestCard
from storage.models import Address, Contact, Invitation, Workspace
from storage.status import Status
from storage.table import Table

_everywhere = {"every_workspace": True}


class Requests(Table):
    async def waiting_for(self, email_key: str, now: datetime) -> Sequence[tuple[int, int]]:
        """(workspace id, invitation id) of all that wait for this address's owner, newest first."""
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
            .where(Invitation.answered_at.is_(None), Invitation.withdrawn_at.is_(None))
            .where(Invitation.expires_at > now)
            .order_by(Invitation.id.desc())
        )
        rows = await self._session.execute(query, execution_options=_everywhere)
        return [(workspace_id, invitation_id) for workspace_id, invitation_id in rows]

    async def workspaces_to_ask_in(self, email_key: str, most: int) -> list[int]:
        """Where the app may look for the person: first where they are a contact, then the newest."""
        contact = exists(
            select(Contact.id).where(Contact.workspace_id == Workspace.id, Contact.email_key == email_key)
        )
        install = Workspace.id == Install.workspace_id
        here = or_(Install.token.is_not(None), Workspace.id == self.workspace_id)
        query = select(Workspace.id).outerjoin(Install, install).where(here)
        query = query.order_by(contact.desc(), Workspace.id.desc()).limit(most)
        return list(await self._session.scalars(query, execution_options=_everywhere))

    async def is_known(self, email_key: str) -> bool:
        """Whether this address's owner has answered yes before, to whomever."""
        query = select(Address.id).where(Address.email_key == email_key)
        return await self._session.scalar(query, execution_options=_everywhere) is not None

    async def card(self, card_id: int) -> RequestCard:
        """One that is shown in this workspace."""
        card: RequestCard | None = await self._session.scalar(
            select(RequestCard).where(RequestCard.id == card_id)
        )
        if card is None:
            raise NotFound("request")
        return card

    async def cards_for(self, invitation_ids: Sequence[int]) -> list[RequestCard]:
        """The messages that stand for this workspace's invitations, wherever they are shown."""
        query = select(RequestCard).where(RequestCard.asked_by == self.workspace_id)
        query = query.where(RequestCard.invitation_id.in_(invitation_ids)).order_by(RequestCard.id)
        return list(await self._session.scalars(query, execution_options=_everywhere))

    async def cards_of_workspace(self) -> list[RequestCard]:
        """All of them."""
        query = select(RequestCard).where(RequestCard.asked_by == self.workspace_id).order_by(RequestCard.id)
        return list(await self._session.scalars(query, execution_options=_everywhere))

    async def add_card(self, *, user_id: str, asked_by: int, invitation_id: int, recipient: str) -> int:
        """One for each invitation, address and workspace, however often it is looked for."""
        its: dict[str, Any] = {"invitation_id": invitation_id, "recipient": recipient}
        row = {"workspace_id": self.workspace_id, "user_id": user_id, "asked_by": asked_by, **its}
        await self._session.execute(self._insert(RequestCard).values(**row).on_conflict_do_nothing())
        return (await self._session.scalars(select(RequestCard.id).filter_by(**its))).one()

    async def posted(self, card_id: int, channel: str, ts: str) -> None:
        """From now on it is this message."""
        await self._session.execute(
            update(RequestCard).where(RequestCard.id == card_id).values(channel=channel, ts=ts)
        )
