"""SQLite prepares what is asked again and again once: to prepare a statement takes longer than to run it."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import cast

import pytest

from storage.engine.prepared import driver_of
from storage.engine.sqlite import OneTripConnection
from storage.outbox.limits import RateLimit
from storage.outbox.work import Lane
from storage.overview.listing import Criteria, Sort, Which
from storage.uow import UnitOfWork
from tests.kit.preparations import preparations
from tests.kit.product import House

LEASE = timedelta(minutes=5)
Opened = Callable[[UnitOfWork], AbstractAsyncContextManager[UnitOfWork]]


async def prepared_again(house: House, opened: Opened, ask: Callable[[UnitOfWork], Awaitable[object]]) -> int:
    """Ask in two transactions. Counts what is prepared in the second one."""
    async with opened(house.program.new_uow(workspace_id=1)) as uow:
        prepared = preparations(cast(OneTripConnection, await driver_of(uow._session)))
        await ask(uow)
    first = len(prepared)
    async with opened(house.program.new_uow(workspace_id=1)) as uow:
        await ask(uow)
    assert first > 0
    return len(prepared) - first


@pytest.mark.parametrize("lane", Lane)
async def test_what_a_worker_asks(house: House, lane: Lane) -> None:
    rate = RateLimit(every_us=10_000, burst=100)

    async def take_turn(uow: UnitOfWork) -> None:
        await uow.sending.claim(lane, 4, LEASE, rate)
        await uow.sending.set_aside(lane, 4, LEASE)
        await uow.sending.next_due(lane, rate)

    assert await prepared_again(house, lambda uow: uow, take_turn) == 0


@pytest.mark.parametrize("which", Which)
async def test_what_a_list_asks(house: House, which: Which) -> None:
    async def show(uow: UnitOfWork) -> None:
        for sort in Sort:
            await uow.overview.page(Criteria(which=which), sort, None, 10)

    assert await prepared_again(house, lambda uow: uow.read(), show) == 0
