"""One address at the links of two companies: the emails of a day are counted together."""

from collections.abc import AsyncIterator

import pytest

from bot.security.tokens import Purpose
from bot.services.signup.link import LinkForm, make_link
from tests.kit.installing import with_northwind, workspace_id
from tests.kit.product import House, running
from tests.kit.signing_up import ADA, sign_up, subjects


@pytest.fixture
async def two(database_url: str) -> AsyncIterator[tuple[House, list[str]]]:
    """Run two companies, each with a link."""
    async with running(database_url, by_oauth=True) as house:
        teams = house.demo.team, await with_northwind(house)
        yield house, [await _link(house, await workspace_id(house, team)) for team in teams]


async def _link(house: House, at: int) -> str:
    async with house.program.new_uow(workspace_id=at, actor="U1") as uow:
        link = await make_link(uow, LinkForm("Footer", "C1"), request_key="link")
    return house.program.links.url(Purpose.JOIN, link, link.generation)


async def test_both_together_email_one_address_three_times_a_day(two: tuple[House, list[str]]) -> None:
    house, (acme, northwind) = two
    for link in (acme, northwind, acme, northwind, acme):
        assert (await sign_up(house, link)).status_code == 200
    assert len(await subjects(house)) == 3
    stored = await house.rows("SELECT workspace_id, email FROM application ORDER BY id")
    told = [(row["workspace_id"], row["email"]) for row in stored]
    assert told == [(1, ADA["email"]), (2, ADA["email"]), (1, ADA["email"]), (2, ""), (1, "")]


async def test_of_those_at_the_same_moment_the_emails_are_counted_at_both(
    two: tuple[House, list[str]],
) -> None:
    """Who signs up at both at once may be stored at both: each email is counted again before it leaves."""
    house, (acme, northwind) = two
    for link in (acme, acme, northwind):
        await sign_up(house, link)
    async with house.program.new_uow(workspace_id=2).read() as uow:
        [latest] = await house.rows("SELECT id FROM application WHERE workspace_id = 2")
        assert await uow.applications.earlier_that_day(await uow.applications.get(latest["id"])) == 2
