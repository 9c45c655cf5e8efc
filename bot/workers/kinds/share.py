"""Outbox work for contacts who are shared into a channel."""

from blocks.contact.share import shared_card
from bot.services.contact.work import ContactShare, ContactsShare
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.slack import Show
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.show(ContactShare, render_share)
    on.show(ContactsShare, render_shares)


async def render_share(uow: UnitOfWork, work: ContactShare) -> Show:
    """Post a contact's card. Where the app is not in the channel, whoever shared it gets it instead.

    It is remembered as a message about the contact, so that erasing them deletes it.
    """
    contact = await uow.contacts.get(work.contact_id or 0)
    message = shared_card([contact], work.by)
    return Show(message, channel=work.channel, responsible=[work.by], waits=False, about=[contact.id])


async def render_shares(uow: UnitOfWork, work: ContactsShare) -> Show | None:
    """Post one message about several contacts, as one is shared. Erasing any of them deletes it.

    None if all are gone, or must not be shared any more.
    """
    contacts = await uow.contacts.shareable(work.contacts)
    if not contacts:
        return None
    message, about = shared_card(contacts, work.by), [contact.id for contact in contacts]
    return Show(message, channel=work.channel, responsible=[work.by], waits=False, about=about)
