"""Signing up in the browser: the command, the page, the email and the approval."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.test_invitation_in_browser import card, command, enter, fits, opened_mail
from tests.browser.watching import watched
from tests.kit.applying import apply
from tests.kit.product import House, running
from tests.kit.signing_up import new_link

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TYPED = {
    "Name": "Ada Lovelace",
    "Email": "ada@x.dk",
    "Title": "Engineer of engines",
    "Links": "https://ada.example/work",
    "What do you do?": "python, engines",
    "Usual rate": "80",
    "Message": "We met at the fair.",
}
DECISIONS = re.compile("Approve|Decline")


@pytest_asyncio.fixture(loop_scope="session")
async def acme(database_url: str) -> AsyncIterator[House]:
    """Run the product with Jordan Lee as a hiring manager."""
    async with running(database_url) as house:
        await house.name_hiring_manager("Jordan Lee")
        yield house


async def type_in(page: Page, house: House, typed: dict[str, str]) -> None:
    """Fill in the form, and move the clock on: a form filled in this fast counts as a bot's."""
    for label, words in typed.items():
        await page.get_by_label(label).fill(words)
    house.forward(seconds=5)


def application(page: Page) -> Locator:
    return card(page, "Jordan Lee's link “Portfolio")


async def test_by_mouse_from_the_command_to_the_welcome_mail(acme: House, page: Page) -> None:
    await enter(page, acme, "hiring")
    await command(page, "/contacts link")
    form = page.get_by_role("dialog", name="New invite link")
    await form.get_by_label("Link name").fill("Portfolio page")
    await form.get_by_role("button", name="Create link").click()
    address = form.get_by_text("/join/")
    await expect(address).to_be_visible()
    link = (await address.inner_text()).strip()
    await form.get_by_role("button", name="Close").last.click()
    await sign_up(page, acme, link)
    await page.get_by_role("link", name="hiring").click()
    await expect(application(page)).to_contain_text("Jordan Lee's link “Portfolio page”")
    theirs = application(page).get_by_role("link", name="https://ada.example/work")
    await expect(theirs).to_have_attribute("href", "https://ada.example/work")
    await expect(application(page)).to_contain_text("EUR 80.00 an hour")
    await application(page).get_by_role("button", name="Approve").click()
    await expect(application(page)).to_contain_text("Approved by @Jordan Lee")
    await expect(application(page).get_by_role("button", name=DECISIONS)).to_have_count(0)
    await page.get_by_role("link", name="Mailbox, 1 new").click()
    await page.get_by_role("link", name="ada@x.dk").first.click()
    await expect(opened_mail(page).get_by_role("heading")).to_contain_text("trusted contacts")


async def sign_up(page: Page, house: House, link: str) -> None:
    """Sign up as the applicant: the page, the email, and the confirmation page."""
    async with page.expect_popup() as opened:
        await page.evaluate("address => { open(address) }", link)
    theirs = await opened.value
    await type_in(theirs, house, TYPED)
    await theirs.get_by_role("button", name="Sign up").click()
    await expect(theirs.get_by_role("heading", name="Check your inbox")).to_be_visible()
    await theirs.close()
    await page.get_by_role("link", name="Mailbox, 1 new").click()
    await page.get_by_role("link", name="ada@x.dk").click()
    async with page.expect_popup() as opened:
        await opened_mail(page).get_by_role("link").first.click()
    theirs = await opened.value
    await theirs.get_by_role("button", name="Confirm").click()
    await expect(theirs.get_by_role("heading", name="We have your application")).to_be_visible()
    await theirs.close()


async def test_on_a_phone_a_wrong_address_is_said_at_its_field_and_the_rest_is_kept(
    acme: House, narrow: Page
) -> None:
    await narrow.goto(await new_link(acme))
    assert await fits(narrow)
    await type_in(narrow, acme, TYPED | {"Email": "ada@x..dk"})
    await narrow.get_by_role("button", name="Sign up").click()
    email = narrow.get_by_label("Email", exact=True)
    await expect(email).to_have_accessible_description(re.compile("doesn't look like an email address"))
    await expect(email).to_be_focused()
    assert await fits(narrow)
    for label, words in (TYPED | {"Email": "ada@x..dk"}).items():
        await expect(narrow.get_by_label(label)).to_have_value(words)
    await email.fill("ada@x.dk")
    await narrow.get_by_role("button", name="Sign up").click()
    await expect(narrow.get_by_role("heading", name="Check your inbox")).to_be_visible()
    assert await fits(narrow)


async def test_by_keyboard_alone_somebody_is_approved(acme: House, page: Page) -> None:
    await apply(acme)
    await enter(page, acme, "hiring")
    await page.keyboard.press("Tab")
    approve = application(page).get_by_role("button", name="Approve")
    await expect(approve).to_be_visible()
    for _ in range(60):
        if await approve.evaluate("button => button === document.activeElement"):
            break
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(application(page)).to_contain_text("Approved by @Jordan Lee")


async def test_decline_asks_why_and_whether_to_tell_them(acme: House, page: Page) -> None:
    await apply(acme)
    await enter(page, acme, "hiring")
    await application(page).get_by_role("button", name="Decline").click()
    form = page.get_by_role("dialog", name="Decline")
    await form.get_by_label("Reason").fill("No engines this year.")
    await form.get_by_label("Tell them by email").check()
    await form.get_by_role("button", name="Decline").click()
    await expect(application(page)).to_contain_text("Declined by @Jordan Lee")
    await expect(application(page)).to_contain_text("Reason: No engines this year.")
    await acme.settled()
    await page.get_by_role("link", name="Mailbox").click()
    await page.get_by_role("link", name="ada@x.dk").first.click()
    await expect(opened_mail(page).get_by_text("No engines this year.")).to_be_visible()


async def test_the_card_changes_before_the_eyes_of_who_looks_at_it(
    acme: House, page: Page, browser: Browser
) -> None:
    await acme.name_hiring_managers("Jordan Lee", "Sam Rivera")
    await apply(acme)
    await enter(page, acme, "hiring")
    await expect(application(page)).to_contain_text("Needs your approval")
    sams = await browser.new_page()
    async with watched(sams):
        await enter(sams, acme, "hiring", who="Sam Rivera")
        await application(sams).get_by_role("button", name="Approve").click()
        await expect(application(sams)).to_contain_text("Approved by @Sam Rivera")
    await sams.close()
    await expect(application(page)).to_contain_text("Approved by @Sam Rivera")
    await expect(application(page).get_by_role("button", name=DECISIONS)).to_have_count(0)
