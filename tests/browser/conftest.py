"""A headless browser and a page in it; whatever the page writes to its console as an error fails the test."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from tests.browser.watching import watched
from tests.machine import chromium, chromium_arguments


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=chromium_arguments())
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    page = await browser.new_page(viewport={"width": 1280, "height": 900})
    async with watched(page):
        yield page
    await page.close()


@pytest_asyncio.fixture(loop_scope="session")
async def narrow(browser: Browser) -> AsyncIterator[Page]:
    page = await browser.new_page(viewport={"width": 400, "height": 800})
    async with watched(page):
        yield page
    await page.close()
