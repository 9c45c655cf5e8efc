"""Sharing a contact into a channel: the form, and the card that everybody there reads."""

from enum import StrEnum

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ContextBlock,
    ConversationFilter,
    ConversationSelectElement,
    InputBlock,
    SectionBlock,
)

from blocks.contact import words
from blocks.kit.acts import open_button, simple_button
from blocks.kit.modal import Message, ViewJson, modal, to_json
from blocks.kit.text import clip, escape, ours, plain
from blocks.profile.shown import public_blocks
from storage.entities.contact import Contact

_NAME, _LINKS, _TAGS = 200, 1_500, 600


class ShareId(StrEnum):
    """Action and callback ids of sharing."""

    SHARE = "share_contact"
    FORM = "share"


def share_button(contact: Contact) -> ButtonElement:
    return simple_button(words.SHARE, ShareId.SHARE, contact)


def share_modal(contact: Contact) -> ViewJson:
    """Ask for the channel, and say what its members will read."""
    channels = ConversationFilter(
        include=["public", "private"], exclude_external_shared_channels=True, exclude_bot_users=True
    )
    field = InputBlock(
        block_id="channel",
        label=plain(words.CHANNEL),
        hint=plain(words.SHARE_HINT),
        element=ConversationSelectElement(action_id="channel", filter=channels),
    )
    about = ContextBlock(elements=[plain(words.about(contact.name, contact.email))])
    view = modal(words.SHARE_CONTACT, [about, field], callback_id=ShareId.FORM, submit=words.SHARE)
    return view | {"private_metadata": str(contact.id)}


def shared_modal(channel: str) -> ViewJson:
    return modal(words.SHARE_CONTACT, [SectionBlock(text=ours(words.shared_in(f"<#{channel}>")))])


def shared_card(contact: Contact, by: str) -> Message:
    """Render what everybody in the channel may read: no address, no rate, nothing else of the profile.

    The rest is behind `Open`, for those who may see contacts.
    """
    tags = clip(", ".join(tag.name for tag in contact.tags), _TAGS)
    blocks: list[Block] = [
        SectionBlock(text=plain(contact.name, _NAME), accessory=open_button(contact)),
        *public_blocks(contact.profile, _LINKS),
        *([ContextBlock(elements=[plain(tags)])] if tags else []),
        ContextBlock(elements=[ours(words.shared_by(f"<@{by}>"))]),
    ]
    return Message(escape(words.shared(clip(contact.name, _NAME))), to_json(blocks))
