"""Who is told of a job: the person by mail, the team by history and by everything that shows the contact."""

from storage.bookkeeping import Outbox
from storage.hire import Hire
from storage.outbox import Priority
from storage.status import EventKind, Outcome
from storage.uow import UnitOfWork

OFFER, CANCELLED, EXTENDED = "offer", "offer_cancelled", "hire_extended"  # kinds of mail


async def mail(uow: UnitOfWork, kind: str, hire: Hire, mark: object = 1) -> None:
    """Once for each `mark`; it says how things stand when it leaves."""
    contact = hire.contact
    await uow.outbox.mail(
        kind,
        f"{kind}:{hire.id}:{mark}",
        contact_id=contact.id,
        recipient=uow.suppressions.hash_recipient(contact.email_key),
        payload={"hire": hire.id},
        priority=Priority.PERSONAL,
    )


async def record(uow: UnitOfWork, kind: EventKind, hire: Hire, **more: str) -> None:
    """In the history, which tells no rates, and on all that shows the contact."""
    await uow.events.record(kind, hire.contact, after={"job": hire.title, **more})
    uow.outbox.redraw(hire.contact_id)


async def redraw_ask(uow: UnitOfWork, hire: Hire) -> None:
    """The direct message that asks the person, if there is one."""
    if hire.asked_user:
        await uow.outbox.slack("offer_ask", f"offer_ask:{hire.id}", {"hire": hire.id})


async def tell_hirer(uow: UnitOfWork, kind: str, hire: Hire) -> None:
    """A message of its own, since an edited card notifies nobody."""
    await uow.outbox.slack(kind, f"{kind}:{hire.id}", {"hire": hire.id}, contact_id=hire.contact_id)


async def mail_ended(uow: UnitOfWork, row: Outbox, state: Outcome, reason: str | None) -> None:
    """What history and hirer learn of a mail about a job."""
    if state == Outcome.SENT:
        await uow.events.record(EventKind.MAIL_SENT, contact_id=row.contact_id)
    elif state == Outcome.FAILED:
        await uow.events.record(EventKind.MAIL_FAILED, contact_id=row.contact_id)
        told = {"hire": row.payload["hire"], "reason": reason}
        key = f"offer_undelivered:{row.id}"
        await uow.outbox.slack("offer_undelivered", key, told, contact_id=row.contact_id)
    if row.contact_id:
        uow.outbox.redraw(row.contact_id)
