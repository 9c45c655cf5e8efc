"""What whoever installed the app reads in Slack."""

from slack_sdk.models.blocks import Block, ContextBlock, SectionBlock

from blocks.home import HomeId
from blocks.modal import Message, actions, button, to_json
from blocks.text import plain

_TEXT = (
    "Trusted Contacts is here. Settings names the hiring managers, and the company as invited people read it."
)
_NEXT = (
    "You are an administrator of it, and so are your workspace's own. The first invitation: /invite-contact"
)


def installed_message() -> Message:
    """To the one who did: what to do first."""
    settings = button("Settings", HomeId.SETTINGS, "installed", about="of Trusted Contacts", style="primary")
    blocks: list[Block] = [
        SectionBlock(text=plain(_TEXT)),
        ContextBlock(elements=[plain(_NEXT)]),
        *actions([settings]),
    ]
    return Message(_TEXT, to_json(blocks))
