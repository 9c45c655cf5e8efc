"""Planted faults in blocks and views are found at their place, without false alarms."""

from typing import Any

import pytest

from demo.blockkit.check import check_message, check_view, view_too_large
from demo.blockkit.elements import ELEMENTS
from demo.blockkit.objects import check_options

Json = dict[str, Any]


def plain(text: str = "Words") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "Words") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(word: str = "one", **more: Any) -> Json:
    return {"text": plain(word), "value": word, **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain(), **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def input_of(kind: str, **more: Any) -> Json:
    return {"type": "input", "label": plain(), "element": {"type": kind, **more}}


def select(**more: Any) -> Json:
    return {"type": "static_select", "options": [option("one"), option("two")], **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks), **more}


def table(rows: int, cells: int, text: str = "x") -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * cells] * rows}


CONFIRM = {"title": plain(), "text": mrkdwn(), "confirm": plain("Yes"), "deny": plain("No")}

IMAGE = {"type": "image", "image_url": "https://x.dk/a.png", "alt_text": "A"}
TWO = [option("a"), option("b")]
ON_ENTER = {"trigger_actions_on": ["on_enter_pressed"]}

GOOD_MESSAGES: list[list[Json]] = [
    [],
    [section()],
    [section(fields=[mrkdwn()] * 10), {"type": "divider"}],
    [{"type": "section", "fields": [plain()]}],
    [{"type": "header", "text": plain("x" * 150), "level": 2}],
    [{"type": "context", "elements": [mrkdwn(), IMAGE]}],
    [actions(*[button(action_id=str(n)) for n in range(25)])],
    [actions(button(value="x" * 2000, style="danger", confirm=CONFIRM, accessibility_label="Approve Ada"))],
    [actions({"type": "overflow", "options": [option(str(n)) for n in range(5)]})],
    [section(accessory=select(initial_option=option("two")))],
    [section(accessory={"type": "multi_external_select", "min_query_length": 0})],
    [{"type": "image", "image_url": "https://x.dk/a.png", "alt_text": "A"}],
    [{"type": "markdown", "text": "x" * 12_000}],
    [table(100, 20)],
    [{"type": "rich_text", "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "Ada", "style": {"bold": True}}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a,b"}]},
        {"type": "rich_text_list", "style": "bullet", "elements": [
            {"type": "rich_text_section", "elements": [{"type": "link", "url": "https://x.dk"}]}]},
    ]}],
    [{"type": "card", "title": mrkdwn(), "actions": [button()]}],
]  # fmt: skip

