"""Outbox work for invitations: emails, the inviter's card, and messages to the inviter."""

from collections.abc import Callable
from dataclasses import replace

from blocks.invitation.card import (
    answered_message,
    inviter_card,
    new_link_message,
    reopened_message,
    undelivered_message,
)
from bot.mail.content import Content
from bot.mail.texts.invitation import invitation as invitation_mail
from bot.mail.texts.invitation import reminder as reminder_mail
from bot.mail.texts.phrases import typed_in, uploaded
from bot.mail.texts.request import connection_request
from bot.security.tokens import Links, Purpose
from bot.services.invitation.invitation import OF_INVITATION, mails_ended
from bot.services.invitation.reminding import APART, reminded
from bot.services.invitation.work import (
    InvitationAnswered,
    InvitationMail,
    InvitationReminder,
    InvitationReopened,
    InvitationUndelivered,
    NewLinkAsked,
    NthMail,
)
from bot.services.workspace.people import is_looked_up
from bot.services.workspace.relay import pause_words
from bot.slack.access import Role, rights_of
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.mail import Letter
from bot.workers.engine.results import Effect, Later, Soon
from bot.workers.engine.slack import Show, on_card
from storage.entities.card import Card
from storage.entities.letterhead import Letterhead
from storage.entities.settings import WorkspaceSettings
from storage.entities.status import Outcome
from storage.outbox.sending import Ending
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.mail(InvitationMail, render_mail, all_ended=mails_ended)
    on.mail(InvitationReminder, render_reminder, ended=reminder_told)
    on.show(InvitationAnswered, render_answered)
    on.show(InvitationReopened, render_reopened)
    on.show(NewLinkAsked, render_new_link_asked)
    on.show(InvitationUndelivered, render_undelivered)


async def render_mail(uow: UnitOfWork, mail: InvitationMail, links: Links) -> Letter | None:
    """Render the invitation's email. None if it was answered, withdrawn, called off or has expired.

    Only here does the program decide whether it is a connection request, so that nothing the inviter does or
    sees depends on it.
    """
    return await _letter(uow, mail, links, invitation_mail, connection_request)


_NO_REMINDER_AFTER = {Outcome.FAILED, Outcome.BOUNCED, Outcome.CANCELLED}


async def render_reminder(
    uow: UnitOfWork, mail: InvitationReminder, links: Links
) -> Letter | Later | Soon | None:
    """Render a reminder as a reply to the first email. At least a day must lie between them.

    It waits while Slack is asked whether the inviter is still here: nobody is reminded in a leaver's name.
    """
    # Asked first: on SQLite each query sees the newest state, and the answer may come between two of them.
    looked_up = await is_looked_up(uow, (await uow.invitations.get(mail.invitation)).invited_by)
    letter = await _letter(uow, mail, links, reminder_mail, reminder_mail)
    first = await uow.mails.latest(mail.contact_id or 0, OF_INVITATION)
    if letter is None or first is None or first.state in _NO_REMINDER_AFTER:
        return None
    if looked_up:
        return Soon()
    left_at = first.finished_at if first.state == Outcome.SENT and first.finished_at else uow.now
    if uow.now < left_at + APART:
        return Later(left_at + APART)
    return replace(letter, follows=first, effect=None)


Text = Callable[..., Content]


async def _letter(
    uow: UnitOfWork, mail: NthMail, links: Links, to_new: Text, to_known: Text
) -> Letter | None:
    """Render an email. `to_known` is the text for people who have accepted an invitation before."""
    invitation, contact, inviter, workspace, known = await uow.invitations.for_mail(mail.invitation)
    if not invitation.open(uow.now) or invitation.unasked or contact.mail_stopped_at:
        return None
    if inviter is None or inviter.outside:
        inviter = await uow.colleagues.spokesperson(invitation.invited_by)
    head = Letterhead.of(workspace)
    name = inviter.name if inviter else head.company
    source = uploaded if invitation.import_id else typed_in
    # what was passed on was not entered by who writes now
    by = name if contact.invited_by == invitation.invited_by else head.company
    purpose, text = (Purpose.REQUESTS, to_known) if known else (Purpose.INVITATION, to_new)
    content = text(
        company=head.company,
        inviter=name,
        contact_name=contact.name,
        note=invitation.note or None,
        link=links.url(purpose, invitation, invitation.generation),
        expires=invitation.lasts_until(uow.now, WorkspaceSettings.of(workspace).invitation_lifetime),
        source=source(by, invitation.created_at.date()),
    )
    stop_url = links.url(Purpose.STOP, contact)
    letter = Letter(content, contact.name, contact.email, stop_url, head, page_of=contact)
    letter = letter.written_by(inviter)
    return replace(letter, effect=_ask_in_slack(contact.id)) if known else letter


def _ask_in_slack(contact_id: int) -> Effect:
    async def effect(uow: UnitOfWork) -> None:
        await uow.outbox.look_after_requests([contact_id])

    return effect


async def reminder_told(uow: UnitOfWork, mail: InvitationReminder, ending: Ending) -> None:
    """Enqueue the next reminder after one was sent, and tell the inviter about one that bounced."""
    if ending.state == Outcome.SENT:
        await reminded(uow, mail)
    elif ending.state == Outcome.BOUNCED:
        await mails_ended(uow, [(mail, ending)])


async def render_card(uow: UnitOfWork, card: Card) -> Show:
    """Render the inviter's card in its current state."""
    contact = await uow.contacts.get(card.contact_id)
    mail, pause = await uow.mails.latest(contact.id, OF_INVITATION), await pause_words(uow)
    message = inviter_card(contact, mail, uow.now, rights_of(Role.MANAGER), pause)
    return on_card(message, card, waits=False)  # it confirms what its reader has done


async def render_answered(uow: UnitOfWork, work: InvitationAnswered) -> Show | None:
    """Tell the inviter about the answer: editing the card would not notify them."""
    invitation = await uow.invitations.get(work.invitation)
    if invitation.answer is None:
        return None
    contact = invitation.contact
    message = answered_message(contact, invitation.answer, rights_of(Role.MANAGER))
    return Show(message, channel=invitation.invited_by, about=[contact.id])


async def render_reopened(uow: UnitOfWork, work: InvitationReopened) -> Show:
    invitation = await uow.invitations.get(work.invitation)
    contact = invitation.contact
    return Show(reopened_message(contact), channel=invitation.invited_by, about=[contact.id])


async def render_new_link_asked(uow: UnitOfWork, work: NewLinkAsked) -> Show | None:
    """Tell the inviter, unless the invitation was sent again meanwhile."""
    invitation = await uow.invitations.get(work.invitation)
    if invitation.new_link_asked_at is None:
        return None
    contact = invitation.contact
    return Show(new_link_message(contact), channel=invitation.invited_by, about=[contact.id])


async def render_undelivered(uow: UnitOfWork, work: InvitationUndelivered) -> Show | None:
    """Tell the inviter that an email was given up."""
    contact = await uow.contacts.get(work.contact)
    message = undelivered_message(contact, work.reason or "", rights_of(Role.MANAGER), work.fault)
    return Show(message, channel=work.to, about=[contact.id])
