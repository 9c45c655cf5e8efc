"""Views of a link's form that could not be counted at once."""

from collections.abc import Callable
from typing import Any

from bot.workers.opened import OpenedLinks
from storage.engine.faults import PoolTimeout
from storage.uow import UnitOfWork
from tests.kit.product import House
from tests.kit.signing_up import new_link


async def test_what_the_database_did_not_take_is_written_with_the_next(house: House) -> None:
    await new_link(house)
    takes: list[Callable[..., UnitOfWork]] = [busy, house.program.new_uow]
    opened = OpenedLinks(lambda **scope: takes.pop(0)(**scope))
    for counted in (0, 2):
        opened.count(1, 1)
        await opened.write()
        assert await house.rows("SELECT opened FROM link") == [{"opened": counted}]


def busy(**_scope: Any) -> UnitOfWork:
    raise PoolTimeout
