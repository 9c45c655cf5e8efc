"""The outbox message after an installation."""

from blocks.workspace.installation import installed_message
from bot.services.workspace.work import Installed
from bot.slack.access import Role, rights_of
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.slack import Show
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.show(Installed, render_installed)


async def render_installed(_uow: UnitOfWork, work: Installed) -> Show:
    """Welcome the installer."""
    return Show(installed_message(rights_of(Role.ADMIN)), channel=work.to)
