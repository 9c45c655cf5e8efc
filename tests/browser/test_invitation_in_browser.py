"""Inviting in the browser: the demo's page, the email, and the invitation's own page."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FrameLocator, Locator, Page, expect

from tests.browser.watching import watched
from tests.kit.product import House, running

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk", "Invite note": "We liked your talk."}


@pytest_asyncio.fixture(loop_scope="session")
async def acme(database_url: str) -> AsyncIterator[House]:
    """Run the product with Jordan Lee as a hiring manager."""
    async with running(database_url) as house:
        await house.name_hiring_manager("Jordan Lee")
        yield house


async def enter(page: Page, house: House, place: str, who: str = "Jordan Lee") -> None:
    at = place if place in ("app", "mail") else house.demo.channel(place).id
    await page.goto(f"{house.demo.url}/#/{house.person(who).id}/{at}")


async def command(page: Page, text: str) -> None:
    await page.get_by_role("textbox", name="Message #hiring").fill(text)
    await page.keyboard.press("Enter")


async def the_form(page: Page, house: House, typed: str = "") -> Locator:
    """Open Jordan's form from #hiring."""
    await enter(page, house, "hiring")
    await command(page, f"/invite-contact {typed}")
    form = page.get_by_role("dialog", name="Invite a contact")
    await expect(form).to_be_visible()
    return form


def card(page: Page, words: str = "ada@x.dk") -> Locator:
    return page.get_by_role("article").filter(has_text=words)


