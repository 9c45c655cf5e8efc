"""Reminders of applications that wait: in the card's thread, to whom it concerns, and each morning."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    SectionBlock,
)

from blocks.approval import ApprovalId, approve_button
from blocks.modal import BlocksJson, Message, actions, button, to_json
from blocks.text import clip, escape, ours, plain
from storage.models import Contact

NAMED = 10  # people a digest names


def reminder_message(contact: Contact) -> Message:
    """In the thread below the card."""
    text = f"{contact.name} is still waiting for your approval, since {contact.status_at:%-d %B %H:%M} UTC."
    return Message(escape(text), to_json([SectionBlock(text=plain(text))]))


def nudge_message(contact: Contact) -> Message:
    """To the one who is responsible; with the buttons, so that one click is enough."""
    text = f"{contact.name} is waiting for your approval, for more than a day now."
    buttons: list[Any] = [approve_button(contact), _review_button()]
    return Message(escape(text), to_json([SectionBlock(text=plain(text)), ActionsBlock(elements=buttons)]))


def digest_message(waiting: Sequence[Contact], in_all: int) -> Message:
    """Each morning, as long as somebody waits."""
    people = "1 person is" if in_all == 1 else f"{in_all} people are"
    text = f"{people} waiting for your approval."
    names = ", ".join(clip(contact.name, 60) for contact in waiting[:NAMED])
    names += f" and {in_all - NAMED} more" if in_all > NAMED else ""
    blocks = [
        SectionBlock(text=plain(text)),
        ContextBlock(elements=[plain(names)]),
        *actions([_review_button()]),
    ]
    return Message(escape(text), to_json(blocks))


def _review_button() -> ButtonElement:
    return button("Review", ApprovalId.REVIEW, "waiting", about="everybody who waits for approval")


def misplaced_note(channel: str, reason: str) -> BlocksJson:
    """Above a card that could not be posted where its link says."""
    text = f"This belongs into <#{channel}>, but I may not post there ({reason}). Invite me with `/invite`."
    return to_json([ContextBlock(elements=[ours(text)])])
