"""The answer to `/contacts help`."""

from slack_sdk.models.blocks import SectionBlock

from blocks.kit.modal import Message, permitted, to_json
from blocks.kit.subcommands import allowed
from blocks.kit.text import ours
from blocks.workspace import words
from storage.entities.right import Right, Rights


def help_message(rights: Rights, closed: str = "") -> Message:
    """List the commands for a person with these rights.

    `closed` tells people without access how to get it.
    """
    invite = permitted(rights, *((Right.INVITE, line) for line in words.INVITE_LINES))
    told = [f"*{sub.typed}* – {sub.told(rights)}" for sub in allowed(rights)]
    text = words.WHAT_YOU_CAN_DO
    lines = [f"• {line}" for line in (*invite, *told)] + ([closed] if closed else [])
    names = ["/invite-contact"] * bool(invite) + [sub.typed for sub in allowed(rights)]
    return Message(
        f"{text} {', '.join(names)}", to_json([SectionBlock(text=ours("\n".join([text, *lines])))])
    )
