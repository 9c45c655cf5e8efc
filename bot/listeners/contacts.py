"""Listeners for `/contacts`: summary, search and help."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from blocks.home.found import MOST, FoundId, found_message, summary_message
from blocks.kit.subcommands import HELP, SEARCH
from blocks.workspace.help import help_message
from bot.services.contact.overview import found
from bot.slack.door import Door
from bot.slack.surfaces import closed
from bot.slack.typed import typed
from storage.entities.right import Right, Rights
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    """Register last: the fallback for /contacts."""
    on.subcommand(HELP)(show_help)
    on.subcommand(SEARCH)(show)
    on.action(FoundId.HOME, Right.SEE)(go_home)


async def show_help(ack: AsyncAck, rights: Rights) -> None:
    message = help_message(rights, "" if Right.SEE in rights else closed(rights))
    await ack(text=message.text, blocks=message.blocks)


async def show(ack: AsyncAck, command: dict[str, Any], uow: UnitOfWork, rights: Rights) -> None:
    words = typed(command)
    team, app = (command.get(name, "") for name in ("team_id", "api_app_id"))
    home = f"slack://app?team={team}&id={app}&tab=home"
    async with uow.read():
        rows = await found(uow, words, MOST + 1) if words else []
        standing = await uow.overview.standing()
    message = found_message(words, rows[:MOST], len(rows) > MOST, home, rights)
    if not words:
        message = summary_message(standing, home, rights)
    await ack(text=message.text, blocks=message.blocks)


async def go_home(ack: AsyncAck) -> None:
    """Acknowledge a link button. Slack opens the URL itself, but sends the press too."""
    await ack()
