"""Renders the Home tabs people may be looking at again after a change."""

from collections.abc import Awaitable, Callable, Collection

from bot.slack.surfaces import render_home_later
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.slack import Publish
from storage.outbox.redraws import HomeRedraw
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.show(HomeRedraw, renders_home(on.admins))


def renders_home(admins: Collection[str]) -> Callable[[UnitOfWork, HomeRedraw], Awaitable[Publish]]:
    """Make a function that renders a Home tab. `admins` come from the environment."""

    async def render(uow: UnitOfWork, work: HomeRedraw) -> Publish:
        user_id, rendered_at = work.user, uow.now

        async def remember(uow: UnitOfWork) -> None:
            home = await uow.homes.get(user_id)
            if home and home.drawn_at > rendered_at:
                await uow.redraws.home(user_id)  # they have searched or sorted meanwhile; this may hide it
            else:
                await uow.homes.drawn(user_id, uow.now)

        return Publish(user_id, await render_home_later(uow, user_id, admins), remember)

    return render
