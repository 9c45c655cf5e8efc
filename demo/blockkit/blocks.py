"""Rules for each type of block, and which blocks each surface allows."""

from collections.abc import Iterator
from typing import Any

from demo.blockkit.elements import ELEMENTS, IN_ACTIONS, IN_INPUT, IN_SECTION
from demo.blockkit.objects import ID, IMAGE_FIELDS, RICH_TEXT, RICH_TEXT_PARTS, URL, plain, text
from demo.blockkit.rules import (
    Fault,
    Rule,
    Surface,
    anything,
    at_least_one,
    by_type,
    exactly_one,
    flag,
    many,
    one_of,
    record,
    string,
    whole,
)


def _block(required: dict[str, Rule], optional: dict[str, Rule], *extra: Rule) -> Rule:
    return record({"type": anything, **required}, {"block_id": ID, **optional}, *extra)


def _chosen(names: set[str], what: str) -> Rule:
    return by_type({name: ELEMENTS[name] for name in names}, what)


def _text_object(value: Any, at: str) -> Iterator[Fault]:
    table = {"mrkdwn": text(3000), "plain_text": text(3000), "image": ELEMENTS["image"]}
    return by_type(table, "context element")(value, at)


def _may_dispatch(block: Any, at: str) -> Iterator[Fault]:
    if block.get("dispatch_action") and block["element"]["type"] == "file_input":
        yield Fault(f"{at}/dispatch_action", "file_input cannot dispatch actions")


def _file_input_alone(block: Any, at: str) -> Iterator[Fault]:
    if "dispatch_action_config" in block["element"] and not block.get("dispatch_action"):
        yield Fault(f"{at}/element/dispatch_action_config", "needs dispatch_action on the block")


_BUTTON = _chosen({"button"}, "button")
_CELL = by_type(
    {
        "raw_text": record({"type": anything, "text": string(10_000, 0)}, {}),
        "raw_number": record({"type": anything, "value": anything}, {"text": string(255)}),
        "rich_text": RICH_TEXT,
    },
    "cell",
)
_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})


def _column(value: Any, at: str) -> Iterator[Fault]:
    return iter(()) if value is None else _COLUMN(value, at)


def _row_lengths(block: Any, at: str) -> Iterator[Fault]:
    if len({len(row) for row in block["rows"]}) > 1:
        yield Fault(f"{at}/rows", "every row must have as many cells")


_CARD_TEXT = text(150)
_IMAGE = ELEMENTS["image"]
_CARD = _block(
    {},
    {
        "icon": _IMAGE,
        "slack_icon": anything,
        "title": _CARD_TEXT,
        "subtitle": _CARD_TEXT,
        "hero_image": _IMAGE,
        "body": text(200),
        "subtext": text(200),
        "actions": many(_BUTTON, 3),
    },
    at_least_one(("hero_image", "title", "actions", "body")),
)

BLOCKS: dict[str, Rule] = {
    "header": _block({"text": plain(150)}, {"level": whole(1, 4)}),
    "section": _block(
        {},
        {
            "text": text(3000),
            "fields": many(text(2000), 10),
            "accessory": _chosen(IN_SECTION, "accessory"),
            "expand": flag,
        },
        at_least_one(("text", "fields")),
    ),
    "context": _block({"elements": many(_text_object, 10)}, {}),
    "actions": _block({"elements": many(_chosen(IN_ACTIONS, "element"), 25)}, {}),
    "divider": _block({}, {}),
    "image": _block(
        {"alt_text": string(2000)}, {**IMAGE_FIELDS, "title": plain(2000)}, exactly_one(tuple(IMAGE_FIELDS))
    ),
    "input": _block(
        {"label": plain(2000), "element": _chosen(IN_INPUT, "element")},
        {"hint": plain(2000), "optional": flag, "dispatch_action": flag},
        _may_dispatch,
        _file_input_alone,
    ),
    "rich_text": _block({"elements": RICH_TEXT_PARTS}, {}),
    "markdown": _block({"text": string(12_000)}, {}),
    "table": _block(
        {"rows": many(many(_CELL, 20), 100)}, {"column_settings": many(_column, 20)}, _row_lengths
    ),
    "alert": _block({"text": text(200)}, {"level": one_of("default", "info", "warning", "error", "success")}),
    "card": _CARD,
    "carousel": _block({"elements": many(by_type({"card": _CARD}, "card"), 10)}, {}),
    "video": _block(
        {
            "alt_text": string(2000),
            "title": plain(199),
            "thumbnail_url": URL,
            "video_url": URL,
        },
        {
            "author_name": string(49),
            "description": plain(200),
            "provider_icon_url": URL,
            "provider_name": string(255),
            "title_url": URL,
        },
    ),
}

_EVERYWHERE = {
    "header",
    "section",
    "context",
    "actions",
    "divider",
    "image",
    "input",
    "rich_text",
    "card",
    "video",
}
SURFACES: dict[Surface, set[str]] = {
    "message": _EVERYWHERE | {"markdown", "table", "carousel"},
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE | {"table", "carousel"},
}
MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
