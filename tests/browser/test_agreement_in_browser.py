"""A company's agreement in the browser: nobody accepts an invitation or signs up before ticking `I agree`."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.test_link_in_browser import TYPED, type_in
from tests.kit.agreeing import TERMS, ask_for, versions
from tests.kit.product import House, running
from tests.kit.signing_up import confirm_link, new_link

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

EMAIL = "ada@x.dk"


@pytest_asyncio.fixture(loop_scope="session")
async def acme(database_url: str) -> AsyncIterator[House]:
    """Run the product with a hiring manager, and an agreement."""
    async with running(database_url) as house:
        await house.name_hiring_manager("Jordan Lee")
        await ask_for(house, TERMS)
        yield house


async def test_accept_waits_for_a_tick_at_i_agree(acme: House, page: Page) -> None:
    await acme.invite(Name="Ada Lovelace", Email=EMAIL)
    await page.goto(await acme.link(EMAIL))
    await expect(page.get_by_text("What you hear stays between us.")).to_be_visible()
    accept, tick = page.get_by_role("button", name="Accept"), page.get_by_label("I agree")
    await accept.click()
    await expect(tick).to_be_focused()
    await expect(accept).to_be_visible()
    assert await versions(acme) == []
    await tick.check()
    await accept.click()
    await expect(page.get_by_role("heading", name="You accepted on")).to_be_visible()
    assert await versions(acme) == [(EMAIL, 1)]


async def test_decline_needs_no_tick(acme: House, page: Page) -> None:
    await acme.invite(Name="Ada Lovelace", Email=EMAIL)
    await page.goto(await acme.link(EMAIL))
    await page.get_by_role("button", name="Decline").click()
    await expect(page.get_by_role("heading", name="You declined on")).to_be_visible()


async def test_sign_up_waits_for_a_tick_at_i_agree_and_keeps_what_was_typed(acme: House, page: Page) -> None:
    await page.goto(await new_link(acme))
    await type_in(page, acme, TYPED)
    await page.get_by_role("button", name="Sign up").click()
    tick = page.get_by_label("I agree")
    await expect(tick).to_have_accessible_description("Please tick “I agree” first.")
    await expect(tick).to_be_focused()
    for label, words in TYPED.items():
        await expect(page.get_by_label(label)).to_have_value(words)
    await tick.check()
    acme.forward(seconds=5)
    await page.get_by_role("button", name="Sign up").click()
    await expect(page.get_by_role("heading", name="Check your inbox")).to_be_visible()
    await page.goto(await confirm_link(acme))
    await page.get_by_role("button", name="Confirm").click()
    await expect(page.get_by_role("heading", name="We have your application")).to_be_visible()
    assert await versions(acme) == [(EMAIL, 1)]
