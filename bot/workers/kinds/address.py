"""The email that asks an active contact to confirm a new address."""

from bot.mail.texts.address import confirm_address
from bot.security.tokens import Links, Purpose
from bot.services.contact.work import AddressMail
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.mail import Letter
from storage.entities.letterhead import Letterhead
from storage.entities.status import UNDELIVERED
from storage.outbox.sending import Ending
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.mail(AddressMail, render, ended=mail_ended)


async def render(uow: UnitOfWork, mail: AddressMail, links: Links) -> Letter | None:
    """Render the email. None if the address was confirmed or changed again."""
    contact = await uow.contacts.get(mail.contact)
    waits = contact.unconfirmed_at and contact.address_generation == mail.generation
    if not waits or contact.mail_stopped_at or contact.archived_at:
        return None
    head = Letterhead.of(await uow.workspaces.current())
    link = links.url(Purpose.NEW_ADDRESS, contact, contact.address_generation)
    content = confirm_address(company=head.company, link=link)
    # Without a name: a manager may have typed the address of somebody else.
    return Letter(content, "", contact.email, links.url(Purpose.STOP, contact), head)


async def mail_ended(uow: UnitOfWork, mail: AddressMail, ending: Ending) -> None:
    """Record in the history that the email did not arrive, and update the contact's cards."""
    if kind := UNDELIVERED.get(ending.state):
        await uow.events.record(kind, contact_id=mail.contact_id, after={"email": mail.kind})
    elif mail.contact_id:
        uow.outbox.redraw(mail.contact_id)
