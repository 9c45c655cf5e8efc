"""Notifications about a job: emails, history, and updates of everything that shows the contact."""

from bot.services.hire.work import (
    CancelledMail,
    ExtendedMail,
    HireMail,
    OfferAsk,
    OfferMail,
    OfferUndelivered,
)
from storage.entities.hire import Hire
from storage.entities.outbox import Outbox
from storage.entities.status import UNDELIVERED, EventKind, Outcome
from storage.outbox.sending import Ending
from storage.uow import UnitOfWork

ABOUT_HIRES = tuple(each.kind for each in (OfferMail, CancelledMail, ExtendedMail))
MAILS_SEARCHED = 100  # of a contact's newest ones about jobs


async def mail(uow: UnitOfWork, kind: type[HireMail], hire: Hire, mark: object = 1) -> None:
    """Enqueue an email about a job, once per `mark`. Its text is written when it is sent."""
    contact = hire.contact
    recipient = uow.suppressions.hash_recipient(contact.email_key)
    await uow.outbox.add(kind(hire.id, str(mark), contact_id=contact.id, recipient=recipient))


async def newest_mail(uow: UnitOfWork, hire: Hire) -> Outbox | None:
    """Find the newest email about a job."""
    mails = await uow.mails.newest(hire.contact_id, MAILS_SEARCHED, ABOUT_HIRES)
    return next((each for each in mails if each.payload.get("hire") == hire.id), None)


async def record(uow: UnitOfWork, kind: EventKind, hire: Hire, **more: str) -> None:
    """Record an event about a job, without its rate."""
    await uow.events.record(kind, hire.contact, after={"job": hire.title, **more})


async def redraw_ask(uow: UnitOfWork, hire: Hire) -> None:
    """Update the direct message with the offer, if there is one."""
    if hire.asked_user:
        await uow.outbox.add(OfferAsk(hire.id))


async def mail_ended(uow: UnitOfWork, mail: HireMail, ending: Ending) -> None:
    """Record the result of an email about a job, and tell the hirer if it failed."""
    contact_id, which = mail.contact_id, {"email": mail.kind}
    if ending.state == Outcome.SENT:
        await uow.events.record(EventKind.MAIL_SENT, contact_id=contact_id, after=which)
    elif kind := UNDELIVERED.get(ending.state):
        await uow.events.record(kind, contact_id=contact_id, after=which)
        told = OfferUndelivered(mail.hire, ending.error, ending.row.id, contact_id=contact_id)
        await uow.outbox.add(told)
    elif contact_id:
        uow.outbox.redraw(contact_id)  # a retry or cancellation is no event, but changes the card
