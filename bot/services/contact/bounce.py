"""Records that an email came back, and lets a manager send anyway or correct the address."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from bot.services.contact.work import AddressMail, BounceReport
from bot.services.hire.offer import send_again
from storage.entities.contact import Contact
from storage.entities.contact_refused import AddressChangedAgain
from storage.entities.errors import NotFound
from storage.entities.outbox import RETURNED, Outbox
from storage.entities.status import EventKind, Outcome, Status
from storage.outbox.sending import Ending
from storage.uow import UnitOfWork

SOFT_ENOUGH = 3  # emails that came back for the moment
SOFT_OVER = timedelta(hours=72)  # at least between the first of them and now
SOFT_WITHIN = timedelta(days=30)
LASTING = "Three emails have come back, over more than three days."

Told = Callable[[UnitOfWork, Sequence[Ending]], Awaitable[None]]


async def came_back(uow: UnitOfWork, report: BounceReport, told: Told) -> bool:
    """Record a report about an email, once. `told` is what happens when an email has ended.

    Returns False if the email did not leave, or is known to have come back.
    """
    found = await uow.mails.find(report.mail)
    contact = await _contact_of(uow, found)  # locked before the email's row, as everywhere
    mail = await uow.mails.lock(report.mail)
    if mail is None or not _is_news(mail, report):
        return False
    await uow.bounces.count(report.how)
    if report.how == "soft":
        await _for_the_moment(uow, contact, mail, report, told)
    elif report.how == "hard":
        await _bounced(uow, contact, mail, report, told)
    else:
        mail.come_back(Outcome.FAILED, report.reason, report.reply, uow.now, report.fault)
        await _tell(uow, contact, mail, told)
    return True


def _is_news(mail: Outbox, report: BounceReport) -> bool:
    """Tell whether a report says more than is known. The hardest report about an email counts."""
    if report.how == "soft":
        return mail.state == Outcome.SENT and mail.fault != RETURNED
    return mail.left or (report.how == "hard" and mail.state == Outcome.FAILED)


async def _tell(uow: UnitOfWork, contact: Contact | None, mail: Outbox, told: Told) -> None:
    """Do what follows when an email has ended, unless its contact has been erased."""
    if contact or mail.contact_id is None:
        await told(uow, [Ending(mail, mail.state, mail.error, fault=mail.fault)])


async def _contact_of(uow: UnitOfWork, mail: Outbox | None) -> Contact | None:
    try:
        return await uow.contacts.lock(mail.contact_id) if mail and mail.contact_id else None
    except NotFound:
        return None


async def _bounced(
    uow: UnitOfWork, contact: Contact | None, mail: Outbox, report: BounceReport, told: Told, why: str = ""
) -> None:
    """End the email, and mark the address unless it was corrected since."""
    reason = f"{why} {report.reason}".strip()
    mail.come_back(Outcome.BOUNCED, reason, report.reply, uow.now, "person")
    if contact and _is_theirs(uow, contact, mail):
        contact.bounced_at = uow.now
    await _tell(uow, contact, mail, told)


async def _for_the_moment(
    uow: UnitOfWork, contact: Contact | None, mail: Outbox, report: BounceReport, told: Told
) -> None:
    """Remember a soft report at its email. The third in a month, over three days, counts as a hard one."""
    mail.fault, mail.error, mail.reply = RETURNED, report.reason, report.reply
    if contact is None or mail.recipient is None:
        return
    uow.outbox.redraw(contact.id)
    await uow.flush()
    left = await uow.mails.returned(contact.id, mail.recipient, uow.now - SOFT_WITHIN)
    if len(left) >= SOFT_ENOUGH and left[0] <= uow.now - SOFT_OVER:
        await _bounced(uow, contact, mail, report, told, LASTING)


def _is_theirs(uow: UnitOfWork, contact: Contact, mail: Outbox) -> bool:
    return mail.recipient == uow.suppressions.hash_recipient(contact.email_key)


async def send_anyway(uow: UnitOfWork, contact_id: int) -> Contact:
    """Email an active contact again whose address took no email: their open offers are sent again.

    If their new address is unconfirmed, they are asked again to confirm it. A second press changes nothing.
    """
    contact = await uow.contacts.lock(contact_id)
    contact.must_be_active()
    mail = await uow.mails.latest(contact.id)
    if mail is None or not (contact.address_in_doubt or mail.undeliverable):
        return contact
    contact.send_anyway()
    if contact.unconfirmed_at:
        await ask_to_confirm(uow, contact, f"after {mail.id}")
    else:
        await send_again(uow, contact, f"after {mail.id}")
    await uow.events.record(EventKind.SENT_ANYWAY, contact)
    return contact


async def may_readdress(uow: UnitOfWork, contact: Contact) -> bool:
    """Tell whether the address may be changed: while invited, and later if it takes no email."""
    if contact.status != Status.ACTIVE:
        return contact.status == Status.INVITED
    if contact.address_in_doubt:
        return True
    mail = await uow.mails.latest(contact.id)
    return mail is not None and mail.undeliverable


async def ask_to_confirm(uow: UnitOfWork, contact: Contact, mark: str = "first") -> None:
    """Email the new address of an active contact, so that they confirm it. Once per `mark`."""
    recipient, generation = uow.suppressions.hash_recipient(contact.email_key), contact.address_generation
    await uow.outbox.add(
        AddressMail(contact.id, generation, mark, contact_id=contact.id, recipient=recipient)
    )


def asked(contact: Contact, generation: int) -> Contact:
    """Return the contact if this link is about their newest address. Raises LinkGone otherwise."""
    if contact.address_generation != generation or contact.archived_at or contact.status != Status.ACTIVE:
        raise AddressChangedAgain
    return contact


async def confirm_address(uow: UnitOfWork, contact_id: int, generation: int) -> Contact:
    """Confirm the new address (idempotent). Open offers are sent there."""
    contact = asked(await uow.contacts.lock(contact_id), generation)
    if contact.unconfirmed_at:
        contact.confirm_address()
        await uow.people.confirm(contact.email_key, uow.now)
        await uow.events.record(EventKind.ADDRESS_CONFIRMED, contact)
        await send_again(uow, contact, f"address{generation}")
    return contact
