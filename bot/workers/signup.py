"""The mails to those who sign up by a link: to confirm it, and what was decided."""

from bot.links import Links, Purpose
from bot.mail.approval import no_thank_you, welcome
from bot.mail.content import Content, Mailbox
from bot.mail.signup import already_active, already_waiting, please_confirm
from bot.services.signup import MAILS_A_DAY, Standing, must_be_confirmable, standing
from bot.workers.mail import Letter
from storage.bookkeeping import Outbox
from storage.errors import LinkGone
from storage.links import HELD_FOR
from storage.models import Application, Contact
from storage.sending import Ending
from storage.settings import company_name
from storage.status import Decision, EventKind, Outcome, Status
from storage.uow import UnitOfWork


async def draw_signup(uow: UnitOfWork, row: Outbox, links: Links) -> Letter | None:
    """What fits when it leaves; None to who is blocked, has confirmed since, or had enough mails today."""
    application = await uow.applications.get(row.payload["application"])
    contact = await uow.contacts.by_email(application.email_key)
    if not application.email_key or application.confirmed_at or _refused(contact):
        return None
    if await uow.applications.earlier_that_day(application) >= MAILS_A_DAY:
        return None
    company = company_name(await uow.workspaces.current())
    content = await _content(uow, application, company, links)
    if content is None:
        return None
    workspace_id = row.workspace_id
    stop_url = (
        links.url(Purpose.STOP, workspace_id, contact.id)
        if contact
        else links.url(Purpose.UNASKED, workspace_id, application.id)
    )
    # No name: whoever typed the address may have typed anything there.
    return Letter(content, "", application.email, stop_url, company)


def _refused(contact: Contact | None) -> bool:
    return contact is not None and contact.status == Status.BLOCKED


async def _content(uow: UnitOfWork, application: Application, company: str, links: Links) -> Content | None:
    match await standing(uow, application):
        case Standing.ACTIVE:
            return already_active(company=company)
        case Standing.WAITING:
            return already_waiting(company=company)
    try:
        must_be_confirmable(application, application.link, uow.now)
    except LinkGone:
        return None
    link = links.url(Purpose.CONFIRM, application.workspace_id, application.id)
    return please_confirm(company=company, link=link, until=application.created_at + HELD_FOR)


async def draw_decision(uow: UnitOfWork, row: Outbox, links: Links) -> Letter | None:
    """A welcome or a polite no; None if it does not hold any more."""
    application = await uow.applications.get(row.payload["application"])
    contact = await uow.contacts.get(application.contact_id or 0)
    if application.decision is None or not contact.stands_as(application.decision):
        return None
    company = company_name(await uow.workspaces.current())
    stop_url = links.url(Purpose.STOP, row.workspace_id, contact.id)
    to = (contact.name, contact.email, stop_url, company)
    if application.decision is not Decision.APPROVED:
        reason = application.reason
        return Letter(no_thank_you(company=company, contact_name=contact.name, reason=reason), *to)
    member = await uow.members.get(application.decided_by or "")
    by = member.name if member else company
    content = welcome(company=company, contact_name=contact.name, approved_by=by)
    reply_to = Mailbox(by, member.email) if member and member.email else None
    return Letter(content, *to, via=member.name if member else None, reply_to=reply_to)


async def decision_ended(uow: UnitOfWork, row: Outbox, ending: Ending) -> None:
    """History tells whether they were reached, and so does the card of whoever invited them before."""
    if kind := _EVENTS.get(ending.state):
        await uow.events.record(kind, contact_id=row.contact_id)
    if row.contact_id:
        uow.outbox.redraw(row.contact_id)


_EVENTS = {Outcome.SENT: EventKind.MAIL_SENT, Outcome.FAILED: EventKind.MAIL_FAILED}
