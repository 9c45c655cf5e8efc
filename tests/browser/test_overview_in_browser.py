"""The Home tab in the browser: searching, opening, editing and turning pages, also on a phone."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.test_invitation_in_browser import fits
from tests.browser.watching import watched
from tests.kit.pool import add, add_all, become
from tests.kit.product import House, running

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def acme(database_url: str) -> AsyncIterator[House]:
    """Run the product with thirteen contacts, one of them active."""
    async with running(database_url) as house:
        await house.name_hiring_manager("Jordan Lee")
        await become(house, await add(house, "Ada Lovelace", "python"), "active")
        await add_all(house, (f"Person {number:02}" for number in range(12)))
        await house.settled()
        yield house


async def home(page: Page, house: House) -> Locator:
    await page.goto(f"{house.demo.url}/#/{house.person('Jordan Lee').id}/home")
    tab = page.get_by_role("tabpanel", name="Home")
    await expect(tab.get_by_text("Ada Lovelace")).to_be_visible()
    return tab


async def open_row(page: Page, tab: Locator, name: str) -> Locator:
    """Open the contact of the row with this name, and return the modal."""
    await tab.get_by_role("button", name=f"Open {name}").click()
    return page.get_by_role("dialog", name=name)


async def test_by_mouse_from_the_search_to_a_saved_change(acme: House, page: Page) -> None:
    tab = await home(page, acme)
    await tab.get_by_label("Search").fill("pyth")
    await page.keyboard.press("Enter")
    await expect(tab.get_by_text("1 contact: “pyth”")).to_be_visible()
    modal = await open_row(page, tab, "Ada Lovelace")
    await expect(modal).to_contain_text("Active")
    await modal.get_by_role("button", name="Edit").click()
    form = page.get_by_role("dialog", name="Edit contact")
    await form.get_by_label("Name").fill("Ada King")
    await form.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("dialog", name="Ada King")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(tab.get_by_text("Ada King")).to_be_visible()


async def test_pages_are_turned_and_the_search_is_taken_away(acme: House, page: Page) -> None:
    tab = await home(page, acme)
    await tab.get_by_role("button", name="Next").click()
    await expect(tab.get_by_text("Person 11")).to_be_visible()
    await tab.get_by_role("button", name="Previous").click()
    await expect(tab.get_by_text("Ada Lovelace")).to_be_visible()
    await tab.get_by_label("Search").fill("person 07")
    await page.keyboard.press("Enter")
    await expect(tab.get_by_text("Ada Lovelace")).to_have_count(0)
    await tab.get_by_role("button", name="Show all").click()
    await expect(tab.get_by_text("Ada Lovelace")).to_be_visible()
    await expect(tab.get_by_label("Search")).to_have_value("")


async def test_on_a_phone_it_fits(acme: House, browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 740})
    async with watched(page):
        await home(page, acme)
        assert await fits(page)
    await page.close()
