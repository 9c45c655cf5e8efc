"""`/contacts` with no word of its own: what there is to type."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from blocks.help import help_message


def register(app: AsyncApp) -> None:
    """Last of the listeners of /contacts: the words that mean something are matched before."""
    app.command("/contacts")(show_help)


async def show_help(ack: AsyncAck, command: dict[str, Any]) -> None:
    message = help_message(unknown=command.get("text", "").strip().removeprefix("help"))
    await ack(text=message.text, blocks=message.blocks)
