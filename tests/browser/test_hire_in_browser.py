"""Hiring in the browser, from a contact's row to the accepted offer, also on a phone."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.test_invitation_in_browser import fits
from tests.browser.test_overview_in_browser import acme as acme
from tests.browser.test_overview_in_browser import home, open_row
from tests.browser.watching import watched
from tests.kit.hire import in_days
from tests.kit.product import House

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def send_offer(house: House, page: Page) -> None:
    tab = await home(page, house)
    modal = await open_row(page, tab, "Ada Lovelace")
    await modal.get_by_role("button", name="Hire").click()
    form = page.get_by_role("dialog", name="Hire")
    await form.get_by_label("Job title").fill("Illustrator")
    await form.get_by_label("Rate").fill("80.50")
    await form.get_by_label("End").fill(in_days(house, 30))
    await form.get_by_label("Message").fill("We loved your last one.")
    await form.get_by_role("button", name="Send offer").click()
    await expect(form).to_be_hidden()
    await house.settled()


async def test_by_mouse_from_the_row_to_the_accepted_offer(acme: House, page: Page) -> None:
    await send_offer(acme, page)
    jordan = acme.person("Jordan Lee")
    await page.goto(f"{acme.demo.url}/#/{jordan.id}/app")
    job = page.get_by_role("article").filter(has_text="Illustrator: Ada Lovelace")
    await expect(job).to_contain_text("offered, no reply yet")
    await expect(job).to_contain_text("EUR 80.50 an hour")
    await page.goto(await acme.link("p0@x.dk"))
    await expect(page.get_by_role("heading", level=1)).to_contain_text("offers you a job")
    await page.get_by_role("button", name="Accept offer").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("You accepted on")
    await acme.settled()
    await page.goto(f"{acme.demo.url}/#/{jordan.id}/app")
    await expect(job).to_contain_text("running")
    await expect(job.get_by_role("button", name="End hire")).to_be_visible()


async def test_on_a_phone_the_offer_fits(acme: House, page: Page, browser: Browser) -> None:
    await send_offer(acme, page)
    small = await browser.new_page(viewport={"width": 360, "height": 740})
    async with watched(small):
        await small.goto(await acme.link("p0@x.dk"))
        assert await fits(small)
        await expect(small.get_by_role("button", name="Decline offer")).to_be_visible()
    await small.close()
