"""A long form on the demo's page: what is filled in arrives in the submission in Slack's form."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect
from slack_bolt.async_app import AsyncAck

from tests.browser.every_block import INPUTS, Json, button, field, option, plain
from tests.kit.demo_app import Greeter

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


class Form:
    """A modal with every field, opened by the app for Jordan Lee, and what the app receives from it."""

    def __init__(self, greeter: Greeter) -> None:
        self.greeter = greeter
        self.submitted: list[Json] = []
        self.pressed: list[Json] = []
        self.deaf = False  # leave the next submission unanswered
        greeter.app.view("everything")(self.take)
        greeter.app.action("press")(self.press)
        greeter.app.options("value")(self.offer)

    async def take(self, ack: AsyncAck, view: Json) -> None:
        self.submitted.append(view["state"]["values"])
        if self.deaf:
            self.deaf = False
            return
        await ack()

    async def press(self, ack: AsyncAck, body: Json) -> None:
        self.pressed.append(body)
        await ack()

    async def offer(self, ack: AsyncAck, body: Json) -> None:
        await ack(options=[option(f"{body['value']} {n}", f"{n}") for n in range(3)])

    async def open(self, page: Page, blocks: list[Json]) -> Locator:
        demo = self.greeter.demo
        jordan = demo.person("Jordan Lee")
        await page.goto(f"{demo.url}/#/{jordan.id}/{demo.channel('hiring').id}")
        title = {"title": plain("Everything"), "submit": plain("Save"), "callback_id": "everything"}
        await page.get_by_label("Message #hiring").fill("/greet")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog")).to_be_visible()
        opened = jordan.modal
        assert opened is not None
        view = {"type": "modal", **title, "blocks": blocks}
        await self.greeter.client.views_update(view_id=opened.view.id, view=view)
        dialog = page.get_by_role("dialog", name="Everything")
        await expect(dialog).to_be_visible()
        return dialog


@pytest_asyncio.fixture(loop_scope="session")
async def form(greeter: Greeter) -> AsyncIterator[Form]:
    yield Form(greeter)


def known(blocks: list[Json], greeter: Greeter) -> list[Json]:
    """Replace the gallery's ids of people and channels with this workspace's."""
    ids = {"U1": greeter.demo.person("Jordan Lee").id, "C1": greeter.demo.channel("hiring").id}
    swap = {"initial_users": [ids["U1"]], "initial_channel": ids["C1"]}
    return [
        {**block, "element": block["element"] | {k: v for k, v in swap.items() if k in block["element"]}}
        for block in blocks
    ]


async def pick(dialog: Locator, label: str, typed: str, choice: str) -> None:
    await dialog.get_by_label(label, exact=True).fill(typed)
    await dialog.get_by_role("option", name=choice, exact=True).click()


async def test_every_kind_of_input_arrives_as_slack_writes_it(form: Form, page: Page) -> None:
    demo = form.greeter.demo
    dialog = await form.open(page, known(INPUTS, form.greeter))
    await dialog.get_by_label("Name").fill("Ada")
    await dialog.get_by_label("Email", exact=True).fill("ada@x.dk")
    await dialog.get_by_label("Invite note").fill("two\nlines")
    await dialog.get_by_label("Rate").fill("12.5")
    await dialog.get_by_label("Start").fill("2026-12-24")
    await dialog.get_by_label("Moment").fill("2026-12-24T18:00")
    await pick(dialog, "Currency", "app", "Apple")
    await pick(dialog, "Fruits", "ban", "Banana")
    await pick(dialog, "Tag", "a", "a 1")
    await pick(dialog, "Tags", "b", "b 2")
    await pick(dialog, "Boss", "sam", "Sam Rivera")
    await pick(dialog, "Hiring managers", "sam", "Sam Rivera")
    await pick(dialog, "Post to", "gen", "#general")
    await pick(dialog, "Channels", "gen", "#general")
    await dialog.get_by_label("Tell them by email").check()
    await dialog.get_by_label("Day").check()
    table = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"name,email"}
    await dialog.get_by_label("CSV or Excel file").set_input_files(table)  # type: ignore[arg-type]
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    [values] = form.submitted
    given = {block: next(iter(actions.values())) for block, actions in values.items()}
    jordan, sam, general = (
        demo.person("Jordan Lee").id,
        demo.person("Sam Rivera").id,
        demo.channel("general").id,
    )
    assert given["name"]["value"] == "Ada"
    assert given["invite_note"]["value"] == "two\nlines"
    assert given["website"]["value"] is None
    assert given["rate"]["value"] == "12.5"
    assert given["start"]["selected_date"] == "2026-12-24"
    assert given["hour"]["selected_time"] == "09:30"
    assert isinstance(given["moment"]["selected_date_time"], int)
    assert given["currency"]["selected_option"]["value"] == "a"
    assert [each["value"] for each in given["fruits"]["selected_options"]] == ["b"]
    assert given["tag"]["selected_option"]["value"] == "1"
    assert [each["value"] for each in given["tags"]["selected_options"]] == ["2"]
    assert given["boss"]["selected_user"] == sam
    assert given["hiring_managers"]["selected_users"] == [jordan, sam]
    assert given["post_to"]["selected_conversation"] == general
    assert given["channel"]["selected_channel"] == demo.channel("hiring").id
    assert given["channels"]["selected_channels"] == [general]
    assert [each["value"] for each in given["agree"]["selected_options"]] == ["tell"]
    assert given["per"]["selected_option"]["value"] == "d"
    assert [file["name"] for file in given["csv_or_excel_file"]["files"]] == ["a.csv"]


async def test_a_press_carries_what_was_typed_just_before(form: Form, page: Page) -> None:
    acts = {"type": "actions", "block_id": "acts", "elements": [button("Check", "press", value="7")]}
    dialog = await form.open(page, [field("Name", {"type": "plain_text_input"}), acts])
    await dialog.get_by_label("Name").fill("Grace")
    await dialog.get_by_role("button", name="Check").click()
    await form.greeter.demo.until(lambda: form.pressed)
    assert form.pressed[0]["view"]["state"]["values"]["name"]["value"]["value"] == "Grace"
    assert form.pressed[0]["actions"][0]["value"] == "7"


async def test_a_submission_without_an_answer_says_so_and_may_be_sent_again(form: Form, page: Page) -> None:
    form.deaf = True
    form.greeter.demo.courier.ack_timeout = 0.5
    dialog = await form.open(page, [field("Name", {"type": "plain_text_input"})])
    await dialog.get_by_label("Name").fill("Ada")
    save = dialog.get_by_role("button", name="Save")
    await save.click()
    await expect(dialog.get_by_role("alert")).to_have_text("We had some trouble connecting. Try again?")
    await expect(dialog.get_by_label("Name")).to_have_value("Ada")
    await save.click()
    await expect(dialog).to_have_count(0)
    assert len(form.submitted) == 2
    form.greeter.demo.forgive()
