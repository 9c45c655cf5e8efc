"""Outbox work for contacts who are shared into a channel."""

from blocks.contact.share import shared_card
from bot.services.contact.work import ContactShare
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.slack import Show
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.show(ContactShare, render_share)


async def render_share(uow: UnitOfWork, work: ContactShare) -> Show:
    """Post a contact's card. Where the app is not in the channel, whoever shared it gets it instead.

    It is remembered as a message about the contact, so that erasing them deletes it.
    """
    contact = await uow.contacts.get(work.contact_id or 0)
    message = shared_card(contact, work.by)
    return Show(message, channel=work.channel, responsible=[work.by], waits=False, about=[contact.id])
