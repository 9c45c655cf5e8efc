"""Outbox work about a person's rights: emails they asked for, news of them, and removals from Slack."""

from blocks.person.farewell import farewell_card
from blocks.person.news import job_erased_message, left_message
from blocks.person.words import data_file
from bot.mail.texts.person import all_companies, another_address, farewell_mail, own_page
from bot.security.tokens import Links, Purpose
from bot.services.person.data import data_of
from bot.services.person.erase import erase_from
from bot.services.person.retention import carry_out
from bot.services.person.work import (
    AddressConfirm,
    AddressErasure,
    ContactLeft,
    DataExport,
    FarewellCard,
    FarewellDue,
    FarewellMail,
    FileRemoval,
    JobErased,
    MessageRemoval,
    PersonLink,
)
from bot.slack.access import Role, rights_of
from bot.slack.files import NewFile
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.mail import Letter
from bot.workers.engine.quiet import Note
from bot.workers.engine.slack import Remove, Show, Upload
from storage.entities.errors import NotFound
from storage.entities.letterhead import Letterhead
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.mail(PersonLink, render_link)
    on.mail(AddressConfirm, render_confirm)
    on.mail(FarewellMail, render_farewell_mail)
    on.show(FarewellCard, render_farewell)
    on.note(FarewellDue, remove_due)
    on.note(AddressErasure, erase_left)
    on.show(ContactLeft, render_left)
    on.show(JobErased, render_job_erased)
    on.show(DataExport, render_data)
    on.show(MessageRemoval, render_removal)
    on.show(FileRemoval, render_file_removal)


async def render_link(uow: UnitOfWork, mail: PersonLink, links: Links) -> Letter:
    contact = await uow.contacts.get(mail.contact)
    head = Letterhead.of(await uow.workspaces.current())
    text, purpose = (all_companies, Purpose.COMPANIES) if mail.everywhere else (own_page, Purpose.PERSON)
    content = text(
        company=head.company, contact_name=contact.name, link=links.page(contact, uow.now, purpose)
    )
    stop_url = links.url(Purpose.STOP, contact)
    return Letter(content, contact.name, contact.email, stop_url, head)


async def render_confirm(uow: UnitOfWork, mail: AddressConfirm, links: Links) -> Letter | None:
    """Render the email to another address. None if it was confirmed, or is too old."""
    claim = await uow.people.claim(mail.claim)
    if claim.confirmed_at or claim.expired(uow.now):
        return None
    head = Letterhead.of(await uow.workspaces.current())
    content = another_address(company=head.company, link=links.url(Purpose.ADDRESS, claim))
    # Without a name: anybody may have entered this address.
    return Letter(content, "", claim.email, links.url(Purpose.UNCLAIMED, claim), head)


async def render_left(uow: UnitOfWork, work: ContactLeft) -> Show | None:
    """Tell a member that a contact left. None if the contact came back meanwhile."""
    contact = await uow.contacts.get(work.contact)
    if not contact.left_at:
        return None
    return Show(left_message(contact), channel=work.to, about=[contact.id])


async def render_job_erased(_uow: UnitOfWork, work: JobErased) -> Show:
    return Show(job_erased_message(work.title, work.start, work.end), channel=work.to)


async def render_data(uow: UnitOfWork, work: DataExport) -> Upload | None:
    """Send a person's data as it is when sent. None if they were erased meanwhile."""
    try:
        data = await data_of(uow, work.contact)
    except NotFound:
        return None
    content, what = (data.json, "JSON") if work.ending == "json" else (data.csv, "CSV")
    name = f"contact-data-{work.day}.{work.ending}"
    return Upload(work.to, NewFile(name, content, data_file(data.contact.name, what)), about=data.contact.id)


async def render_farewell(uow: UnitOfWork, work: FarewellCard) -> Show:
    """Show who will be removed, to the person or in the conversation that is asked."""
    farewell = await uow.farewells.get(work.farewell)
    contacts = await uow.farewells.contacts(farewell.id)
    message = farewell_card(farewell, contacts, rights_of(Role.MANAGER))

    async def remember(uow: UnitOfWork, channel: str, ts: str) -> None:
        await uow.farewells.posted(farewell.id, channel, ts)

    # Without `about`: whoever is erased is off the card, which is then redrawn.
    to = farewell.channel or farewell.owner
    return Show(message, to, farewell.ts, for_the_team=True, remember=remember)


async def render_farewell_mail(uow: UnitOfWork, mail: FarewellMail, links: Links) -> Letter | None:
    """Ask whether they want to stay. None if they are kept already, or cannot be asked at this address."""
    contact = await uow.contacts.get(mail.contact)
    if contact.farewell_id != mail.farewell or contact.mail_stopped_at or contact.address_in_doubt:
        return None
    farewell = await uow.farewells.get(mail.farewell)
    head = Letterhead.of(await uow.workspaces.current())
    link = links.url(Purpose.STAY, contact, farewell.id)
    leaves_on = farewell.leaves_at.date()
    content = farewell_mail(company=head.company, contact_name=contact.name, link=link, leaves_on=leaves_on)
    stop_url = links.url(Purpose.STOP, contact)
    return Letter(content, contact.name, contact.email, stop_url, head, page_of=contact)


async def remove_due(_uow: UnitOfWork, work: FarewellDue) -> Note:
    async def effect(uow: UnitOfWork) -> None:
        await carry_out(uow, work)

    return Note(effect)


async def erase_left(_uow: UnitOfWork, work: AddressErasure) -> Note:
    async def effect(uow: UnitOfWork) -> None:
        await erase_from(uow, work.email_key, everywhere=work.everywhere)

    return Note(effect)


async def render_removal(_uow: UnitOfWork, work: MessageRemoval) -> Remove:
    return Remove(channel=work.channel, ts=work.ts)


async def render_file_removal(_uow: UnitOfWork, work: FileRemoval) -> Remove:
    return Remove(file_id=work.file)
