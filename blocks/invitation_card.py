"""The inviter's card, drawn by one function in every status, and the news that follow it."""

from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    SectionBlock,
)

from blocks.invitation import InvitationId, resend_button, withdraw_button
from blocks.modal import Message, actions, button, to_json
from blocks.quote import quote
from blocks.status import address_words, mail_words, status_words
from blocks.text import day, escape, ours, plain
from storage.bookkeeping import Outbox
from storage.models import Contact
from storage.status import Answer, Outcome, Status


def inviter_card(contact: Contact, mail: Outbox | None, at: datetime) -> Message:
    """The one function that draws this card, in every status."""
    invitation = contact.invitation
    blocks: list[Block] = [HeaderBlock(text=plain(contact.name, 150)), ContextBlock(elements=_who(contact))]
    blocks.append(
        SectionBlock(fields=[ours(f"*Status*\n{_standing_words(contact, at)}"), ours(_mail_words(mail))])
    )
    if mail and mail.error and mail.state in {Outcome.QUEUED, Outcome.FAILED}:
        blocks.append(ContextBlock(elements=[plain(mail.error, 300)]))
    if invitation and invitation.note:
        blocks.append(quote(invitation.note))
    blocks += actions(card_buttons(contact))
    text = f"{contact.name}: {status_words(contact)}"
    return Message(escape(text), to_json(blocks))


def _who(contact: Contact) -> list[Any]:
    elements = [plain(address_words(contact.email))]
    if contact.tags:
        elements.append(plain("Tags: " + ", ".join(tag.name for tag in contact.tags)))
    return elements


def _standing_words(contact: Contact, at: datetime) -> str:
    invitation = contact.invitation
    if contact.mail_stopped_at:
        return f"{status_words(contact)}, asked us never to write again on {day(contact.mail_stopped_at)}"
    if contact.unasked:
        return status_words(contact)
    if contact.status == Status.INVITED and invitation and not contact.archived_at:
        if invitation.expired(at):
            return f"no answer, the invitation expired on {day(invitation.expires_at)}"
        return f"{status_words(contact)}, until {day(invitation.expires_at)}"
    return f"{status_words(contact)} since {day(contact.archived_at or contact.status_at)}"


def _mail_words(mail: Outbox | None) -> str:
    return f"*Mail*\n{mail_words(mail) if mail else 'none'}"


def card_buttons(contact: Contact) -> list[ButtonElement]:
    """What may be done with an unanswered invitation."""
    if contact.status != Status.INVITED or contact.archived_at:
        return []
    copy = button("Copy link", InvitationId.COPY_LINK, contact.id, about=f"of {contact.name}")
    return [resend_button(contact), copy, withdraw_button(contact)]


_ANSWERED = {
    Answer.ACCEPTED: "{name} accepted your invitation and is now active.",
    Answer.DECLINED: "{name} declined your invitation.",
    Answer.STOPPED: "{name} declined your invitation and asked us never to write to them again.",
}


def answered_message(contact: Contact, answer: Answer) -> Message:
    """The news for the inviter; the card only changes silently."""
    text = _ANSWERED[answer].format(name=contact.name)
    return Message(escape(text), to_json([SectionBlock(text=plain(text))]))


def undelivered_message(contact: Contact, reason: str) -> Message:
    """A mail that will not be tried again."""
    text = f"The mail to {contact.name} ({contact.email}) could not be delivered."
    helps = "Check the address, or hand the link over by other means with Copy link on the card."
    blocks: list[Block] = [
        SectionBlock(text=plain(text)),
        ContextBlock(elements=[plain(reason, 300), plain(helps)]),
    ]
    return Message(escape(text), to_json([*blocks, *actions(card_buttons(contact))]))
