"""The demo's page renders Block Kit from Slack's JSON, and keeps what a person types."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.browser.canned import view
from tests.browser.every_block import (
    ACTING,
    INPUTS,
    PIXEL,
    TEXTS,
    UNKNOWN,
    Json,
    button,
    field,
    mrkdwn,
    option,
    plain,
)
from tests.browser.gallery import Gallery, open_gallery

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

READS_AS: list[tuple[str, str, str | re.Pattern[str]]] = [
    ("*bold* words", "strong", "bold"),
    ("_italic_", "em", "italic"),
    ("~gone~", "s", "gone"),
    ("`a < b`", "code", "a < b"),
    ("```\nfenced\n```", "pre", "fenced"),
    ("&gt; quoted", "blockquote", "quoted"),
    ("(*bold*)", "strong", "bold"),
    ("*_both_*", "strong > em", "both"),
    ("<https://example.com/?a=1&amp;b=2|words>", "a[href='https://example.com/?a=1&b=2']", "words"),
    ("<mailto:ada@x.dk|ada@x.dk>", "a[href='mailto:ada@x.dk']", "ada@x.dk"),
    ("see https://example.com/x.", "a", "https://example.com/x"),
    ("write ada@x.dk", "a", "ada@x.dk"),
    ("<@U1> here", ".mention", "@Jordan Lee"),
    ("<@U9NOBODY>", ".mention", "@U9NOBODY"),
    ("<#C1>", ".mention", "#hiring"),
    ("<!channel>", ".mention", "@channel"),
    ("<!date^0^{unknown}|long ago>", "time", "long ago"),
    ("<!date^1700000000^{date_num}|then>", "time", re.compile(r"^2023-11-1[345]$")),
    (":wave:", ".emoji", "👋"),
]
LITERAL = [
    "<b>bold</b><img src=x onerror=alert(1)>",
    "2*3*4 and snake_case_name",
    "* not bold *",
    "<javascript:alert(1)|press>",
    ":not_an_emoji_at_all:",
    "&amp;lt; stays",
]


@pytest_asyncio.fixture(loop_scope="session")
async def gallery() -> AsyncIterator[Gallery]:
    async with open_gallery() as gallery:
        yield gallery


async def home(page: Page, gallery: Gallery, blocks: list[Json]) -> Locator:
    gallery.home = blocks
    await page.goto(f"{gallery.url}/#/U1/home")
    await expect(page.locator(".home-blocks > .block")).to_have_count(len(blocks))
    return page.locator(".home-blocks")


async def modal(page: Page, gallery: Gallery, blocks: list[Json]) -> Locator:
    gallery.modals = [view("V1", blocks, submit=plain("Save"))]
    await page.goto(f"{gallery.url}/#/U1/C1")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    return dialog


def posted(gallery: Gallery, path: str) -> list[Json]:
    """List what the page has posted there, without the name of its tab."""
    bodies = [body for name, body in gallery.posts if name == path]
    return [{key: value for key, value in body.items() if key != "tab"} for body in bodies]


async def sent(page: Page, gallery: Gallery, path: str, times: int = 1, **having: Any) -> list[Json]:
    """Wait for the page to post, and list what it posted with these values.

    The gallery receives it in the same event loop.
    """

    def found() -> list[Json]:
        return [each for each in posted(gallery, path) if having.items() <= each.items()]

    for _ in range(200):
        if len(found()) >= times:
            break
        await page.wait_for_timeout(10)
    return found()


async def test_every_block_and_element_is_drawn(page: Page, gallery: Gallery) -> None:
    blocks = await home(page, gallery, [*TEXTS, *ACTING, *INPUTS])
    await expect(blocks.locator(".cannot-draw")).to_have_count(0)
    assert posted(gallery, "problem") == []


async def test_what_cannot_be_drawn_is_a_visible_box_and_a_reported_problem(
    page: Page, gallery: Gallery
) -> None:
    blocks = await home(page, gallery, UNKNOWN)
    await expect(blocks.get_by_text("Cannot draw the block “carousel”")).to_be_visible()
    await expect(blocks.get_by_text("Cannot draw the element “hologram”")).to_be_visible()
    texts = [problem["text"] for problem in await sent(page, gallery, "problem", times=2)]
    assert any("carousel" in text for text in texts)
    assert any("hologram" in text for text in texts)


async def test_a_broken_block_does_not_take_its_neighbours_along(page: Page, gallery: Gallery) -> None:
    blocks = await home(page, gallery, [{"type": "rich_text", "block_id": "x"}, TEXTS[0]])
    await expect(blocks.get_by_role("heading")).to_contain_text("Everything on one page")
    await expect(blocks.locator(".cannot-draw")).to_have_count(1)


def sections(texts: list[str]) -> list[Json]:
    return [{"type": "section", "block_id": f"t{n}", "text": mrkdwn(text)} for n, text in enumerate(texts)]


async def test_mrkdwn_reads_as_in_slack(page: Page, gallery: Gallery) -> None:
    blocks = await home(page, gallery, sections([written for written, _, _ in READS_AS]))
    for n, (_, selector, shown) in enumerate(READS_AS):
        await expect(blocks.locator(f"[data-block=t{n}] .text {selector}")).to_have_text(shown)


async def test_mrkdwn_leaves_the_rest_as_it_was_written(page: Page, gallery: Gallery) -> None:
    blocks = await home(page, gallery, sections(LITERAL))
    for n, literal in enumerate(LITERAL):
        text = blocks.locator(f"[data-block=t{n}] .text")
        await expect(text).to_have_text(literal.replace("&amp;", "&"))
        await expect(text.locator("*")).to_have_count(0)


async def test_plain_text_is_shown_literally(page: Page, gallery: Gallery) -> None:
    words = "*Ada* <https://evil.example|press> &amp; <@U1>"
    blocks = await home(page, gallery, [{"type": "section", "block_id": "t", "text": plain(words)}])
    await expect(blocks.locator(".text")).to_have_text(words)
    await expect(blocks.locator(".text *")).to_have_count(0)


async def test_a_press_says_which_button_it_was(page: Page, gallery: Gallery) -> None:
    blocks = await home(page, gallery, ACTING)
    await blocks.get_by_role("button", name="Approve").click()
    assert await sent(page, gallery, "click") == [
        {"person": "U1", "view": "VH", "block_id": "acts", "action_id": "approve"}
    ]


async def test_a_confirm_dialog_stands_between_press_and_deed(page: Page, gallery: Gallery) -> None:
    blocks = await home(page, gallery, ACTING)
    await blocks.get_by_role("button", name="Withdraw").click()
    asked = page.get_by_role("alertdialog", name="Withdraw?")
    await expect(asked).to_contain_text("The link dies at once.")
    await asked.get_by_role("button", name="Keep").click()
    await expect(blocks.get_by_role("button", name="Withdraw")).to_be_focused()
    assert posted(gallery, "click") == []
    await page.keyboard.press("Enter")
    await page.get_by_role("alertdialog").get_by_role("button", name="Withdraw").click()
    assert len(await sent(page, gallery, "click")) == 1


async def test_an_overflow_menu_works_by_arrow_keys(page: Page, gallery: Gallery) -> None:
    blocks = await home(page, gallery, ACTING)
    await blocks.get_by_role("button", name="More options: Ada Lovelace").focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="Edit")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    [chosen] = await sent(page, gallery, "choose")
    assert chosen["value"]["selected_option"]["value"] == "hire"


async def test_a_tick_is_told_at_once_with_all_ticks(page: Page, gallery: Gallery) -> None:
    blocks = await home(page, gallery, ACTING)
    await blocks.get_by_label("Grace Hopper").check()
    [chosen] = await sent(page, gallery, "choose")
    assert [each["value"] for each in chosen["value"]["selected_options"]] == ["1", "2"]


async def test_a_select_narrows_while_one_types_without_minding_accents(page: Page, gallery: Gallery) -> None:
    dialog = await modal(page, gallery, INPUTS)
    await dialog.get_by_label("Currency").fill("creme")
    await expect(dialog.get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_label("Currency")).to_have_value("Crème brûlée")
    [chosen] = await sent(page, gallery, "choose")
    assert chosen["value"]["selected_option"]["value"] == "c"


async def test_tags_are_suggested_by_the_app_and_become_chips(page: Page, gallery: Gallery) -> None:
    gallery.options = [option("react", "1"), option('Create "rea"', "new:rea")]
    dialog = await modal(page, gallery, INPUTS)
    await dialog.get_by_label("Tags", exact=True).fill("rea")
    await dialog.get_by_role("option", name='Create "rea"').click()
    await expect(dialog.get_by_role("button", name='Remove Create "rea"')).to_be_visible()
    [chosen] = await sent(page, gallery, "choose")
    assert chosen["value"]["selected_options"] == [option('Create "rea"', "new:rea")]
    assert posted(gallery, "options")[-1]["value"] in ("rea", "")
    await dialog.get_by_role("button", name='Remove Create "rea"').click()
    assert (await sent(page, gallery, "choose", times=2))[1]["value"] == {"selected_options": []}


async def test_people_and_channels_are_found_by_name(page: Page, gallery: Gallery) -> None:
    dialog = await modal(page, gallery, INPUTS)
    await expect(dialog.get_by_label("Channel", exact=True)).to_have_value("#hiring")
    await dialog.get_by_label("Hiring managers").fill("maria")
    await dialog.get_by_role("option", name="Maria Garcia").click()
    [chosen] = await sent(page, gallery, "choose")
    assert chosen["value"] == {"selected_users": ["U1", "U2"]}


async def test_an_update_keeps_what_was_typed_under_the_same_names(page: Page, gallery: Gallery) -> None:
    dialog = await modal(page, gallery, INPUTS)
    await dialog.get_by_label("Name").fill("Ada")
    await sent(page, gallery, "type")
    other = [field("Name", {"type": "plain_text_input", "initial_value": "Grace"}, hint=plain("New words."))]
    gallery.modals = [view("V1", other, submit=plain("Save"), state=values("name", "Ada"))]
    await gallery.changed()
    await expect(dialog.get_by_text("New words.")).to_be_visible()
    await expect(dialog.get_by_label("Name")).to_have_value("Ada")
    await expect(dialog.get_by_label("Name")).to_be_focused()


async def test_an_update_with_another_block_id_starts_anew(page: Page, gallery: Gallery) -> None:
    dialog = await modal(page, gallery, INPUTS)
    await dialog.get_by_label("Name").fill("Ada")
    fresh = field("Name", {"type": "plain_text_input", "initial_value": "Grace"}, block_id="name-2")
    gallery.modals = [view("V1", [fresh], submit=plain("Save"))]
    await gallery.changed()
    await expect(dialog.get_by_label("Name")).to_have_value("Grace")


async def test_an_error_stands_beneath_its_field_and_is_read_with_it(page: Page, gallery: Gallery) -> None:
    dialog = await modal(page, gallery, INPUTS)
    gallery.modals = [view("V1", INPUTS, submit=plain("Save"), errors={"email": "Already a contact."})]
    await gallery.changed()
    email = dialog.get_by_label("Email", exact=True)
    await expect(email).to_have_attribute("aria-invalid", "true")
    await expect(email).to_have_accessible_description("Already a contact. They get one mail.")
    await expect(email).to_be_focused()


async def test_required_fields_are_checked_before_anything_is_sent(page: Page, gallery: Gallery) -> None:
    dialog = await modal(page, gallery, INPUTS)
    await dialog.get_by_label("Email", exact=True).fill("nobody")
    await dialog.get_by_label("Rate").fill("much")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_label("Name")).to_have_accessible_description(
        "Please complete this required field."
    )
    await expect(dialog.get_by_text("Please enter a valid email address.")).to_be_visible()
    await expect(dialog.get_by_text("Please enter a number.")).to_be_visible()
    assert posted(gallery, "submit") == []


async def test_what_is_typed_reaches_the_app_before_the_submission(page: Page, gallery: Gallery) -> None:
    dialog = await modal(page, gallery, [INPUTS[0]])
    await dialog.get_by_label("Name").fill("Ada")
    await page.keyboard.press("Enter")
    await sent(page, gallery, "submit")
    names = [name for name, _ in gallery.posts if name in ("type", "submit")]
    assert names == ["type", "submit"]
    assert posted(gallery, "type")[0]["value"] == {"value": "Ada"}


async def test_the_tab_key_stays_in_the_dialog_and_escape_goes_back(page: Page, gallery: Gallery) -> None:
    dialog = await modal(page, gallery, [INPUTS[0]])
    await expect(dialog.get_by_label("Name")).to_be_focused()
    for _ in range(9):
        await page.keyboard.press("Tab")
        assert await dialog.evaluate("dialog => dialog.contains(document.activeElement)")
    await page.keyboard.press("Escape")
    assert await sent(page, gallery, "close") == [{"person": "U1", "view": "V1", "all": False}]
    gallery.modals = []
    await gallery.changed()
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_label("Message #hiring")).to_be_focused()


async def test_a_file_is_taken_and_a_foreign_one_refused(page: Page, gallery: Gallery) -> None:
    dialog = await modal(page, gallery, INPUTS)
    chooser = dialog.get_by_label("CSV or Excel file")
    await chooser.set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"x"})
    await expect(
        dialog.get_by_text("a.pdf is not of the kind that is asked for (csv, xlsx).")
    ).to_be_visible()
    await chooser.set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"name,email"})
    await expect(dialog.get_by_role("listitem").filter(has_text="a.csv")).to_be_visible()
    [upload] = await sent(page, gallery, "upload")
    assert upload["view"] == "V1"
    assert upload["file"] == "a.csv"


async def test_enter_in_a_search_field_acts(page: Page, gallery: Gallery) -> None:
    search = field("Search", {"type": "plain_text_input"}, dispatch_action=True)
    blocks = await home(page, gallery, [search])
    await blocks.get_by_label("Search").fill("react")
    await page.keyboard.press("Enter")
    # what was typed before is sent at its own time
    [entered] = await sent(page, gallery, "type", enter=True)
    assert entered["value"] == {"value": "react"}


async def test_a_failed_action_marks_its_element(page: Page, gallery: Gallery) -> None:
    trouble = {"block_id": "one", "action_id": "press", "text": "This action failed."}
    card = {"type": "actions", "block_id": "one", "elements": [button("Press", "press")]}
    gallery.modals = [
        view("V1", [card], warnings=[trouble], notice="We had some trouble connecting. Try again?")
    ]
    await page.goto(f"{gallery.url}/#/U1/C1")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("img", name="This action failed.")).to_be_visible()
    await expect(dialog.get_by_role("alert")).to_have_text("We had some trouble connecting. Try again?")


async def test_pictures_are_described(page: Page, gallery: Gallery) -> None:
    blocks = await home(page, gallery, TEXTS)
    await expect(blocks.get_by_alt_text("a teal field")).to_have_attribute("src", PIXEL)


async def test_a_long_table_has_pages(page: Page, gallery: Gallery) -> None:
    blocks = await home(page, gallery, TEXTS)
    await blocks.get_by_role("button", name="Next rows").click()
    await expect(blocks.get_by_text("Page 2 of 3")).to_be_visible()
    await expect(blocks.get_by_role("cell", name="Person 2")).to_be_visible()


def values(block_id: str, text: str) -> Json:
    return {"values": {block_id: {"value": {"type": "plain_text_input", "value": text}}}}
