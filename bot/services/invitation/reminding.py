"""Reminders of unanswered invitations: a few times, and never after an answer."""

from datetime import datetime, timedelta

from bot.services.invitation.work import InvitationReminder, NthMail
from storage.entities.settings import WorkspaceSettings
from storage.entities.status import EventKind
from storage.uow import UnitOfWork

APART = timedelta(days=1)  # even after an outage, no one gets two emails within a day


def first_reminder(settings: WorkspaceSettings, mailed_at: datetime) -> datetime | None:
    """Return when to send the first reminder. None if reminders are switched off."""
    return mailed_at + timedelta(days=settings.remind_days[0]) if settings.remind_days else None


def reminder(mail: NthMail, number: int) -> InvitationReminder:
    """Make the nth reminder of the invitation that `mail` was about. It is enqueued once."""
    return InvitationReminder(
        mail.invitation,
        mail.generation,
        number,
        contact_id=mail.contact_id,
        recipient=mail.recipient,
        import_id=mail.import_id,
    )


async def reminded(uow: UnitOfWork, mail: InvitationReminder) -> None:
    """Record that a reminder was sent, and enqueue the next one if there is any."""
    invitation = await uow.invitations.get(mail.invitation)
    await uow.events.record(EventKind.REMINDED, contact_id=invitation.contact_id)
    days = (await uow.workspaces.settings()).remind_days
    if mail.number < len(days) and invitation.open(uow.now):
        began_at = invitation.began_at or invitation.created_at
        due_at = max(began_at + timedelta(days=days[mail.number]), uow.now + APART)
        await uow.outbox.add(reminder(mail, mail.number + 1), due_at=due_at)
