"""The inviter's card in every status, and the messages that follow it."""

from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    SectionBlock,
)

from blocks.hire.steps import next_steps
from blocks.invitation import words
from blocks.invitation.form import InvitationId, resend_button, withdraw_button
from blocks.kit.acts import edit_button
from blocks.kit.modal import Message, actions, button, permitted, to_json
from blocks.kit.quote import quote
from blocks.kit.status import address_words, mail_reason, mail_words, status_words
from blocks.kit.text import day, escape, ours, plain
from storage.entities.contact import Contact, Invitation
from storage.entities.outbox import Outbox
from storage.entities.right import Right, Rights
from storage.entities.status import Answer, Outcome, Status


def inviter_card(
    contact: Contact, mail: Outbox | None, at: datetime, rights: Rights, pause: str = ""
) -> Message:
    """Render the inviter's card in any status. `pause` says why no email is being sent, if so."""
    invitation = contact.invitation
    blocks: list[Block] = [HeaderBlock(text=plain(contact.name, 150)), ContextBlock(elements=_who(contact))]
    blocks.append(
        SectionBlock(
            fields=[ours(f"*{words.STATUS}*\n{_standing_words(contact, at)}"), ours(_mail_words(mail))]
        )
    )
    if reason := _reason(mail, pause):
        blocks.append(ContextBlock(elements=[plain(reason, 300)]))
    if invitation and invitation.note:
        blocks.append(quote(invitation.note))
    blocks += actions(card_buttons(contact, rights) or next_steps(contact, rights))
    text = f"{contact.name}: {status_words(contact)}"
    return Message(escape(text), to_json(blocks))


def _who(contact: Contact) -> list[Any]:
    elements = [plain(address_words(contact.email))]
    if contact.tags:
        elements.append(plain(words.tags_words(tag.name for tag in contact.tags)))
    return elements


def _standing_words(contact: Contact, at: datetime) -> str:
    invitation = contact.invitation
    if contact.left_at:
        return words.since(status_words(contact), day(contact.left_at))
    if contact.mail_stopped_at:
        return words.asked_not_to_email(status_words(contact), day(contact.mail_stopped_at))
    if contact.unasked:
        return status_words(contact)
    if contact.status == Status.INVITED and invitation and not contact.archived_at:
        if invitation.expired(at):
            return _expired_words(invitation)
        return words.until(status_words(contact), day(invitation.expires_at))
    return words.since(status_words(contact), day(contact.archived_at or contact.status_at))


def _expired_words(invitation: Invitation) -> str:
    expired = words.invitation_expired(day(invitation.expires_at))
    if invitation.new_link_asked_at is None:
        return expired
    return f"{expired}\n{words.new_link_asked(day(invitation.new_link_asked_at))}"


def _mail_words(mail: Outbox | None) -> str:
    return f"*{words.EMAIL_STATE}*\n{mail_words(mail) if mail else words.NO_EMAIL}"


def _reason(mail: Outbox | None, pause: str) -> str | None:
    """Say why an email has not been sent. During a pause its reason is shown, not one email's refusal."""
    if mail is None:
        return None
    return (pause if mail.state == Outcome.QUEUED else "") or mail_reason(mail)


def card_buttons(contact: Contact, rights: Rights) -> list[ButtonElement]:
    """Make the buttons for an unanswered invitation. If its email bounced, the address can be corrected."""
    if contact.status != Status.INVITED or contact.archived_at:
        return []
    edit = [(Right.EDIT, edit_button(contact))] if contact.bounced else []
    copy = button(words.COPY_LINK, InvitationId.COPY_LINK, contact.id, about=f"of {contact.name}")
    of_invitation = (resend_button(contact), copy, withdraw_button(contact))
    return permitted(rights, *edit, *((Right.INVITE, each) for each in of_invitation))


def answered_message(contact: Contact, answer: Answer, rights: Rights) -> Message:
    """Tell the inviter about the contact's answer: updating the card does not notify anyone."""
    text = words.answered(contact.name, answer)
    steps = next_steps(contact, rights) if answer is Answer.ACCEPTED else []
    return Message(escape(text), to_json([SectionBlock(text=plain(text)), *actions(steps)]))


def reopened_message(contact: Contact) -> Message:
    """Tell the inviter that a no is taken back."""
    text = words.reopened(contact.name)
    return Message(escape(text), to_json([SectionBlock(text=plain(text))]))


def new_link_message(contact: Contact) -> Message:
    """Tell the inviter that the contact asks for a new link. The button is on the card."""
    text = words.asks_for_new_link(contact.name)
    return Message(escape(text), to_json([SectionBlock(text=plain(text))]))


def undelivered_message(contact: Contact, reason: str, rights: Rights, fault: str | None = None) -> Message:
    """Tell the inviter that an email failed and will not be retried.

    `fault` decides the advice: only a dead address is to be checked.
    """
    text = words.undelivered(contact.name, contact.email)
    helps = words.undelivered_helps(dead=fault in {"person", None}, can_copy=Right.INVITE in rights)
    blocks: list[Block] = [
        SectionBlock(text=plain(text)),
        ContextBlock(elements=[plain(reason, 300), plain(helps)]),
    ]
    return Message(escape(text), to_json([*blocks, *actions(card_buttons(contact, rights))]))
