"""Sharing a contact into a channel: the form, and the card that everybody there reads."""

from collections.abc import Sequence
from enum import StrEnum

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ContextBlock,
    ConversationFilter,
    ConversationSelectElement,
    DividerBlock,
    InputBlock,
    SectionBlock,
)

from blocks.contact import words
from blocks.kit.acts import open_button, simple_button
from blocks.kit.modal import Message, ViewJson, modal, to_json
from blocks.kit.text import bold_name, clip, escape, ours, plain
from blocks.profile.shown import public_blocks
from storage.entities.contact import Contact

_NAME, _TAGS = 200, 600
_ROOM = 1_800  # letters for everybody's names, and as many for tags and for links: Slack takes about 12,000


class ShareId(StrEnum):
    """Action and callback ids of sharing."""

    SHARE = "share_contact"
    FORM = "share"


def share_button(contact: Contact) -> ButtonElement:
    return simple_button(words.SHARE, ShareId.SHARE, contact)


def share_modal(contact: Contact) -> ViewJson:
    """Ask for the channel, and say what its members will read."""
    about = ContextBlock(elements=[plain(words.about(contact.name, contact.email))])
    blocks = [about, channel_field(words.SHARE_HINT)]
    view = modal(words.SHARE_CONTACT, blocks, callback_id=ShareId.FORM, submit=words.SHARE)
    return view | {"private_metadata": str(contact.id)}


def channel_field(hint: str) -> InputBlock:
    """Make the input of the channel to share in, whose members are all of the team."""
    channels = ConversationFilter(
        include=["public", "private"], exclude_external_shared_channels=True, exclude_bot_users=True
    )
    select = ConversationSelectElement(action_id="channel", filter=channels)
    return InputBlock(block_id="channel", label=plain(words.CHANNEL), hint=plain(hint), element=select)


def shared_modal(channel: str) -> ViewJson:
    return modal(words.SHARE_CONTACT, [SectionBlock(text=ours(words.shared_in(f"<#{channel}>")))])


def shared_card(contacts: Sequence[Contact], by: str) -> Message:
    """Render what everybody in the channel may read: no address, no rate, nothing else of the profile.

    The rest is behind `Open`, for those who may see contacts. There are at most MOST_SHARED of them.
    """
    room = _ROOM // len(contacts)
    blocks = [block for contact in contacts for block in (DividerBlock(), *_shown(contact, room))][1:]
    blocks.append(ContextBlock(elements=[ours(words.shared_by(f"<@{by}>"))]))
    text = words.shared(clip(contact.name, min(_NAME, room)) for contact in contacts)
    return Message(escape(text), to_json(blocks))


def _shown(contact: Contact, room: int) -> list[Block]:
    tags = clip(", ".join(tag.name for tag in contact.tags), min(_TAGS, room))
    return [
        SectionBlock(text=bold_name(clip(contact.name, min(_NAME, room))), accessory=open_button(contact)),
        *public_blocks(contact.profile, room),
        *([ContextBlock(elements=[plain(tags)])] if tags else []),
    ]
