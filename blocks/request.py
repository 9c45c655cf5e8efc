"""A connection request in a direct message: who asks, the note, and two buttons as long as it is open."""

from enum import StrEnum

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ContextBlock,
    SectionBlock,
)

from blocks.modal import Message, actions, button, to_json
from blocks.quote import quote
from blocks.text import clip, escape, plain
from storage.models import Invitation
from storage.status import Answer


class RequestId(StrEnum):
    """The ids Slack sends back to us."""

    ACCEPT = "accept_request"
    DECLINE = "decline_request"


_ANSWERED = {
    Answer.ACCEPTED: "You accepted: you are one of {company}'s trusted contacts now.",
    Answer.DECLINED: "You declined. {company} has been told so.",
    Answer.STOPPED: "You asked not to be written to, so this counts as declined.",
}
_NOT_OPEN = "This request is not open any more. There is nothing you need to do."
_QUIET = "Only you see this, and nobody in this workspace is told. You may also answer by the mail you got."


def request_message(
    invitation: Invitation, card_id: int, company: str, inviter: str | None, *, is_open: bool
) -> Message:
    """The one function that draws it, however it stands."""
    who = f"{inviter} of {company}" if inviter else company
    text = f"{who} asks to connect with you: to have you among {company}'s trusted contacts."
    blocks: list[Block] = [SectionBlock(text=plain(text))]
    if invitation.note:
        blocks.append(quote(invitation.note))
    if is_open:
        blocks += [*actions(_buttons(card_id, company)), ContextBlock(elements=[plain(_QUIET)])]
    else:
        blocks.append(ContextBlock(elements=[plain(_over(invitation, company))]))
    return Message(escape(text), to_json(blocks))


def request_over() -> Message:
    """In place of one that turned out to be somebody else's: nothing of it is told."""
    return Message(_NOT_OPEN, to_json([SectionBlock(text=plain(_NOT_OPEN))]))


def _buttons(card_id: int, company: str) -> list[ButtonElement]:
    about = f"the request of {clip(company, 40)}"
    return [
        button("Accept", RequestId.ACCEPT, card_id, about=about, style="primary"),
        button("Decline", RequestId.DECLINE, card_id, about=about),
    ]


def _over(invitation: Invitation, company: str) -> str:
    if invitation.answer:
        return _ANSWERED[invitation.answer].format(company=company)
    return _NOT_OPEN
