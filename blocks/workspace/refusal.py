"""Refusals as people read them, with buttons that help, and asking for access."""

from collections.abc import Sequence
from enum import StrEnum

from slack_sdk.models.blocks import Block, ContextBlock, SectionBlock

from blocks.invitation.form import standing
from blocks.kit.modal import Message, ViewJson, actions, button, modal, to_json
from blocks.kit.subcommands import SETTINGS
from blocks.kit.text import escape, ours, plain
from blocks.workspace import words
from storage.entities.contact import ContactRefused
from storage.entities.errors import NotAllowed, Refused
from storage.entities.right import Right, Rights


class AccessId(StrEnum):
    """Action ids of asking for access and granting it."""

    ASK = "ask_for_access"
    GRANT = "make_hiring_manager"


def refusal_blocks(refused: Refused, rights: Rights) -> list[Block]:
    """Render the reason and buttons that help. `rights` are the reader's."""
    if isinstance(refused, ContactRefused):
        return standing(refused, rights)
    blocks: list[Block] = [SectionBlock(text=plain(refused.text))]
    if isinstance(refused, NotAllowed) and refused.may_ask:
        blocks += ways_in(refused.admins)
    return blocks


def ways_in(admins: Sequence[str]) -> list[Block]:
    """Name the people who can give access, and offer to ask them."""
    who = " ".join(f"<@{user_id}>" for user_id in admins[:10]) or words.YOUR_ADMINISTRATORS
    ask = button(words.ASK_FOR_ACCESS, AccessId.ASK, "access", about="to Trusted Contacts")
    return [ContextBlock(elements=[ours(words.ask_these(who))]), *actions([ask])]


def refusal_modal(refused: Refused, rights: Rights, title: str = words.NOT_POSSIBLE) -> ViewJson:
    """Render a refusal in a modal. A form that turns into it passes its own title."""
    return modal(title, refusal_blocks(refused, rights))


def refusal_message(refused: Refused, rights: Rights) -> Message:
    """Render a refusal as a message that only the person who asked can see."""
    text = refused.told(rights) if isinstance(refused, ContactRefused) else refused.text
    return Message(escape(text), to_json(refusal_blocks(refused, rights)))


def access_asked_message(user_id: str, rights: Rights) -> Message:
    """Tell an administrator that someone asks for access, with a button to grant it."""
    who = f"<@{user_id}>"
    text = words.asks_for_access(who)
    grant = button(words.MAKE_MANAGER, AccessId.GRANT, user_id, about="of the person who asks")
    blocks: list[Block] = [
        SectionBlock(text=ours(words.asks_to_invite(who))),
    ]
    if Right.SETTLE in rights:
        elsewhere = plain(words.choose_elsewhere(SETTINGS.typed))
        blocks += [ContextBlock(elements=[elsewhere]), *actions([grant])]
    return Message(text, to_json(blocks))


def access_granted_message(rights: Rights) -> Message:
    """Tell the person who asked that they have access."""
    text = words.you_have_access(may_invite=Right.INVITE in rights)
    return Message(text, to_json([SectionBlock(text=plain(text))]))


def access_sent_message() -> Message:
    """Render what the refusal's message becomes after asking for access."""
    return Message(words.ACCESS_ASKED, to_json([SectionBlock(text=plain(words.ACCESS_ASKED))]))


def access_sent_modal() -> ViewJson:
    """Render what the refusal's modal becomes after asking for access."""
    return modal(words.ASK_FOR_ACCESS, [SectionBlock(text=plain(words.ACCESS_ASKED))])


def access_given_message(user_id: str) -> Message:
    """Render what the administrator's message becomes after granting access."""
    text = words.has_access(f"<@{user_id}>")
    return Message(text, to_json([SectionBlock(text=ours(text))]))
