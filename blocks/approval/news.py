"""Reminders about waiting applications: in the card's thread, by direct message, and in a daily list."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import (
    ButtonElement,
    ContextBlock,
    SectionBlock,
)

from blocks.approval import words
from blocks.approval.card import ApprovalId, approve_button
from blocks.kit.modal import Message, actions, button, permitted, to_json
from blocks.kit.status import approval
from blocks.kit.text import clip, escape, plain
from storage.entities.contact import Contact
from storage.entities.right import Right, Rights

NAMED = 10  # applicants named in the daily list


def reminder_message(contact: Contact, rights: Rights) -> Message:
    """Remind in the card's thread that an applicant is waiting."""
    text = words.still_waits(contact.name, approval(rights), contact.status_at)
    return Message(escape(text), to_json([SectionBlock(text=plain(text))]))


def nudge_message(contact: Contact, now: datetime, rights: Rights) -> Message:
    """Remind the responsible person by direct message, with the buttons to decide."""
    text = words.waits_long(contact.name, approval(rights), now - contact.status_at)
    buttons = permitted(rights, (Right.APPROVE, approve_button(contact)), (Right.APPROVE, _review_button()))
    return Message(escape(text), to_json([SectionBlock(text=plain(text)), *actions(buttons)]))


def digest_message(waiting: Sequence[Contact], in_all: int, rights: Rights) -> Message:
    """List the waiting applicants, sent each morning while there are any."""
    text = words.waiting(in_all, approval(rights))
    names = words.named([clip(contact.name, 60) for contact in waiting[:NAMED]], in_all)
    blocks = [
        SectionBlock(text=plain(text)),
        ContextBlock(elements=[plain(names)]),
        *actions(permitted(rights, (Right.APPROVE, _review_button()))),
    ]
    return Message(escape(text), to_json(blocks))


def _review_button() -> ButtonElement:
    return button(words.REVIEW, ApprovalId.REVIEW, "waiting", about="everyone waiting for approval")
