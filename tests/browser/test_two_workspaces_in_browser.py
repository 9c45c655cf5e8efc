"""Two companies in the browser: installing, switching people, and a connection request between them."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from demo import northwind
from tests.kit.installing import invite, name_managers, with_northwind
from tests.kit.product import House, running

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ADA = "ada@x.dk"


@pytest_asyncio.fixture(loop_scope="session")
async def bare(database_url: str) -> AsyncIterator[House]:
    """Run two workspaces without the product installed."""
    async with running(database_url, by_oauth=True) as house:
        house.demo.add_workspace(northwind())
        yield house


@pytest_asyncio.fixture(loop_scope="session")
async def two(database_url: str) -> AsyncIterator[House]:
    """Run two workspaces: Ada has accepted Acme's invitation, and Northwind has a hiring manager."""
    async with running(database_url, by_oauth=True) as house:
        other = await with_northwind(house)
        await name_managers(house, ["Jordan Lee"], house.demo.team)
        await name_managers(house, ["Max Berg"], other)
        await invite(house.person("Jordan Lee"), Name="Ada Lovelace", Email=ADA)
        await house.press_in_mail(ADA, "Accept")
        await house.settled()
        yield house


async def test_the_workspace_is_chosen_at_slack_and_the_app_is_in_it(bare: House, page: Page) -> None:
    await page.goto(f"{bare.program.settings.public_url}/slack/install")
    await page.get_by_role("link", name="Add to Slack").click()
    await page.get_by_label("Workspace").select_option("Northwind")
    await page.get_by_role("button", name="Allow").click()
    await expect(page.get_by_role("heading", name="Trusted Contacts is in Northwind")).to_be_visible()


async def test_somebody_of_the_other_company_invites_and_she_accepts(two: House, page: Page) -> None:
    await page.goto(two.demo.url)
    await page.get_by_role("button", name="View as").click()
    await expect(page.get_by_text("View as, in Northwind")).to_be_visible()
    await page.get_by_role("menuitemradio", name="Max Berg").click()
    await page.get_by_role("link", name="hiring").click()
    await page.get_by_role("textbox", name="Message #hiring").fill(f"/invite-contact Ada {ADA}")
    await page.keyboard.press("Enter")
    await page.get_by_role("dialog").get_by_role("button", name="Invite contact").click()
    await page.get_by_role("link", name="Mailbox").click()
    await page.get_by_role("link", name="Max Berg at Northwind asks to connect").click()
    async with page.expect_popup() as opened:
        await page.frame_locator("iframe").get_by_role("link", name="Open the request").click()
    request = await opened.value
    await expect(request.get_by_role("heading", name="Northwind")).to_be_visible()
    await request.get_by_role("button", name="Accept").click()
    await expect(request.get_by_role("heading", name="You accepted Northwind's request")).to_be_visible()
    await page.get_by_role("link", name=re.compile("^Trusted Contacts")).click()
    card = page.get_by_role("article").filter(has_text="Ada accepted your invitation")
    await expect(card.first).to_be_visible()
    statuses = await two.rows("SELECT workspace_id, status FROM contact ORDER BY workspace_id")
    assert [row["status"] for row in statuses] == ["active", "active"]
