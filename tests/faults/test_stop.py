"""SIGTERM with many requests in flight: each is answered or refused, and what was taken is there."""

import asyncio
import time
from collections import Counter
from collections.abc import Collection, Coroutine
from typing import Any

import pytest

from demo.delivery.transport import Reply
from tests.kit.faults import chance, many, report
from tests.kit.process import Outside
from tests.kit.process import product as product

pytestmark = pytest.mark.timeout(many(600, 3_600))
IN_FLIGHT, STOPS, SLOW = many(20, 100), many(1, 10), many(4, 100)
STOPPED_WITHIN = 10.0  # seconds


async def test_stopped_with_many_in_flight_it_loses_nothing_that_it_took(product: Outside) -> None:
    moments, replies, longest = chance(), dict[str, Reply](), 0.0
    for stop in range(STOPS):
        product.relay.plan(*["slow"] * SLOW)
        forms = await filled_in(product, stop)
        flying = {email: asyncio.create_task(form) for email, form in forms.items()}
        enough = len(stored(product)) + moments.randrange(1, IN_FLIGHT // 2)
        longest = max(longest, await stopped(product, enough, flying.values()))
        replies |= {email: await each for email, each in flying.items()}
        await product.start()
    await product.settled()
    taken = {email for email, reply in replies.items() if reply.ok and not reply.answer}
    told = {email for email, reply in replies.items() if reply.ok and reply.answer}
    assert longest < STOPPED_WITHIN
    assert taken <= set(stored(product)), "what was taken is there"
    mailed = Counter(product.relay.recipients)
    assert set(mailed) == set(stored(product))
    assert max(mailed.values()) == 1
    assert product.rows("SELECT id FROM card WHERE ts IS NULL") == []
    report(
        f"{STOPS} times told to stop with {IN_FLIGHT} in flight, gone after {longest:.1f} s at most: of"
        f" {len(replies):,} forms {len(taken):,} taken and there, {len(told)} told to try again,"
        f" {len(replies) - len(taken) - len(told)} unanswered; nobody emailed twice"
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


async def stopped(product: Outside, enough: int, flying: Collection[asyncio.Task[Reply]]) -> float:
    """Stop the program when so many are stored, or all is answered. Returns the seconds it took."""
    await product.until(lambda: len(stored(product)) >= enough or all(each.done() for each in flying))
    began = time.monotonic()
    assert await product.terminate() == 0
    return time.monotonic() - began


def stored(product: Outside) -> list[str]:
    return [row["email"] for row in product.rows("SELECT email FROM contact")]