BAD_MESSAGES: list[tuple[list[Json] | Any, str, str]] = [
    ({"type": "section"}, "", "must provide an array"),
    ([section()] * 51, "", "no more than 50"),
    ([{"type": "sction"}], "0/type", "unsupported type: sction"),
    ([{"type": "alert", "text": mrkdwn()}], "0/type", "unsupported type: alert"),
    ([{"type": "data_table"}], "0/type", "unsupported type: data_table"),
    ([{"type": "section"}], "0", "one of text, fields"),
    ([section(txt=1)], "0", "invalid additional property: txt"),
    ([{"type": "section", "text": mrkdwn("")}], "0/text/text", "more than 0"),
    ([{"type": "section", "text": mrkdwn("x" * 3001)}], "0/text/text", "less than 3001"),
    ([{"type": "section", "text": "bare"}], "0/text/type", "unsupported text type"),
    ([section(fields=[mrkdwn()] * 11)], "0/fields", "no more than 10"),
    ([section(fields=[mrkdwn("x" * 2001)])], "0/fields/0/text", "less than 2001"),
    ([section(block_id="x" * 256)], "0/block_id", "less than 256"),
    ([section(block_id="a"), section(block_id="a")], "", "duplicate block_id"),
    ([{"type": "header", "text": mrkdwn()}], "0/text/type", "unsupported text type: mrkdwn"),
    ([{"type": "header", "text": plain("x" * 151)}], "0/text/text", "less than 151"),
    ([{"type": "context", "elements": []}], "0/elements", "no fewer than 1"),
    ([{"type": "context", "elements": [mrkdwn()] * 11}], "0/elements", "no more than 10"),
    ([{"type": "context", "elements": [button()]}], "0/elements/0/type", "unsupported context element"),
    ([actions()], "0/elements", "no fewer than 1"),
    ([actions(*[button()] * 26)], "0/elements", "no more than 25"),
    ([actions(button(action_id="a"), button(action_id="a"))], "0", "duplicate action_id"),
    ([actions({"type": "plain_text_input"})], "0/elements/0/type", "unsupported element"),
    ([actions({"type": "multi_static_select"})], "0/elements/0/type", "unsupported element"),
    ([actions({"type": "workflow_button"})], "0/elements/0/type", "unsupported element"),
    ([actions(button(text=plain("x" * 76)))], "0/elements/0/text/text", "less than 76"),
    ([actions(button(text=mrkdwn()))], "0/elements/0/text/type", "unsupported text type"),
    ([actions(button(value="x" * 2001))], "0/elements/0/value", "less than 2001"),
    ([actions(button(style="warning"))], "0/elements/0/style", "must be one of"),
    ([actions(button(url="javascript:1"))], "0/elements/0/url", "invalid format"),
    ([actions(button(action_id="x" * 256))], "0/elements/0/action_id", "less than 256"),
    ([actions(button(confirm={**CONFIRM, "title": plain("x" * 101)}))],
     "0/elements/0/confirm/title/text", "less than 101"),
    ([actions(button(confirm={"title": plain()}))], "0/elements/0/confirm", "missing required field"),
    ([actions(select(options=[option(str(n)) for n in range(101)]))], "0/elements/0/options", "100"),
    ([actions(select(options=[]))], "0/elements/0/options", "no fewer than 1"),
    ([actions(select(options=[option("x" * 76)]))], "0/elements/0/options/0/text/text", "76"),
    ([actions(select(options=[option("a"), option("a")]))], "0/elements/0/options", "unique"),
    ([actions(select(option_groups=[]))], "0/elements/0/option_groups", "no fewer"),
    ([actions({"type": "static_select"})], "0/elements/0", "exactly one of options, option_groups"),
    ([actions(select(initial_option=option("three")))], "0/elements/0/initial_option", "exactly match"),
    ([actions(select(initial_option=option("one", description=plain())))],
     "0/elements/0/initial_option", "exactly match"),
    ([actions(select(placeholder=plain("x" * 151)))], "0/elements/0/placeholder/text", "151"),
    ([actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]})],
     "0/elements/0/options", "no more than 5"),
    ([actions({"type": "checkboxes", "options": [option(str(n)) for n in range(11)]})],
     "0/elements/0/options", "no more than 10"),
    ([actions({"type": "checkboxes", "options": [option("a", description=plain("x" * 76))]})],
     "0/elements/0/options/0/description/text", "76"),
    ([section(accessory=[button()])], "0/accessory/type", "unsupported accessory"),
    ([section(accessory={"type": "plain_text_input"})], "0/accessory/type", "unsupported accessory"),
    ([{"type": "image", "alt_text": "A"}], "0", "exactly one of image_url, slack_file"),
    ([{"type": "image", "image_url": "https://x.dk/a.png"}], "0", "missing required field: alt_text"),
    ([{"type": "markdown", "text": "x" * 6001}] * 2, "", "in all"),
    ([table(101, 2)], "0/rows", "no more than 100"),
    ([table(2, 21)], "0/rows/0", "no more than 20"),
    ([table(10, 2, "x" * 501)], "", "a table must be less than 10001"),
    ([table(1, 1), table(1, 1)], "", "only one table"),
    ([{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}], []]}], "0/rows/1", "no fewer"),
    ([input_of("file_input")], "0/element/type", "unsupported element: file_input"),
    ([{"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}], "0/elements/0/type", "rich text"),
]  # fmt: skip

GOOD_VIEWS: list[Json] = [
    modal(section(), submit=plain("x" * 24)),
    {"type": "modal", "title": plain(), "blocks": [section()]},
    {"type": "modal", "title": plain(), "blocks": [{"type": "alert", "text": mrkdwn(), "level": "info"}]},
    modal(input_of("plain_text_input", max_length=3000, min_length=0, initial_value="")),
    modal(input_of("email_text_input", focus_on_load=True), input_of("url_text_input")),
    modal(input_of("number_input", is_decimal_allowed=True, min_value="0", initial_value="1.5")),
    modal(input_of("datepicker", initial_date="2026-11-22"), input_of("timepicker", initial_time="09:30")),
    modal(input_of("file_input", max_files=1, filetypes=["csv"])),
    modal(input_of("multi_external_select", initial_options=[option()], min_query_length=0)),
    modal({**input_of("plain_text_input", dispatch_action_config=ON_ENTER), "dispatch_action": True}),
    modal(input_of("conversations_select", default_to_current_conversation=True, response_url_enabled=True,
                   filter={"include": ["public", "private"]})),
    modal(*[section()] * 100),
    modal(section(), private_metadata="x" * 3000, callback_id="c", external_id="e", notify_on_close=True),
    {"type": "home", "blocks": []},
    {"type": "home", "blocks": [input_of("plain_text_input"), table(2, 2)]},
]  # fmt: skip

BAD_VIEWS: list[tuple[Any, str, str]] = [
    ([], "type", "unsupported view type"),
    ({"type": "dialog", "blocks": []}, "type", "unsupported view type: dialog"),
    ({"type": "modal", "blocks": [section()]}, "", "missing required field: title"),
    (modal(section(), title=plain("x" * 25)), "title/text", "less than 25"),
    (modal(section(), submit=plain("x" * 25)), "submit/text", "less than 25"),
    (modal(section(), close=mrkdwn()), "close/type", "unsupported text type"),
    (modal(), "blocks", "no fewer than 1"),
    (modal(*[section()] * 101), "blocks", "no more than 100"),
    (modal(table(1, 1)), "blocks/0/type", "unsupported type: table"),
    (modal({"type": "markdown", "text": "x"}), "blocks/0/type", "unsupported type: markdown"),
    (modal(section(), private_metadata="x" * 3001), "private_metadata", "less than 3001"),
    (modal(section(), callback_id="x" * 256), "callback_id", "less than 256"),
    (modal(section(), colour="red"), "", "invalid additional property: colour"),
    ({"type": "modal", "title": plain(), "blocks": [input_of("plain_text_input")]}, "", "submit"),
    ({"type": "home", "title": plain(), "blocks": [section()]}, "", "invalid additional property: title"),
    ({"type": "home", "submit": plain(), "blocks": [section()]}, "", "invalid additional property"),
    ({"type": "home", "blocks": [input_of("file_input")]}, "element/type", "file_input"),
    ({"type": "home", "blocks": [{"type": "alert", "text": mrkdwn()}]}, "blocks/0/type", "alert"),
    (modal(input_of("button")), "element/type", "unsupported element: button"),
    (modal(input_of("overflow")), "element/type", "unsupported element"),
    (modal({**input_of("plain_text_input"), "label": plain("x" * 2001)}), "blocks/0/label/text", "2001"),
    (modal({**input_of("plain_text_input"), "hint": plain("x" * 2001)}), "blocks/0/hint/text", "2001"),
    (modal(input_of("plain_text_input", max_length=3001)), "element/max_length", "between"),
    (modal(input_of("plain_text_input", min_length=5, max_length=2)), "element/min_length", "max"),
    (modal(input_of("plain_text_input", max_length=2, initial_value="abc")),
     "element/initial_value", "max_length"),
    (modal(input_of("plain_text_input", value="x")), "element", "additional property: value"),
    (modal(input_of("email_text_input", max_length=9)), "element", "additional property"),
    (modal(input_of("number_input")), "element", "missing required field: is_decimal_allowed"),
    (modal(input_of("number_input", is_decimal_allowed=True, min_value=1)),
     "element/min_value", "string"),
    (modal(input_of("number_input", is_decimal_allowed=False, min_value="1.5")),
     "element", "decimals"),
    (modal(input_of("datepicker", initial_date="22.11.2026")), "element/initial_date", "format"),
    (modal(input_of("timepicker", initial_time="9:30")), "element/initial_time", "format"),
    (modal(input_of("file_input", max_files=11)), "element/max_files", "between"),
    (modal({**input_of("file_input"), "dispatch_action": True}), "blocks/0/dispatch_action", "dispatch"),
    (modal(input_of("multi_static_select", options=[option("a")], max_selected_items=0)),
     "element/max_selected_items", "between"),
    (modal(input_of("multi_external_select", initial_options=TWO, max_selected_items=1)),
     "element/initial_options", "max_selected_items"),
    (modal(input_of("multi_external_select", initial_options=[])), "element/initial_options", "fewer"),
    (modal(*[input_of("plain_text_input", focus_on_load=True)] * 2), "blocks", "focus_on_load"),
    (modal({**input_of("plain_text_input"), "optional": "yes"}), "blocks/0/optional", "boolean"),
]  # fmt: skip


@pytest.mark.parametrize("blocks", GOOD_MESSAGES)
def test_good_blocks_of_a_message_pass(blocks: list[Json]) -> None:
    assert check_message(blocks) == []


@pytest.mark.parametrize(("blocks", "pointer", "words"), BAD_MESSAGES)
def test_a_fault_in_a_message_is_found_where_it_is(blocks: Any, pointer: str, words: str) -> None:
    faults = check_message(blocks)
    pointer = f"/blocks/{pointer}".rstrip("/")
    assert [(fault.pointer, words in fault.text) for fault in faults][:1] == [(pointer, True)], faults


@pytest.mark.parametrize("view", GOOD_VIEWS)
def test_a_good_view_passes(view: Json) -> None:
    assert check_view(view) == []


@pytest.mark.parametrize(("view", "pointer", "words"), BAD_VIEWS)
def test_a_fault_in_a_view_is_found_where_it_is(view: Any, pointer: str, words: str) -> None:
    faults = check_view(view)
    inside = pointer.startswith("element")  # of the first block's element
    pointer = f"/view/blocks/0/{pointer}" if inside else f"/view/{pointer}".rstrip("/")
    assert [(fault.pointer, words in fault.text) for fault in faults][:1] == [(pointer, True)], faults


@pytest.mark.parametrize("kind", sorted(ELEMENTS))
def test_every_element_refuses_what_it_does_not_know(kind: str) -> None:
    faults = list(ELEMENTS[kind]({"type": kind, "nonsense": 1}, ""))
    assert any("invalid additional property: nonsense" in fault.text for fault in faults)


def test_a_fault_is_written_as_slack_writes_it() -> None:
    (fault,) = check_message([{"type": "header", "text": plain("")}])
    assert str(fault) == "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"


def test_a_view_over_250_kilobytes_is_too_large() -> None:
    assert view_too_large(modal(*[section(text=mrkdwn("x" * 3000))] * 90))
    assert not view_too_large(modal(*[section(text=mrkdwn("x" * 2000))] * 90))


@pytest.mark.parametrize(
    ("answer", "good"),
    [
        ({"options": []}, True),
        ({"options": [option()]}, True),
        ({"option_groups": [{"label": plain(), "options": [option()]}]}, True),
        ({"options": [option("x" * 76)]}, False),
        ({"options": [option()] * 101}, False),
        ({"optons": []}, False),
        ({}, False),
        (None, False),
        ("words", False),
    ],
)
def test_an_answer_with_options_is_checked(answer: Any, good: bool) -> None:
    assert (check_options(answer) == []) is good
