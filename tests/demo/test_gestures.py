"""What a person can press, choose and type in the stand-in, and what the app receives."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from demo import DemoServer
from tests.kit.demo_app import MANIFEST, card, greeting_form, plain
from tests.kit.demo_scripted import Scripted, never, says, served
from tests.kit.patience import PATIENCE

Json = dict[str, Any]


@pytest.fixture
async def app() -> AsyncIterator[Scripted]:
    async with DemoServer(manifest=MANIFEST, ack_timeout=PATIENCE) as demo:
        app = Scripted(demo)
        async with served(app):
            yield app


async def test_a_button_is_pressed_many_times_at_once(app: Scripted) -> None:
    await app.posts(*card("Hello", "Wave"))
    jordan = app.demo.person("manager")
    await jordan.click("Wave", on=jordan.message("Hello", channel="hiring"), times=20)
    triggers = {app.payload(number)["trigger_id"] for number in range(20)}
    assert len(triggers) == 20


async def test_a_confirm_dialog_has_to_be_answered(app: Scripted) -> None:
    dialog = {
        "title": plain("Sure?"),
        "text": plain("It stays"),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    }
    button = {"type": "button", "text": plain("Withdraw"), "action_id": "w", "confirm": dialog}
    await app.posts({"type": "actions", "elements": [button]})
    jordan = app.demo.person("manager")
    message = jordan.message("Card", channel="hiring")
    with pytest.raises(AssertionError, match=r"asks first: 'Sure\? It stays Yes No'"):
        await jordan.click("Withdraw", on=message)
    assert (await jordan.click("Withdraw", on=message, confirm=True)).confirm == "Sure? It stays Yes No"


async def test_menus_boxes_and_inputs_that_act_at_once_tell_the_app(app: Scripted) -> None:
    def option(word: str) -> Json:
        return {"text": plain(word), "value": word}

    more = {"type": "overflow", "action_id": "more", "options": [option("Block"), option("Snooze")]}
    status = {"type": "static_select", "action_id": "status", "placeholder": plain("Status"),
              "options": [option("Any"), option("Active")]}  # fmt: skip
    boxes = {"type": "checkboxes", "action_id": "rows", "options": [option("Ada"), option("Grace")]}
    search = {"type": "input", "block_id": "q", "dispatch_action": True, "label": plain("Search"),
              "element": {"type": "plain_text_input", "action_id": "v"}}  # fmt: skip
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [more, status, boxes]}, search]}
    jordan = app.demo.person("manager")
    await app.client.views_publish(user_id=jordan.id, view=home)
    await jordan.choose("More", "Block")
    assert app.payload()["actions"][0]["selected_option"]["value"] == "Block"
    await jordan.choose("Status", "Active")
    assert app.payload()["actions"][0]["selected_option"]["value"] == "Active"
    await jordan.tick("Grace")
    await jordan.tick("Ada")
    await jordan.untick("Grace")
    assert [each["value"] for each in app.payload()["actions"][0]["selected_options"]] == ["Ada"]
    await jordan.fill({"Search": "lovelace"})
    assert len(app.requests) == 5
    await jordan.choose("Search", "lovelace")
    assert app.payload()["view"]["state"]["values"]["q"]["v"]["value"] == "lovelace"
    assert app.payload()["actions"][0]["value"] == "lovelace"


async def test_an_empty_text_is_null_in_the_state(app: Scripted) -> None:
    blocks = greeting_form()["blocks"]
    blocks[0]["optional"] = True
    await app.opens(blocks=blocks)
    jordan = app.demo.person("manager")
    await jordan.fill({"Name": "Ada"})
    await jordan.fill({"Name": ""})
    await jordan.submit()
    values = app.payload()["view"]["state"]["values"]
    assert values["name"]["v"] == {"type": "plain_text_input", "value": None}
    assert values["tags"]["tags"] == {"type": "multi_external_select", "selected_options": []}


async def test_suggestions_are_asked_for_from_the_least_length_on(app: Scripted) -> None:
    blocks = greeting_form()["blocks"]
    del blocks[1]["element"]["min_query_length"]
    await app.opens(blocks=blocks)
    jordan = app.demo.person("manager")
    assert await jordan.options("Tags", "re") == []
    assert app.requests == []
    app.will(says({"options": [{"text": plain("React"), "value": "react"}]}), says({"options": [{}]}), never)
    assert await jordan.options("Tags", "rea") == ["React"]
    assert await jordan.options("Tags", "reac") == []
    assert await jordan.options("Tags", "react") == []
    assert len(app.demo.problems) == 2
    assert "trigger_id" not in app.payload()
