"""What the outbox shows when the app has come into a workspace."""

from blocks.installation import installed_message
from bot.workers.slack import Show
from storage.bookkeeping import Outbox
from storage.uow import UnitOfWork


async def draw_installed(_uow: UnitOfWork, row: Outbox) -> Show:
    """To the one who installed it."""
    return Show(installed_message(), channel=row.payload["to"])
