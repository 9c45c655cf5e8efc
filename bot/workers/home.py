"""Home tabs of those who may be looking, drawn again after a change."""

from collections.abc import Collection

from bot.surfaces import draw_home_later
from bot.workers.slack import Drawing, Publish
from storage.bookkeeping import Outbox
from storage.uow import UnitOfWork


def draws_home(admins: Collection[str]) -> Drawing:
    """`admins` are those of the environment."""

    async def draw(uow: UnitOfWork, row: Outbox) -> Publish:
        user_id = row.payload["user"]

        async def remember(uow: UnitOfWork) -> None:
            await uow.homes.drawn(user_id, uow.now)

        return Publish(user_id, await draw_home_later(uow, user_id, admins), remember)

    return draw
