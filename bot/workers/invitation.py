"""What the outbox sends for an invitation: its mail, the inviter's card, and the news for the inviter."""

from collections.abc import Callable
from dataclasses import replace

from blocks.invitation_card import answered_message, inviter_card, undelivered_message
from bot.links import Links, Purpose
from bot.mail.content import Content, Mailbox
from bot.mail.invitation import invitation as invitation_mail
from bot.mail.invitation import reminder as reminder_mail
from bot.mail.invitation import typed_in, uploaded
from bot.mail.request import connection_request
from bot.services.invitation import mail_ended
from bot.services.reminding import APART, reminded
from bot.workers.mail import Letter
from bot.workers.outbox import Effect, Later
from bot.workers.slack import Show, on_card
from storage.bookkeeping import Card, Outbox
from storage.sending import Ending
from storage.settings import company_name
from storage.status import Outcome
from storage.uow import UnitOfWork


async def draw_mail(uow: UnitOfWork, row: Outbox, links: Links) -> Letter | None:
    """The invitation as it stands when the mail leaves; None once it is answered, withdrawn or expired.

    Whether it is a connection request is found out here and nowhere before, so that nothing the inviter does
    or sees depends on it.
    """
    return await _letter(uow, row, links, invitation_mail, connection_request)


async def draw_reminder(uow: UnitOfWork, row: Outbox, links: Links) -> Letter | Later | None:
    """To who got the invitation a day ago or more and has not answered; it follows that mail."""
    letter = await _letter(uow, row, links, reminder_mail, reminder_mail)
    first = await uow.outbox.latest_mail(row.contact_id or 0)
    if letter is None or first is None or first.state in {Outcome.FAILED, Outcome.CANCELLED}:
        return None
    left_at = first.finished_at if first.state == Outcome.SENT and first.finished_at else uow.now
    if uow.now < left_at + APART:
        return Later(left_at + APART)
    return replace(letter, follows=first, effect=None)


Text = Callable[..., Content]


async def _letter(uow: UnitOfWork, row: Outbox, links: Links, to_new: Text, to_known: Text) -> Letter | None:
    """`to_known` is for who has said yes to a company here before."""
    invitation, contact, inviter, workspace, known = await uow.invitations.for_mail(row.payload["invitation"])
    if not invitation.open(uow.now) or contact.mail_stopped_at:
        return None
    company = company_name(workspace)
    name = inviter.name if inviter else company
    source = uploaded if invitation.import_id else typed_in
    purpose, text = (Purpose.REQUESTS, to_known) if known else (Purpose.INVITATION, to_new)
    content = text(
        company=company,
        inviter=name,
        contact_name=contact.name,
        note=invitation.note or None,
        link=links.url(purpose, row.workspace_id, invitation.id, invitation.generation),
        expires=invitation.expires_at,
        source=source(name, invitation.created_at.date()),
    )
    reply_to = Mailbox(name, inviter.email) if inviter and inviter.email else None
    stop_url = links.url(Purpose.STOP, row.workspace_id, contact.id)
    letter = Letter(content, contact.name, contact.email, stop_url, company, via=name, reply_to=reply_to)
    return replace(letter, effect=_ask_in_slack(contact.id)) if known else letter


def _ask_in_slack(contact_id: int) -> Effect:
    async def wish(uow: UnitOfWork) -> None:
        await uow.outbox.look_after_requests(contact_id)

    return wish


async def mail_told(uow: UnitOfWork, row: Outbox, ending: Ending) -> None:
    """History, card and inviter learn how the mail ended."""
    await mail_ended(uow, row, ending.state, ending.error)


async def reminder_told(uow: UnitOfWork, row: Outbox, ending: Ending) -> None:
    """Once it has left there may be a next one."""
    if ending.state == Outcome.SENT:
        await reminded(uow, row.payload["invitation"], row.payload["mail"])


async def draw_card(uow: UnitOfWork, card: Card) -> Show:
    """The inviter's card, as its contact is now."""
    contact = await uow.contacts.get(card.contact_id)
    return on_card(inviter_card(contact, await uow.outbox.latest_mail(contact.id), uow.now), card)


async def draw_answered(uow: UnitOfWork, row: Outbox) -> Show | None:
    """Accepted or declined: a message of its own, since an edited card notifies nobody."""
    invitation = await uow.invitations.get(row.payload["invitation"])
    if invitation.answer is None:
        return None
    return Show(answered_message(invitation.contact, invitation.answer), channel=invitation.invited_by)


async def draw_undelivered(uow: UnitOfWork, row: Outbox) -> Show | None:
    """A mail that was given up."""
    contact = await uow.contacts.get(row.payload["contact"])
    return Show(undelivered_message(contact, row.payload["reason"]), channel=row.payload["to"])
