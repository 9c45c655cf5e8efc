"""A connection request as a direct message: who asks, the note, and two buttons while it is open."""

from enum import StrEnum

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ContextBlock,
    SectionBlock,
)

from blocks.invitation import words
from blocks.kit.modal import Message, actions, button, to_json
from blocks.kit.quote import quote
from blocks.kit.text import clip, escape, plain
from storage.entities.contact import Invitation
from storage.entities.right import Right, Rights


class RequestId(StrEnum):
    """Action ids of the connection request's buttons, and the callback id of the form behind one."""

    ACCEPT = "accept_request"
    DECLINE = "decline_request"
    AGREEMENT = "request_agreement"


def request_message(
    invitation: Invitation, card_id: int, company: str, inviter: str | None, rights: Rights, *, is_open: bool
) -> Message:
    """Render a connection request in any state. `rights` are the asked member's."""
    text = words.asks_to_connect(company, inviter)
    blocks: list[Block] = [SectionBlock(text=plain(text))]
    if invitation.note:
        blocks.append(quote(invitation.note))
    if is_open:
        buttons = _buttons(card_id, company) if Right.ANSWER in rights else []
        blocks += [*actions(buttons), ContextBlock(elements=[plain(words.ONLY_YOU)])]
    else:
        blocks.append(ContextBlock(elements=[plain(_over(invitation, company))]))
    return Message(escape(text), to_json(blocks))


def request_over() -> Message:
    """Render what replaces a request shown to the wrong person. It reveals nothing about the request."""
    return Message(words.REQUEST_CLOSED, to_json([SectionBlock(text=plain(words.REQUEST_CLOSED))]))


def _buttons(card_id: int, company: str) -> list[ButtonElement]:
    about = f"the request of {clip(company, 40)}"
    return [
        button(words.ACCEPT, RequestId.ACCEPT, card_id, about=about, style="primary"),
        button(words.DECLINE, RequestId.DECLINE, card_id, about=about),
    ]


def _over(invitation: Invitation, company: str) -> str:
    if invitation.answer:
        return words.request_answered(invitation.answer, company)
    return words.REQUEST_CLOSED
