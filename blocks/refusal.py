"""What a person reads when the program will not do something, with the button that helps."""

from enum import StrEnum

from slack_sdk.models.blocks import Block, ContextBlock, SectionBlock

from blocks.invitation import standing
from blocks.modal import Message, ViewJson, actions, button, modal, to_json
from blocks.text import escape, ours, plain
from storage.errors import ContactRefused, NotAllowed, Refused


class AccessId(StrEnum):
    """The ids Slack sends back to us."""

    ASK = "ask_for_access"
    GRANT = "make_hiring_manager"


def refusal_blocks(refused: Refused) -> list[Block]:
    """The reason, and what helps."""
    if isinstance(refused, ContactRefused):
        return standing(refused)
    blocks: list[Block] = [SectionBlock(text=plain(refused.text))]
    if isinstance(refused, NotAllowed):
        blocks += _way_in(refused)
    return blocks


def _way_in(refused: NotAllowed) -> list[Block]:
    who = (
        " ".join(f"<@{user_id}>" for user_id in refused.admins[:10])
        or "your Slack workspace's administrators"
    )
    blocks: list[Block] = (
        [ContextBlock(elements=[ours(f"You can be let in by: {who}")])] if refused.may_ask else []
    )
    ask = button("Ask for access", AccessId.ASK, "access", about="to Trusted Contacts")
    return [*blocks, *actions([ask] if refused.may_ask else [])]


def refusal_modal(refused: Refused, title: str = "Not possible") -> ViewJson:
    """For a refusal of something pressed in a modal; a form that turns into it keeps its title."""
    return modal(title, refusal_blocks(refused))


def refusal_message(refused: Refused) -> Message:
    """For a refusal of a command or of a button below a message; only the one who asked sees it."""
    return Message(escape(refused.text), to_json(refusal_blocks(refused)))


def access_asked_message(user_id: str) -> Message:
    """To an administrator: somebody wants in."""
    who = f"<@{user_id}>"
    text = f"{who} asks for access to Trusted Contacts."
    grant = button("Make hiring manager", AccessId.GRANT, user_id, about="of the person who asks")
    blocks: list[Block] = [
        SectionBlock(text=ours(f"{who} asks to invite people with Trusted Contacts.")),
        ContextBlock(elements=[plain("Hiring managers are also named in /contacts settings.")]),
        *actions([grant]),
    ]
    return Message(text, to_json(blocks))


def access_granted_message() -> Message:
    """To the one who asked."""
    text = "You are now a hiring manager: type /invite-contact to invite somebody."
    return Message(text, to_json([SectionBlock(text=plain(text))]))


_SENT = "Your request is on its way. You will get a message from this app when you are let in."


def access_sent_message() -> Message:
    """What the refusal turns into when they asked."""
    return Message(_SENT, to_json([SectionBlock(text=plain(_SENT))]))


def access_sent_modal() -> ViewJson:
    """The same where the refusal was shown in a modal."""
    return modal("Ask for access", [SectionBlock(text=plain(_SENT))])


def access_given_message(user_id: str) -> Message:
    """What the administrator's message turns into."""
    text = f"<@{user_id}> is a hiring manager now."
    return Message(text, to_json([SectionBlock(text=ours(text))]))
