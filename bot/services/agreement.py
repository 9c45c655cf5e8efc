"""A company's agreement at the door: its versions, and a person's yes to the one that is asked for now."""

from datetime import datetime

from storage.entities.agreement import Agreement, NotAgreed
from storage.entities.contact import Contact
from storage.entities.status import EventKind
from storage.uow import UnitOfWork


async def publish(uow: UnitOfWork, text: str) -> None:
    """Make a version of this text, unless it has one. The caller holds the workspace's lock."""
    if text and await uow.agreements.of_text(text) is None:
        await uow.agreements.add(text, uow.scope.actor, uow.now)


async def current(uow: UnitOfWork) -> Agreement | None:
    """Return the version that is asked for now, or None."""
    text = (await uow.workspaces.settings()).agreement
    return await uow.agreements.of_text(text) if text else None


async def missing(uow: UnitOfWork, contact_id: int) -> Agreement | None:
    """Return the version that is asked for now, unless the contact said yes to it."""
    asked = await current(uow)
    return None if asked is None or await uow.agreements.has(contact_id, asked.id) else asked


def must_be_ticked(asked: Agreement, ticked: str) -> None:
    """Check which version was ticked. Raises NotAgreed."""
    if ticked != str(asked.number):
        raise NotAgreed(asked, ticked=bool(ticked))


async def agree(uow: UnitOfWork, contact: Contact, ticked: str) -> None:
    """Record a contact's yes to the version they ticked, if one is missing. Raises NotAgreed."""
    if asked := await missing(uow, contact.id):
        must_be_ticked(asked, ticked)
        await record_yes(uow, contact, asked.id, uow.now)


async def record_yes(uow: UnitOfWork, contact: Contact, agreement_id: int, at: datetime) -> None:
    """Record a contact's yes to a version, once."""
    if not await uow.agreements.has(contact.id, agreement_id):
        await uow.agreements.say_yes(contact.id, agreement_id, at)
        agreement = await uow.agreements.get(agreement_id)
        await uow.events.record(EventKind.AGREED, contact, after={"version": agreement.number})
