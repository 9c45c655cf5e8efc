"""Reminding people who have not answered their invitation: a few times, and never after an answer."""

from datetime import datetime, timedelta

from storage.models import Contact, Invitation
from storage.outbox import REMINDER, Priority, mail_key
from storage.settings import WorkspaceSettings
from storage.status import EventKind
from storage.uow import UnitOfWork

APART = timedelta(days=1)  # also after an outage nobody is written to twice within a day


def first_reminder(settings: WorkspaceSettings, mailed_at: datetime) -> datetime | None:
    """When somebody mailed at this time is reminded; None if nobody is."""
    return mailed_at + timedelta(days=settings.remind_days[0]) if settings.remind_days else None


async def remind_later(
    uow: UnitOfWork, contact: Contact, invitation: Invitation, number: int, due_at: datetime
) -> None:
    """The nth reminder of an invitation, once."""
    await uow.outbox.mail(
        REMINDER,
        mail_key(REMINDER, invitation, number),
        contact_id=contact.id,
        recipient=uow.suppressions.hash_recipient(contact.email_key),
        payload={"invitation": invitation.id, "mail": number},
        priority=Priority.REMINDER,
        due_at=due_at,
        import_id=invitation.import_id,
        revive=True,  # whose mail was cancelled with an import's may be mailed after all
    )


async def reminded(uow: UnitOfWork, invitation_id: int, number: int) -> None:
    """A reminder has left: the next one is wished for, if there is to be one."""
    invitation = await uow.invitations.get(invitation_id)
    await uow.events.record(EventKind.REMINDED, contact_id=invitation.contact_id)
    days = (await uow.workspaces.settings()).remind_days
    if number < len(days) and invitation.open(uow.now):
        due_at = max(invitation.created_at + timedelta(days=days[number]), uow.now + APART)
        await remind_later(uow, invitation.contact, invitation, number + 1, due_at)
