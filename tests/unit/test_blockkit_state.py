"""Input that the stand-in's modals keep, what its client refuses, and visible words."""

from typing import Any

import pytest

from demo.person.view_state import complaints, stored, values_of
from demo.person.words import drawn, lines
from demo.world.manifest import Manifest
from demo.world.model import User
from demo.world.world import World

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(word: str, description: str = "") -> Json:
    made: Json = {"text": plain(word), "value": word.lower()}
    return made | ({"description": plain(description)} if description else {})


def field(kind: str, optional: bool = False, **more: Any) -> Json:
    element = {"type": kind, "action_id": "v", **more}
    return {
        "type": "input",
        "block_id": "b",
        "label": plain("Label"),
        "optional": optional,
        "element": element,
    }


STATES: list[tuple[Json, Json]] = [
    (field("plain_text_input"), {"type": "plain_text_input", "value": None}),
    (field("plain_text_input", initial_value=""), {"type": "plain_text_input", "value": None}),
    (field("email_text_input", initial_value="a@x.dk"), {"type": "email_text_input", "value": "a@x.dk"}),
    (field("static_select", options=[option("A")]), {"type": "static_select", "selected_option": None}),
    (field("radio_buttons", options=[option("A")], initial_option=option("A")),
     {"type": "radio_buttons", "selected_option": option("A")}),
    (field("checkboxes", options=[option("A")]), {"type": "checkboxes", "selected_options": []}),
    (field("multi_users_select", initial_users=["U1"]),
     {"type": "multi_users_select", "selected_users": ["U1"]}),
    (field("channels_select"), {"type": "channels_select", "selected_channel": None}),
    (field("conversations_select", default_to_current_conversation=True),
     {"type": "conversations_select", "selected_conversation": "C1"}),
    (field("datepicker", initial_date="2026-11-22"), {"type": "datepicker", "selected_date": "2026-11-22"}),
    (field("timepicker", timezone="Europe/Rome"),
     {"type": "timepicker", "selected_time": None, "timezone": "Europe/Rome"}),
    (field("datetimepicker"), {"type": "datetimepicker", "selected_date_time": None}),
    (field("file_input"), {"type": "file_input", "files": []}),
]  # fmt: skip


@pytest.mark.parametrize(("block", "entry"), STATES)
def test_each_field_begins_as_slack_begins_it(block: Json, entry: Json) -> None:
    assert values_of([block], {}, conversation="C1") == {"b": {"v": entry}}


def test_buttons_and_menus_hold_nothing() -> None:
    button = {"type": "button", "action_id": "x", "text": plain("X")}
    menu = {"type": "overflow", "action_id": "y", "options": [option("A")]}
    assert values_of([{"type": "actions", "block_id": "b", "elements": [button, menu]}], {}) == {}


def test_an_input_is_kept_over_an_update_while_block_action_and_type_stay() -> None:
    before = {"b": {"v": {"type": "plain_text_input", "value": "Ada"}}}
    assert values_of([field("plain_text_input", initial_value="Other")], before) == before
    renamed = {**field("plain_text_input", initial_value="Other"), "block_id": "b2"}
    assert values_of([renamed], before) == {"b2": {"v": {"type": "plain_text_input", "value": "Other"}}}
    retyped = values_of([field("email_text_input")], before)
    assert retyped == {"b": {"v": {"type": "email_text_input", "value": None}}}


def test_a_tick_whose_row_is_gone_is_forgotten() -> None:
    before = {"b": {"v": {"type": "checkboxes", "selected_options": [option("Ada"), option("Grace")]}}}
    after = values_of([field("checkboxes", options=[option("Grace"), option("Alan")])], before)
    assert after["b"]["v"]["selected_options"] == [option("Grace")]


def number(**more: Any) -> Json:
    return field("number_input", is_decimal_allowed=True, **more)


COMPLAINTS: list[tuple[Json, Any, str | None]] = [
    (field("plain_text_input"), None, "Please complete this required field."),
    (field("plain_text_input", optional=True), None, None),
    (field("plain_text_input", min_length=3), "ab", "Please enter at least 3 characters."),
    (field("email_text_input"), "not an address", "Please enter a valid email address."),
    (field("email_text_input"), " ada@x.dk ", None),
    (field("url_text_input"), "x.dk", "Please enter a valid URL."),
    (field("number_input", is_decimal_allowed=False), "1.5", "Please enter a valid number."),
    (
        number(min_value="2"),
        "1.5",
        "Please enter a number of at least 2.",
    ),
    (
        number(max_value="9"),
        "10",
        "Please enter a number of at most 9.",
    ),
    (field("number_input", is_decimal_allowed=True), "10", None),
]


@pytest.mark.parametrize(("block", "typed", "text"), COMPLAINTS)
def test_the_client_refuses_what_it_can_see_itself(block: Json, typed: Any, text: str | None) -> None:
    values = {"b": {"v": stored(block["element"], {"value": typed})}}
    assert complaints([block], values) == ({"b": text} if text else {})


@pytest.fixture
def world() -> World:
    world = World(Manifest(), lambda: 0.0)
    world.users["U1"] = User("U1", "T1", "ada", "Ada Lovelace", "ada@x.dk")
    return world


DRAWN = [
    ("plain", "plain"),
    ("*bold* _it_ ~no~ `code`", "bold it no code"),
    ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
    ("*_both_*", "both"),
    ("<@U1> and <@U9>", "@Ada Lovelace and @U9"),
    ("<https://x.dk|here> <https://x.dk>", "here https://x.dk"),
    ("<mailto:a@x.dk|a@x.dk>", "a@x.dk"),
    ("<!date^1392734382^{date}|18 Feb>", "18 Feb"),
    ("<!channel>", "@channel"),
    ("a &amp; b &lt;c&gt; &amp;lt;", "a & b <c> &lt;"),
]


@pytest.mark.parametrize(("mrkdwn", "seen"), DRAWN)
def test_mrkdwn_looks_as_slack_draws_it(world: World, mrkdwn: str, seen: str) -> None:
    assert drawn(world, mrkdwn) == seen


def test_every_visible_word_is_found_and_no_hidden_one(world: World) -> None:
    menu = {"type": "overflow", "action_id": "m", "options": [option("Hidden")]}
    boxes = {"type": "checkboxes", "action_id": "c", "options": [option("Ada", "ada@x.dk, new")]}
    pick = {
        "type": "static_select",
        "action_id": "s",
        "placeholder": plain("Status"),
        "options": [option("Any")],
    }
    blocks: list[Json] = [
        {"type": "header", "block_id": "1", "text": plain("People")},
        {"type": "section", "block_id": "2", "text": {"type": "mrkdwn", "text": "*All*"}, "accessory": menu},
        {"type": "actions", "block_id": "3", "elements": [boxes, pick]},
        {"type": "rich_text", "block_id": "4", "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "By "},
                                                       {"type": "user", "user_id": "U1"}]}]},
    ]  # fmt: skip
    seen = list(lines(world, blocks, values_of(blocks, {})))
    assert seen == ["People", "All", "Ada", "ada@x.dk, new", "Status", "By @Ada Lovelace"]
