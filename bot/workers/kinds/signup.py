"""Emails to applicants: the confirmation and the decision."""

from bot.mail.content import Content
from bot.mail.texts.approval import no_thank_you, welcome
from bot.mail.texts.signup import already_active, already_waiting, please_confirm
from bot.security.tokens import Links, Purpose
from bot.services.signup.signup import MAILS_A_DAY, SignupStanding, must_be_confirmable, standing
from bot.services.signup.work import DecisionMail, SignupMail
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.mail import Letter
from storage.entities.application import HELD_FOR, Application
from storage.entities.contact import Contact
from storage.entities.letterhead import Letterhead
from storage.entities.link import LinkGone
from storage.entities.status import UNDELIVERED, Decision, EventKind, Outcome, Status
from storage.outbox.sending import Ending
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.mail(SignupMail, render_signup)
    on.mail(DecisionMail, render_decision, ended=decision_ended)


async def render_signup(uow: UnitOfWork, mail: SignupMail, links: Links) -> Letter | None:
    """Render the answer to a sign-up. None if blocked, already confirmed, or over the day's limit."""
    application = await uow.applications.get(mail.application)
    contact = await uow.contacts.by_email(application.email_key)
    if not application.email_key or application.confirmed_at or _refused(contact):
        return None
    if await uow.applications.earlier_that_day(application) >= MAILS_A_DAY:
        return None
    head = Letterhead.of(await uow.workspaces.current())
    content = await _content(uow, application, head.company, links)
    if content is None:
        return None
    stop_url = links.url(Purpose.STOP, contact) if contact else links.url(Purpose.UNASKED, application)
    # Without a name: anybody may have entered this address, with anything as its name.
    return Letter(content, "", application.email, stop_url, head, page_of=contact)


def _refused(contact: Contact | None) -> bool:
    return contact is not None and contact.status == Status.BLOCKED


async def _content(uow: UnitOfWork, application: Application, company: str, links: Links) -> Content | None:
    match await standing(uow, application):
        case SignupStanding.ACTIVE:
            return already_active(company=company)
        case SignupStanding.WAITING:
            return already_waiting(company=company)
    try:
        await must_be_confirmable(uow, application, application.link)
    except LinkGone:
        return None
    link = links.url(Purpose.CONFIRM, application)
    return please_confirm(company=company, link=link, until=application.created_at + HELD_FOR)


async def render_decision(uow: UnitOfWork, mail: DecisionMail, links: Links) -> Letter | None:
    """Render the decision's email. None if the decision no longer holds."""
    application = await uow.applications.get(mail.application)
    contact = await uow.contacts.get(application.contact_id or 0)
    if application.decision is None or not contact.stands_as(application.decision):
        return None
    head = Letterhead.of(await uow.workspaces.current())
    company = head.company
    stop_url = links.url(Purpose.STOP, contact)
    to = (contact.name, contact.email, stop_url, head)
    if application.decision is not Decision.APPROVED:
        reason = application.reason
        content = no_thank_you(company=company, contact_name=contact.name, reason=reason)
        return Letter(content, *to, page_of=contact)
    member = await uow.members.get(application.decided_by or "")
    by = member.name if member else company
    content = welcome(company=company, contact_name=contact.name, approved_by=by)
    return Letter(content, *to, page_of=contact).written_by(member)


async def decision_ended(uow: UnitOfWork, mail: DecisionMail, ending: Ending) -> None:
    """Record the email's result in the history, and update the contact's cards."""
    if kind := _EVENTS.get(ending.state):
        await uow.events.record(kind, contact_id=mail.contact_id, after={"email": mail.kind})
    elif mail.contact_id:
        uow.outbox.redraw(mail.contact_id)


_EVENTS = {Outcome.SENT: EventKind.MAIL_SENT} | UNDELIVERED
