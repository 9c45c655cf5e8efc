"""Messages to administrators about the mail relay."""

from slack_sdk.models.blocks import Block, ContextBlock, SectionBlock

from blocks.kit.modal import Message, to_json
from blocks.kit.text import escape, plain
from blocks.workspace import words


def mail_refused_message(said: str, advice: str) -> Message:
    """Tell what the relay said, and what to look at."""
    blocks: list[Block] = [
        SectionBlock(text=plain(words.RELAY_REFUSES)),
        SectionBlock(text=plain(words.relay_said(said), 600)),
        SectionBlock(text=plain(advice, 600)),
        ContextBlock(elements=[plain(words.RELAY_TRIED)]),
    ]
    return Message(escape(f"{words.RELAY_REFUSES} {words.relay_said(said)}"), to_json(blocks))


def mail_delayed_message() -> Message:
    return Message(words.EMAIL_DELAYED, to_json([SectionBlock(text=plain(words.EMAIL_DELAYED))]))


def mail_works_again_message() -> Message:
    return Message(words.RELAY_ACCEPTS, to_json([SectionBlock(text=plain(words.RELAY_ACCEPTS))]))
