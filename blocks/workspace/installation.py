"""The message for the person who installed the app."""

from slack_sdk.models.blocks import Block, ContextBlock, SectionBlock

from blocks.home.view import HomeId
from blocks.kit.modal import Message, actions, button, permitted, to_json
from blocks.kit.text import plain
from blocks.workspace import words
from storage.entities.right import Right, Rights


def installed_message(rights: Rights) -> Message:
    """Welcome the installer and name the first steps."""
    settings = button("Settings", HomeId.SETTINGS, "installed", about="of Trusted Contacts", style="primary")
    text = " ".join([words.INSTALLED, *permitted(rights, (Right.SETTLE, words.CHOOSE_FIRST))])
    blocks: list[Block] = [
        SectionBlock(text=plain(text)),
        ContextBlock(
            elements=[
                plain(" ".join([words.ADMINISTRATOR, *permitted(rights, (Right.INVITE, words.INVITE_FIRST))]))
            ]
        ),
        *actions(permitted(rights, (Right.SETTLE, settings))),
    ]
    return Message(text, to_json(blocks))
