"""The demo's page with a small Bolt app: commands, modals and messages, by mouse, keyboard and on a phone."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.kit.demo_app import Greeter

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def hiring(page: Page, greeter: Greeter, who: str = "Jordan Lee") -> Locator:
    """Find the composer of #hiring."""
    demo = greeter.demo
    await page.goto(f"{demo.url}/#/{demo.person(who).id}/{demo.channel('hiring').id}")
    composer = page.get_by_role("textbox", name="Message #hiring")
    await expect(composer).to_be_visible()
    return composer


def card(page: Page, words: str) -> Locator:
    return page.get_by_role("article").filter(has_text=words)


async def test_a_command_by_mouse_ends_in_a_card_that_a_button_edits(greeter: Greeter, page: Page) -> None:
    composer = await hiring(page, greeter)
    await composer.fill("/gr")
    await page.get_by_role("option", name="/greet").click()
    await expect(composer).to_have_value("/greet ")
    await page.get_by_role("button", name="Send message").click()
    dialog = page.get_by_role("dialog", name="Greet someone")
    await dialog.get_by_label("Name").fill("Ada")
    await dialog.get_by_label("Tags").fill("ru")
    await dialog.get_by_role("option", name="Rust").click()
    await dialog.get_by_role("button", name="Greet", exact=True).click()
    await expect(dialog).to_have_count(0)
    await card(page, "Hello Ada").get_by_role("button", name="Wave").click()
    await expect(card(page, "Waved")).to_contain_text("(edited)")
    values = greeter.heard_of("submitted")[0]["view"]["state"]["values"]
    assert values["tags"]["tags"]["selected_options"][0]["value"] == "rust"


async def test_by_keyboard_alone_a_refused_form_is_mended_and_sent(greeter: Greeter, page: Page) -> None:
    composer = await hiring(page, greeter)
    await composer.focus()
    press = page.keyboard.press
    await page.keyboard.type("/gr")
    await press("Enter")  # completes the word
    await press("Enter")  # sends the message
    name = page.get_by_role("dialog").get_by_label("Name")
    await expect(name).to_be_focused()
    await page.keyboard.type("nobody")
    await press("Enter")
    await expect(name).to_have_accessible_description("There is nobody of that name.")
    await expect(name).to_be_focused()
    await press("Control+a")
    await page.keyboard.type("Grace")
    await press("Tab")
    await page.keyboard.type("re")
    await expect(page.get_by_role("option", name="React")).to_be_visible()
    await press("Enter")
    await press("Escape")  # closes the list, not the dialog
    await press("Tab")  # the chip's own button comes before the input
    await expect(page.get_by_role("button", name="Deeper")).to_be_focused()
    await press("Shift+Tab")
    await press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(card(page, "Hello Grace")).to_be_visible()
    await expect(composer).to_be_focused()


async def test_an_empty_required_field_never_reaches_the_app(greeter: Greeter, page: Page) -> None:
    composer = await hiring(page, greeter)
    await composer.fill("/greet")
    await composer.press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Greet", exact=True).click()
    await expect(dialog.get_by_text("Please complete this required field.")).to_be_visible()
    assert greeter.heard_of("submitted") == []


async def test_a_pushed_view_goes_back_to_what_was_typed_before(greeter: Greeter, page: Page) -> None:
    composer = await hiring(page, greeter)
    await composer.fill("/greet")
    await composer.press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Name").fill("Ada")
    await dialog.get_by_role("button", name="Deeper").click()
    await expect(dialog.get_by_label("Name")).to_have_value("")
    await dialog.get_by_role("button", name="Back").click()
    await expect(dialog.get_by_label("Name")).to_have_value("Ada")
    await dialog.get_by_role("button", name="Dismiss").click()
    await expect(dialog).to_have_count(0)


async def test_a_private_answer_says_so(greeter: Greeter, page: Page) -> None:
    composer = await hiring(page, greeter)
    await composer.fill("/greet help")
    await composer.press("Enter")
    await expect(card(page, "Say /greet")).to_contain_text("Only visible to you")


async def test_an_unknown_command_is_told_at_the_composer(greeter: Greeter, page: Page) -> None:
    composer = await hiring(page, greeter)
    await composer.fill("/nonsense")
    await composer.press("Enter")
    await expect(page.get_by_role("alert").filter(has_text="/nonsense")).to_be_visible()


async def test_a_message_shortcut_answers_in_the_thread(greeter: Greeter, page: Page) -> None:
    composer = await hiring(page, greeter)
    await composer.fill("please look at this")
    await composer.press("Enter")
    said = card(page, "please look at this")
    await said.hover()
    await said.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Answer this").click()
    await said.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_role("article").filter(has_text="Noted")).to_be_visible()
    await thread.get_by_role("textbox", name="Reply in thread").fill("thanks")
    await page.keyboard.press("Enter")
    await expect(thread.get_by_role("article")).to_have_count(3)
    await page.keyboard.press("Escape")
    await expect(thread).to_have_count(0)
    await expect(card(page, "thanks")).to_have_count(0)


async def test_a_global_shortcut_opens_the_form(greeter: Greeter, page: Page) -> None:
    await hiring(page, greeter)
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Greet someone").click()
    await expect(page.get_by_role("dialog", name="Greet someone")).to_be_visible()


async def test_a_file_is_dropped_into_the_channel(greeter: Greeter, page: Page) -> None:
    await hiring(page, greeter)
    drop = """data => {
        const transfer = new DataTransfer();
        transfer.items.add(new File(['name,email'], 'pool.csv', {type: 'text/csv'}));
        document.querySelector('.messages').dispatchEvent(
            new DragEvent('drop', {dataTransfer: transfer, bubbles: true, cancelable: true}));
    }"""
    await page.evaluate(drop)
    await expect(page.get_by_role("list", name="Files to send")).to_contain_text("pool.csv")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("article").get_by_role("link", name="pool.csv")).to_be_visible()
    await greeter.demo.until(lambda: greeter.heard_of("file_shared"))


async def test_a_file_is_attached_by_the_button_with_a_text(greeter: Greeter, page: Page) -> None:
    composer = await hiring(page, greeter)
    async with page.expect_file_chooser() as chosen:
        await page.get_by_role("button", name="Attach file").click()
    await (await chosen.value).set_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"name,email"})
    await composer.fill("our pool")
    await composer.press("Enter")
    await expect(card(page, "our pool").get_by_role("link", name="a.csv")).to_be_visible()


async def test_on_a_phone_the_sidebar_folds_and_the_form_fits(greeter: Greeter, narrow: Page) -> None:
    composer = await hiring(narrow, greeter)
    await expect(narrow.get_by_role("link", name="general")).to_be_hidden()
    await narrow.get_by_role("button", name="Channels").click()
    await narrow.get_by_role("link", name="general").click()
    await expect(narrow.get_by_role("heading", name="general")).to_be_visible()
    await narrow.go_back()
    await composer.fill("/greet")
    await composer.press("Enter")
    dialog = narrow.get_by_role("dialog")
    await dialog.get_by_label("Name").fill("Ada")
    await dialog.get_by_role("button", name="Greet", exact=True).click()
    await expect(card(narrow, "Hello Ada")).to_be_visible()
    assert await narrow.evaluate("document.documentElement.scrollWidth <= innerWidth")
