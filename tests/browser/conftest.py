"""Fixtures: a headless browser, and a stand-in for Slack with a small Bolt app."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from demo import DemoServer
from demo.page_server.tour import Step
from tests.browser.watching import PATIENCE_MS, watched
from tests.kit.demo_app import MANIFEST, Greeter, over_socket
from tests.kit.machine import chromium, chromium_arguments

TOUR = (
    Step("Say hello", "Type a command.", person="manager", place="hiring"),
    Step("Read the mail", "", place="mail"),
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    program = chromium()  # looked up first: if there is no browser, nothing else has been started
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=chromium_arguments())
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
    page = await browser.new_page(viewport={"width": 400, "height": 800}, has_touch=True)
    async with watched(page):
        yield page
    await page.close()


@pytest_asyncio.fixture(loop_scope="session")
async def greeter() -> AsyncIterator[Greeter]:
    async with DemoServer(manifest=MANIFEST, tour=TOUR) as demo:
        greeter = Greeter(demo)
        async with over_socket(greeter):
            yield greeter
            await demo.idle()  # what the last press caused may still be answered
        assert demo.problems == []
