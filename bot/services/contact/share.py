"""Shares a contact into a channel, where people read more than the team."""

from bot.services.contact.work import ContactShare
from storage.entities.contact import Contact
from storage.entities.contact_refused import NO_CHANNEL
from storage.entities.errors import FormRefused
from storage.entities.status import EventKind
from storage.uow import UnitOfWork


async def to_share(uow: UnitOfWork, contact_id: int) -> Contact:
    """Load a contact for the form. Refuses those who must not be shared."""
    contact = await uow.contacts.get(contact_id)
    contact.must_be_shareable()
    return contact


async def share(uow: UnitOfWork, contact_id: int, channel: str | None, request: str) -> str:
    """Enqueue a contact's card for a channel, and return the channel.

    `request` names the form, which shares once. Raises FormRefused.
    """
    contact = await to_share(uow, contact_id)
    if not channel:
        raise FormRefused({"channel": NO_CHANNEL})
    await uow.outbox.add(ContactShare(channel, uow.scope.actor, request, contact_id=contact.id))
    await uow.events.record(EventKind.SHARED, contact, after={"channel": channel})
    return channel
