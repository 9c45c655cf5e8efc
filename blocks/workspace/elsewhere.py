"""The line above a message that is not where it belongs."""

from slack_sdk.models.blocks import ContextBlock

from blocks.kit.modal import BlocksJson, to_json
from blocks.kit.text import ours
from blocks.workspace import words

_DIRECT = "D"  # how Slack's ids of direct messages begin; other conversations have C and G


def misplaced_note(where: str, code: str) -> BlocksJson:
    """Say where a message should be, and why it is not there. `code` is Slack's."""
    said = words.not_posted(code) if where.startswith(_DIRECT) else words.misplaced(where, code)
    return to_json([ContextBlock(elements=[ours(said)])])
