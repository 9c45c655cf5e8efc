"""Shares contacts into a channel, where others than the team read of them."""

from collections.abc import Sequence

from bot.services.contact.work import ContactShare, ContactsShare
from storage.entities.contact import Contact
from storage.entities.contact_refused import MOST_SHARED, NO_CHANNEL, NOBODY_TO_SHARE
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


async def share_many(uow: UnitOfWork, contact_ids: Sequence[int], channel: str | None, request: str) -> int:
    """Enqueue one message for a channel about those contacts who may be shared. Returns their number.

    `request` names the form, which shares once. Raises FormRefused.
    """
    contacts = await uow.contacts.shareable(contact_ids[:MOST_SHARED])
    if not channel or not contacts:
        raise FormRefused({"channel": NOBODY_TO_SHARE if channel else NO_CHANNEL})
    ids = [contact.id for contact in contacts]
    await uow.outbox.add(ContactsShare(channel, uow.scope.actor, request, ids))
    await uow.events.record_all(EventKind.SHARED, {each: {"channel": channel} for each in ids})
    return len(ids)
