"""`/contacts`: alone a summary, with words a search, and help."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from blocks.acts import ROW_MENU
from blocks.found import MOST, FoundId, found_message, summary_message
from blocks.help import help_message
from bot.services.overview import found
from bot.words import says, typed
from storage.errors import Refused
from storage.uow import UnitOfWork


def register(app: AsyncApp) -> None:
    """Last of the listeners of /contacts and of rows' menus: what means something is matched before."""
    app.command("/contacts", matchers=[says("help")])(show_help)
    app.command("/contacts")(show)
    app.action(FoundId.HOME)(go_home)
    app.action(ROW_MENU)(refuse_choice)


async def show_help(ack: AsyncAck) -> None:
    message = help_message()
    await ack(text=message.text, blocks=message.blocks)


async def show(ack: AsyncAck, command: dict[str, Any], uow: UnitOfWork) -> None:
    words = typed(command)
    team, app = (command.get(name, "") for name in ("team_id", "api_app_id"))
    home = f"slack://app?team={team}&id={app}&tab=home"
    async with uow.read():
        rows = await found(uow, words, MOST + 1) if words else []
        standing = await uow.overview.standing()
    message = found_message(words, rows[:MOST], len(rows) > MOST, home)
    if not words:
        message = summary_message(standing, home)
    await ack(text=message.text, blocks=message.blocks)


async def go_home(ack: AsyncAck) -> None:
    """Slack opens the address by itself, and tells of the press all the same."""
    await ack()


async def refuse_choice() -> None:
    """A row that another version of the program has drawn."""
    raise Refused("This menu is of another version of the app. Open the Home tab again and choose there.")
