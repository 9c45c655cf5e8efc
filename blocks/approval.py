"""The application card, drawn by one function in every status, its modals, reminders and the daily list."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    Option,
    OverflowMenuElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextQuoteElement,
    SectionBlock,
)

from blocks.form import row_id
from blocks.modal import Message, ViewJson, actions, button, modal, to_json
from blocks.status import address_words, status_words
from blocks.text import clip, day, escape, ours, plain, when
from storage.models import Application, Contact
from storage.status import Decision, Status


class ApprovalId(StrEnum):
    """The ids Slack sends back to us."""

    APPROVE = "approve"
    DECLINE = "decline"
    BLOCK = "block"
    UNBLOCK = "unblock"
    MORE = "application_more"
    DECLINE_MODAL = "decline_application"
    BLOCK_MODAL = "block_application"
    HAND_OVER_MODAL = "hand_over_application"
    REVIEW = "review_applications"
    REVIEW_MODAL = "approve_applications"


class More(StrEnum):
    """What the card's overflow menu offers."""

    BLOCK = "block"
    SNOOZE = "snooze"
    HAND_OVER = "hand_over"


def application_card(contact: Contact, made_by: str) -> Message:
    """`made_by` is the name of whoever made the link."""
    application = contact.application
    blocks: list[Block] = [HeaderBlock(text=plain(contact.name, 150)), ContextBlock(elements=_who(contact))]
    if application:
        blocks += _said(application)
        known = [plain(each) for each in _known(contact, application, made_by)]
        blocks += [SectionBlock(text=ours(_standing(contact, application))), ContextBlock(elements=known)]
    if contact.status == Status.APPLIED and not contact.archived_at:
        blocks.append(ActionsBlock(elements=_decisions(contact)))
    elif contact.status == Status.BLOCKED:
        blocks += actions([unblock_button(contact)])
    return Message(escape(f"{contact.name}: {status_words(contact)}"), to_json(blocks))


def _who(contact: Contact) -> list[Any]:
    tags = ", ".join(tag.name for tag in contact.tags)
    return [plain(address_words(contact.email)), *([plain(f"Tags: {tags}")] if tags else [])]


def _said(application: Application) -> list[Block]:
    blocks: list[Block] = []
    if application.skills:
        blocks.append(SectionBlock(text=plain("What they do: " + ", ".join(application.skills))))
    if application.message:
        text = RichTextElementParts.Text(text=clip(application.message, 2_900))
        blocks.append(RichTextBlock(elements=[RichTextQuoteElement(elements=[text])]))
    return blocks


def _standing(contact: Contact, application: Application) -> str:
    if application.decision and application.decided_at:
        told = (
            f"*{_DONE[application.decision]}* by <@{application.decided_by}> {when(application.decided_at)}"
        )
        return (
            told
            if contact.status == _STATUS[application.decision]
            else f"{told}, now {status_words(contact)}"
        )
    if contact.status != Status.APPLIED:
        return f"*{status_words(contact)}* since {day(contact.status_at)}"
    waits = f"*waiting for your approval* since {when(contact.status_at)}"
    if application.snoozed_until and application.reminders == 0:
        return f"{waits}, no reminder before {day(application.snoozed_until)}"
    return waits


_DONE = {Decision.APPROVED: "Approved", Decision.DECLINED: "Declined", Decision.BLOCKED: "Blocked"}
_STATUS = {
    Decision.APPROVED: Status.ACTIVE,
    Decision.DECLINED: Status.DECLINED,
    Decision.BLOCKED: Status.BLOCKED,
}


def _known(contact: Contact, application: Application, made_by: str) -> list[str]:
    """Which link, who made it, and whether we have met this address before."""
    lines = [f"Signed up by {made_by}'s link “{application.link.name}”"]
    if application.before == Status.INVITED:
        lines.append("Was invited by name before")
    elif application.before:
        lines.append(f"Was {application.before} before")
    if contact.hires:
        lines.append("Was hired once" if contact.hires == 1 else f"Was hired {contact.hires} times")
    if application.reason:
        lines.append(f"Reason: {clip(application.reason, 500)}")
    return lines


def _decisions(contact: Contact) -> list[Any]:
    about = f"{contact.name}"
    menu = [
        Option(text=plain(words), value=f"{what}:{contact.id}")
        for what, words in ((More.BLOCK, "Block"), (More.SNOOZE, "Snooze"), (More.HAND_OVER, "Hand over"))
    ]
    return [
        approve_button(contact),
        button("Decline", ApprovalId.DECLINE, contact.id, about=about),
        OverflowMenuElement(action_id=ApprovalId.MORE, options=menu),
    ]


def approve_button(contact: Contact) -> ButtonElement:
    return button("Approve", ApprovalId.APPROVE, contact.id, about=contact.name, style="primary")


def unblock_button(contact: Contact) -> ButtonElement:
    """They may sign up or be invited again; nothing is sent."""
    return button("Unblock", ApprovalId.UNBLOCK, contact.id, about=contact.name)


def settled_modal(contact: Contact) -> ViewJson:
    """What a modal about somebody becomes after Approve or Unblock."""
    return modal(contact.name, [SectionBlock(text=plain(f"{contact.name}: {status_words(contact)}"))])


def chosen_more(action: Mapping[str, Any]) -> tuple[More, int]:
    """What was chosen in the overflow menu, and for whom."""
    what, _, contact_id = action["selected_option"]["value"].partition(":")
    return More(what), row_id(contact_id)
