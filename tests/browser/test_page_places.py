"""The demo's page for several people: the app's tabs, unread marks, access to channels, and colours."""

import pytest
from playwright.async_api import Browser, Page, expect

from demo import DemoServer
from tests.browser.watching import watched
from tests.kit.demo_app import MANIFEST, Greeter

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def enter(page: Page, greeter: Greeter, place: str, who: str = "Jordan Lee") -> None:
    demo = greeter.demo
    at = place if place in ("home", "app", "mail") else demo.channel(place).id
    await page.goto(f"{demo.url}/#/{demo.person(who).id}/{at}")


async def write_to(greeter: Greeter, who: str, text: str) -> None:
    opened = await greeter.client.conversations_open(users=greeter.demo.person(who).id)
    await greeter.client.chat_postMessage(channel=opened["channel"]["id"], text=text)


async def test_the_page_opens_as_a_hiring_manager_in_a_channel(greeter: Greeter, page: Page) -> None:
    await page.goto(greeter.demo.url)
    await expect(page.get_by_role("button", name="View as: Jordan Lee, Hiring manager")).to_be_visible()
    await expect(page.get_by_role("log")).to_be_visible()


async def test_an_address_of_nobody_is_answered_with_somebody(greeter: Greeter, page: Page) -> None:
    await page.goto(f"{greeter.demo.url}/#/U0NOBODY/home")
    await expect(page.get_by_role("button", name="View as: Jordan Lee")).to_be_visible()
    await expect(page.get_by_role("tabpanel", name="Home").get_by_text("At home")).to_be_visible()


async def test_a_direct_message_of_the_app_is_marked_until_it_is_read(greeter: Greeter, page: Page) -> None:
    await enter(page, greeter, "general")
    await write_to(greeter, "Jordan Lee", "Ada has accepted")
    marked = page.get_by_role("link", name="Greeter, 1 unread message")
    await marked.click()
    await expect(page.get_by_role("tab", name="Messages", selected=True)).to_be_visible()
    await expect(page.get_by_role("article").filter(has_text="Ada has accepted")).to_be_visible()
    await expect(marked).to_have_count(0)


async def test_each_tab_of_the_browser_is_its_own_person(
    greeter: Greeter, page: Page, browser: Browser
) -> None:
    await enter(page, greeter, "general", who="Jordan Lee")
    other = await browser.new_page()
    async with watched(other):
        await enter(other, greeter, "general", who="Maria Garcia")
        await other.get_by_role("textbox", name="Message #general").fill("good morning")
        await other.keyboard.press("Enter")
        await expect(page.get_by_role("article").filter(has_text="good morning")).to_be_visible()
    await other.close()


async def test_another_person_is_chosen_in_the_menu(greeter: Greeter, page: Page) -> None:
    await enter(page, greeter, "leads")
    await page.get_by_role("button", name="View as").click()
    await page.get_by_role("menuitemradio", name="Peter Holm").click()
    await expect(page.get_by_role("button", name="View as: Peter Holm")).to_be_visible()
    await expect(page.get_by_text("This conversation is not visible to this person.")).to_be_visible()
    await expect(page.get_by_role("link", name="leads")).to_have_count(0)


async def test_the_home_tab_is_asked_for_and_drawn(greeter: Greeter, page: Page) -> None:
    await enter(page, greeter, "general")
    await page.get_by_role("link", name="Greeter").click()
    await expect(page.get_by_role("tabpanel", name="Home").get_by_text("At home")).to_be_visible()
    assert greeter.heard_of("app_home_opened")[0]["event"]["tab"] == "home"
    await page.get_by_role("tab", name="Home").press("ArrowRight")
    await expect(page.get_by_role("tabpanel", name="Messages")).to_be_visible()


async def test_an_administrator_takes_the_app_out_and_puts_it_back(greeter: Greeter, page: Page) -> None:
    await enter(page, greeter, "home", who="Maria Garcia")
    options = page.get_by_role("button", name="App options")
    await options.click()
    await page.get_by_role("menuitem", name="Remove the app").click()
    await greeter.demo.until(lambda: greeter.heard_of("app_uninstalled"))
    await options.click()
    await page.get_by_role("menuitem", name="Install the app").click()
    await enter(page, greeter, "home", who="Jordan Lee")
    await expect(page.get_by_role("tabpanel", name="Home").get_by_text("At home")).to_be_visible()
    await expect(options).to_have_count(0)


async def test_the_app_is_added_to_a_channel(greeter: Greeter, page: Page) -> None:
    await enter(page, greeter, "random")
    await page.get_by_role("button", name="Channel options").click()
    await page.get_by_role("menuitem", name="Add Greeter to this channel").click()
    await greeter.demo.until(lambda: greeter.heard_of("member_joined_channel"))


async def test_an_archived_channel_cannot_be_written_to(greeter: Greeter, page: Page) -> None:
    await enter(page, greeter, "old-projects")
    await expect(page.get_by_text("#old-projects is archived.")).to_be_visible()
    await expect(page.get_by_role("textbox")).to_have_count(0)


async def test_the_colours_follow_the_system_until_a_person_chooses(greeter: Greeter, page: Page) -> None:
    await page.emulate_media(color_scheme="dark")
    await enter(page, greeter, "general")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = await page.evaluate(ground)
    await page.get_by_role("button", name="Light colours").click()
    await expect(page.get_by_role("button", name="Dark colours")).to_be_visible()
    assert await page.evaluate(ground) != dark
    await page.reload()
    await expect(page.get_by_role("button", name="Dark colours")).to_be_visible()


async def test_the_page_opens_where_its_maker_wishes_and_says_what_to_try(page: Page) -> None:
    async with DemoServer(manifest=MANIFEST, welcome="Try /greet.", opens_at="studio") as demo:
        await page.goto(demo.url)
        await expect(page.get_by_role("heading", name="studio")).to_be_visible()
        welcome = page.get_by_role("region", name="Welcome")
        await expect(welcome).to_contain_text("Try /greet.")
        await welcome.get_by_role("button", name="Close the welcome").click()
        await expect(welcome).to_be_hidden()
        assert demo.problems == []
        await page.goto("about:blank")  # before the server goes
