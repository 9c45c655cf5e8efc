"""Sends the emails of a stopped import after all, to those who were not emailed before."""

from datetime import timedelta

from bot.services.imports.run import look_again, redraw
from bot.services.imports.work import ImportSendRest
from bot.services.invitation.work import InvitationMail
from storage.entities.contact import Invitation
from storage.entities.status import EventKind
from storage.uow import UnitOfWork

STEP = 500  # emails enqueued per transaction


async def send_rest(uow: UnitOfWork, import_id: int) -> None:
    """Take up sending again. Refuses unless the import was stopped and its contacts are made."""
    job = await uow.imports.lock(import_id)
    job.resume(uow.now)
    await uow.events.record(EventKind.IMPORT_RESUMED, after={"import": job.id})
    await uow.outbox.add(ImportSendRest(job.id))
    await look_again(uow, job, uow.now)
    await redraw(uow, job.id)


async def rest_step(uow: UnitOfWork, import_id: int) -> bool:
    """Enqueue the next emails, in one transaction. Return whether there are more."""
    job = await uow.imports.lock(import_id)
    if not job.under_way:
        return False
    lifetime = (await uow.workspaces.settings()).invitation_lifetime
    invitations = await uow.invitations.to_ask(job.id, STEP)
    await uow.outbox.add_all([_mail(uow, each, lifetime) for each in invitations])
    for each in invitations:
        uow.outbox.redraw(each.contact_id)
    return len(invitations) == STEP


def _mail(uow: UnitOfWork, invitation: Invitation, lifetime: timedelta) -> InvitationMail:
    """Make the invitation's next email. An expired invitation is renewed."""
    invitation.renew(uow.now, lifetime)
    invitation.mails, invitation.unasked = invitation.mails + 1, False
    return InvitationMail(
        invitation.id,
        invitation.generation,
        invitation.mails,
        contact_id=invitation.contact_id,
        recipient=uow.suppressions.hash_recipient(invitation.contact.email_key),
        import_id=invitation.import_id,
    )
