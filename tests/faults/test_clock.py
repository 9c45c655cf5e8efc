"""A clock that jumps: nobody is reminded twice or too soon, and what is over stays over."""

from collections import defaultdict
from itertools import pairwise

import pytest

from tests.kit.faults import SEED, chance, many, report
from tests.kit.product import House

pytestmark = pytest.mark.timeout(many(600, 3_600))
PEOPLE, JUMPS = many(5, 40), many(40, 400)
HOUR = 3_600.0
EXPIRED = "SELECT id FROM contact WHERE status = 'invited' ORDER BY id"


async def test_a_clock_that_jumps_reminds_nobody_twice_or_too_soon(house: House) -> None:
    """Jumps are an hour or a day ahead, as after a pause or in a night in spring, or an hour back."""
    jumps = chance()
    emails = [f"person{number}@x.dk" for number in range(PEOPLE)]
    for email in emails:
        await house.invite(Name="Somebody", Email=email)
        await house.settled()
        house.forward(hours=jumps.choice([0, 1, -1]))
    for _ in range(JUMPS):
        house.forward(hours=jumps.choice([1, 24, 24, -1, -1, 5, 0.5]))
        await house.settled()
    for _ in range(20):
        house.forward(days=1)
        await house.settled()
    sent = defaultdict(list)
    for mail in house.demo.mailbox.mails:
        sent[mail.to[0]].append(mail.at)
    assert set(sent) == set(emails)
    for email in emails:
        assert len(sent[email]) == 3, "the invitation and two reminders"
        gaps = [later - earlier for earlier, later in pairwise(sent[email])]
        assert min(gaps) >= 23 * HOUR, "a day, less an hour that the clock went back"
    over = await house.rows("SELECT id FROM event WHERE kind = 'invitation expired'")
    house.forward(hours=-1)
    await house.settled()
    assert await house.rows("SELECT id FROM event WHERE kind = 'invitation expired'") == over
    report(
        f"{JUMPS} jumps of the clock, {PEOPLE} people (seed {SEED}): two reminders each, none within a day"
    )
