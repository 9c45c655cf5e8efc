"""Importing in the browser: a file dropped into a channel or uploaded, the review, and the message."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from bot.showcase.imports import SAMPLE
from tests.browser.test_invitation_in_browser import acme as acme
from tests.browser.test_invitation_in_browser import command, enter
from tests.kit.product import House

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def drop(page: Page, path: Path) -> None:
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("button", name="Attach file").first.click()
    await (await choosing.value).set_files(path)
    await page.get_by_role("button", name="Send message").first.click()


def review(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Review import")


def thread(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Thread")


async def test_a_list_is_dropped_reviewed_mended_imported_and_undone(acme: House, page: Page) -> None:
    await enter(page, acme, "hiring")
    await drop(page, SAMPLE)
    await page.get_by_role("button", name="1 reply").click()
    await thread(page).get_by_role("button", name="Review and import").click()
    await expect(review(page)).to_contain_text("20 new, 1 twice in the file, 2 with a problem")
    await review(page).get_by_label("Søren Ærø").uncheck()
    await expect(review(page)).to_contain_text("19 selected")
    await review(page).get_by_label("Find").fill("granville")
    await page.keyboard.press("Enter")
    await review(page).get_by_role("button", name="Fix").click()
    form = page.get_by_role("dialog", name="Fix")
    await form.get_by_label("Email", exact=True).fill("evelyn@granville.example")
    await form.get_by_role("button", name="Save").click()
    await expect(review(page)).to_contain_text("20 selected")
    await review(page).get_by_role("button", name="Import selected").click()
    await expect(thread(page)).to_contain_text("20 invited, 2 skipped, 1 failed.")
    await expect(thread(page).get_by_role("button", name="Cancel sending (20)")).to_be_visible()
    acme.forward(seconds=121)
    await acme.settled()
    acme.forward(seconds=4)
    await thread(page).get_by_role("button", name="Undo import").click(timeout=20_000)
    undo = page.get_by_role("dialog", name="Undo import")
    await undo.get_by_role("button", name="Undo import").click()
    await expect(thread(page)).to_contain_text("Reversed 20.")
    assert len(acme.demo.mailbox.mails) == 20


async def test_a_file_can_be_given_to_the_form_of_the_command(acme: House, page: Page) -> None:
    await enter(page, acme, "hiring")
    await command(page, "/contacts import")
    form = page.get_by_role("dialog", name="Import")
    await form.get_by_label("CSV or Excel file").set_input_files(SAMPLE)
    await form.get_by_role("button", name="Review").click()
    await acme.settled()
    acme.forward(seconds=2)
    await expect(review(page)).to_contain_text("20 new")
