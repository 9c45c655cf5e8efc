"""SIGTERM with many requests in flight: each is answered or refused, and what was taken is there."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any

import pytest

from demo.delivery.transport import Reply
from tests.kit.faults import chance, many, report
from tests.kit.process import Outside, outside

pytestmark = pytest.mark.timeout(many(300, 3_600))
IN_FLIGHT, STOPS, SLOW = many(20, 100), many(1, 10), many(4, 100)
STOPPED_WITHIN = 10.0  # seconds


@pytest.fixture
async def product(migrated: Path, tmp_path: Path) -> AsyncIterator[Outside]:
    async with outside(tmp_path) as product:
        yield product
    assert "outbox_turn_failed" not in product.log
    assert "outbox_send_failed" not in product.log


async def test_stopped_with_many_in_flight_it_loses_nothing_that_it_took(product: Outside) -> None:
    moments, taken, sent, longest = chance(), set[str](), 0, 0.0
    for stop in range(STOPS):
        product.relay.plan(*["slow"] * SLOW)
        forms = await filled_in(product, stop)
        before, enough = len(stored(product)), moments.randrange(1, IN_FLIGHT // 2)
        async with asyncio.TaskGroup() as flight:
            flying = {email: flight.create_task(form) for email, form in forms.items()}
            await product.until(lambda least=before + enough: len(stored(product)) >= least)  # type: ignore[misc]
            began = time.monotonic()
            assert await product.terminate() == 0
            longest = max(longest, time.monotonic() - began)
        taken |= {email for email, reply in flying.items() if reply.result().ok}
        sent += len(forms)
        await product.start()
    await product.settled()
    assert longest < STOPPED_WITHIN
    assert taken <= set(stored(product)), "what was taken is there"
    mailed = Counter(product.relay.recipients)
    assert set(mailed) == set(stored(product))
    assert max(mailed.values()) == 1
    assert product.rows("SELECT id FROM card WHERE ts IS NULL") == []
    report(
        f"{STOPS} times told to stop with {IN_FLIGHT} in flight, gone after {longest:.1f} s at most:"
        f" {len(taken)} of {sent} forms taken and there, each emailed once"
    )


async def filled_in(product: Outside, stop: int) -> dict[str, Coroutine[Any, Any, Reply]]:
    """Fill in many forms. Each is sent when it is awaited."""
    forms = dict[str, Coroutine[Any, Any, Reply]]()
    for number in range(IN_FLIGHT):
        email = f"person{stop}-{number}@x.dk"
        await product.jordan.command("/invite-contact", f"Somebody {email}")
        forms[email] = product.demo.courier.deliver("interactive", product.jordan.submit_payload())
        await product.jordan.close(all=True)
    return forms


def stored(product: Outside) -> list[str]:
    return [row["email"] for row in product.rows("SELECT email FROM contact")]