def opened_mail(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


async def test_by_mouse_from_the_command_to_the_answer(acme: House, page: Page) -> None:
    await enter(page, acme, "hiring")
    await page.get_by_role("textbox", name="Message #hiring").fill("/inv")
    await page.get_by_role("option", name="/invite-contact").click()
    await page.get_by_role("button", name="Send message").click()
    form = page.get_by_role("dialog", name="Invite a contact")
    for label, words in ADA.items():
        await form.get_by_label(label).fill(words)
    await form.get_by_label("Tags").fill("python")
    await form.get_by_role("option", name='Create "python"').click()
    await form.get_by_role("button", name="Invite contact").click()
    await expect(form).to_have_count(0)
    await page.get_by_role("link", name="Trusted Contacts, 1 unread message").click()
    await expect(card(page)).to_contain_text("No reply yet")
    await expect(card(page)).to_contain_text("Tags: python")
    await page.get_by_role("link", name="Mailbox, 1 new").click()
    await page.get_by_role("link", name="Jordan Lee invites you").click()
    await expect(opened_mail(page).get_by_text("We liked your talk.")).to_be_visible()
    async with page.expect_popup() as opened:
        await opened_mail(page).get_by_role("link", name="Open the invitation").click()
    invitation = await opened.value
    await invitation.get_by_role("button", name="Accept").click()
    await expect(invitation.get_by_role("heading", name="You accepted on")).to_be_visible()
    await page.get_by_role("link", name="Trusted Contacts, 1 unread message").click()
    await expect(card(page)).to_contain_text("Active since")
    await expect(card(page).get_by_role("button", name="Resend")).to_have_count(0)
    await expect(card(page, "Ada Lovelace accepted your invitation")).to_be_visible()


async def test_by_keyboard_alone(acme: House, page: Page) -> None:
    await enter(page, acme, "hiring")
    await page.get_by_role("textbox", name="Message #hiring").focus()
    press, write = page.keyboard.press, page.keyboard.type
    await write("/invite-contact")
    await press("Enter")
    form = page.get_by_role("dialog", name="Invite a contact")
    await expect(form.get_by_label("Name")).to_be_focused()
    await write(ADA["Name"])
    await press("Tab")
    await write(ADA["Email"])
    await press("Tab")
    await write(ADA["Invite note"])
    await press("Tab")
    await write("python")
    await expect(form.get_by_role("option", name='Create "python"')).to_be_visible()
    await press("Enter")
    await expect(form.get_by_role("button", name="Remove Create")).to_be_visible()
    await press("Escape")  # closes the list, not the form
    for _ in range(5):  # two checkboxes, Preview, Cancel
        await press("Tab")
    await expect(form.get_by_role("button", name="Invite contact")).to_be_focused()
    await press("Enter")
    await expect(form).to_have_count(0)
    sent = await acme.person("Jordan Lee").sees("ada@x.dk")
    assert "We liked your talk." in sent.words


async def test_on_a_phone_the_form_and_the_invitation_fit(acme: House, narrow: Page) -> None:
    form = await the_form(narrow, acme, "Ada Lovelace ada@x.dk #python")
    await expect(form.get_by_label("Name")).to_have_value("Ada Lovelace")
    await expect(form.get_by_label("Email", exact=True)).to_have_value("ada@x.dk")
    await form.get_by_role("button", name="Invite contact").click()
    await expect(form).to_have_count(0)
    await enter(narrow, acme, "app")
    await expect(card(narrow).get_by_role("button", name="Withdraw")).to_be_in_viewport()
    assert await fits(narrow)
    await narrow.goto(await acme.link("ada@x.dk"))
    await expect(narrow.get_by_role("button", name="Accept")).to_be_in_viewport()
    assert await fits(narrow)
    await narrow.get_by_role("button", name="Decline").click()
    await expect(narrow.get_by_role("heading", name="You declined on")).to_be_visible()
    assert await fits(narrow)


async def fits(page: Page) -> bool:
    """Tell whether the page fits without horizontal scrolling."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


async def test_what_is_wrong_is_said_at_its_field(acme: House, page: Page) -> None:
    form = await the_form(page, acme, "Ada Lovelace ada@x..dk")
    await form.get_by_role("button", name="Invite contact").click()
    email = form.get_by_label("Email", exact=True)
    await expect(email).to_have_accessible_description(re.compile("doesn't look like an email address"))
    await expect(email).to_be_focused()
    await expect(form.get_by_label("Name")).to_have_value("Ada Lovelace")
    await email.fill("ada@x.dk")
    await form.get_by_role("button", name="Invite contact").click()
    await expect(form).to_have_count(0)
    await acme.person("Jordan Lee").sees("No reply yet")


async def test_a_known_address_turns_the_form_into_its_status_with_resend(acme: House, page: Page) -> None:
    await acme.invite(**ADA)
    await acme.settled()
    form = await the_form(page, acme, "Ada ADA@x.dk")
    await form.get_by_role("button", name="Invite contact").click()
    await expect(form).to_contain_text("Ada Lovelace (ada@x.dk): No reply yet")
    await form.get_by_role("button", name="Resend").click()
    await expect(form).to_contain_text("We're emailing Ada Lovelace the invitation again")
    await acme.settled()
    assert len(acme.demo.mailbox.to("ada@x.dk")) == 2


async def test_the_card_changes_before_the_eyes_of_who_looks_at_it(
    acme: House, page: Page, browser: Browser
) -> None:
    await acme.invite(**ADA)
    await enter(page, acme, "app")
    await expect(card(page)).to_contain_text("No reply yet")
    theirs = await browser.new_page()
    async with watched(theirs):
        await theirs.goto(await acme.link("ada@x.dk"))
        await theirs.get_by_role("button", name="Accept").click()
        await expect(theirs.get_by_role("heading", name="You accepted on")).to_be_visible()
    await theirs.close()
    await expect(card(page)).to_contain_text("Active since")


async def test_a_withdrawn_link_says_so_kindly(acme: House, page: Page) -> None:
    await acme.invite(**ADA)
    link = await acme.link("ada@x.dk")
    await enter(page, acme, "app")
    await card(page).get_by_role("button", name="Withdraw").click()
    question = page.get_by_role("alertdialog", name="Withdraw this invitation?")
    await question.get_by_role("button", name="Withdraw").click()
    await expect(card(page)).to_contain_text("Withdrawn since")
    gone = await acme.web.get(link)
    await page.goto("about:blank")  # the browser would log the 410 response as an error
    await page.set_content(gone.text)
    await expect(page.get_by_role("heading")).to_be_visible()
    await expect(page.get_by_role("button")).to_have_count(0)


async def test_who_may_not_invite_asks_for_access_and_is_let_in(
    acme: House, page: Page, browser: Browser
) -> None:
    await enter(page, acme, "hiring", who="Peter Holm")
    await command(page, "/invite-contact")
    refusal = card(page, "Only administrators and hiring managers may invite people here.")
    await expect(refusal).to_contain_text("Only visible to you")
    await expect(refusal).to_contain_text("@Maria Garcia")
    await refusal.get_by_role("button", name="Ask for access").click()
    await expect(card(page, "We've sent your request.")).to_be_visible()
    marias = await browser.new_page()
    async with watched(marias):
        await enter(marias, acme, "app", who="Maria Garcia")
        await (
            card(marias, "is asking to invite people")
            .get_by_role("button", name="Make hiring manager")
            .click()
        )
        await expect(card(marias, "is now a hiring manager")).to_be_visible()
    await marias.close()
    await command(page, "/invite-contact")
    await expect(page.get_by_role("dialog", name="Invite a contact")).to_be_visible()
