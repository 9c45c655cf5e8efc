"""The plain text of blocks, as Slack's client would show it."""

import html
import re
from collections.abc import Iterator
from typing import Any

from demo.blockkit.check import elements_of
from demo.world.model import Json
from demo.world.world import World

_ANGLE = re.compile(r"<([^<>]*)>")
_MARK = re.compile(r"(?<![\w*_~`])([*_~`])(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])")


def drawn(world: World, mrkdwn: str) -> str:
    """Render mrkdwn as plain text: references as names, links as their label, no formatting marks."""
    text = _ANGLE.sub(lambda found: _reference(world, found[1]), mrkdwn)
    for _ in range(3):  # marks can be nested
        text = _MARK.sub(r"\2", text)
    return html.unescape(text)


def _reference(world: World, inside: str) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        user = world.users.get(target[1:])
        return f"@{user.name if user else target[1:]}"
    if target.startswith("#"):
        channel = world.channels.get(target[1:])
        return f"#{channel.name if channel else target[1:]}"
    if target.startswith("!date^"):
        return label
    if target.startswith("!"):
        return label or "@" + target[1:]
    return label or target.removeprefix("mailto:")


def text_of(world: World, text: Json | None) -> str:
    if not text:
        return ""
    return drawn(world, text["text"]) if text["type"] == "mrkdwn" else str(text["text"])


def lines(world: World, blocks: list[Json], values: Json) -> Iterator[str]:
    """Yield every visible line of the blocks. `values` are the current inputs."""
    for block in blocks:
        yield from block_lines(world, block, values)


def block_lines(world: World, block: Json, values: Json) -> Iterator[str]:
    yield from filter(None, _own(world, block))
    for element in elements_of(block):
        entry = values.get(block["block_id"], {}).get(element["action_id"], {})
        yield from filter(None, _element(world, element, entry))
    if block.get("hint"):
        yield text_of(world, block["hint"])


def _own(world: World, block: Json) -> Iterator[str]:
    kind = block["type"]
    if kind == "rich_text":
        yield _rich(world, block)
    elif kind == "context":
        for each in block["elements"]:
            yield each["alt_text"] if each["type"] == "image" else text_of(world, each)
    elif kind == "table":
        for row in block["rows"]:
            yield " | ".join(_cell(world, cell) for cell in row)
    else:
        yield from _texts(world, block)


def _texts(world: World, block: Json) -> Iterator[str]:
    for key in ("label", "title", "subtitle", "text", "body", "subtext"):
        part = block.get(key)
        yield text_of(world, part) if isinstance(part, dict) else part or ""
    for field in block.get("fields", ()):
        yield text_of(world, field)
    if block["type"] == "image":
        yield block["alt_text"]


def _cell(world: World, cell: Json) -> str:
    return _rich(world, cell) if cell["type"] == "rich_text" else str(cell.get("text", cell.get("value", "")))


def _rich(world: World, node: Json) -> str:
    """Flatten rich text: one line for each part."""
    kind = node["type"]
    if kind in ("text", "link"):
        return str(node.get("text") or node.get("url", ""))
    if kind in ("user", "channel"):
        sign = {"user": "@", "channel": "#"}[kind]
        return _reference(world, sign + node[f"{kind}_id"])
    if kind == "date":
        return str(node.get("fallback", ""))
    if kind == "emoji":
        return f":{node['name']}:"
    joint = "\n" if kind in ("rich_text", "rich_text_list") else ""
    return joint.join(_rich(world, each) for each in node.get("elements", ()))


def _element(world: World, element: Json, entry: Json) -> Iterator[str]:
    if element["type"] == "button":
        yield text_of(world, element["text"])
    elif element["type"] in ("checkboxes", "radio_buttons"):
        for option in element["options"]:
            yield text_of(world, option["text"])
            yield text_of(world, option.get("description"))
    elif element["type"] != "overflow":
        chosen = shown_value(world, element, entry)
        many = chosen if isinstance(chosen, list) else [chosen]
        yield from (str(each) for each in many if each)
        if not any(many):
            yield text_of(world, element.get("placeholder"))


def shown_value(world: World, element: Json, entry: Json) -> Any:
    """Show an element's value in words: a text, or a list where several can be chosen."""
    value = next((value for key, value in entry.items() if key not in ("type", "timezone")), None)
    if isinstance(value, list):
        return [_shown(world, each) for each in value]
    return _shown(world, value) if value is not None else ""


def _shown(world: World, value: Any) -> str:
    if isinstance(value, dict):
        if value.get("type") == "rich_text":
            return _rich(world, value)
        return text_of(world, value["text"]) if "text" in value else str(value.get("name", ""))
    user, channel = world.users.get(value), world.channels.get(value)
    if user or channel:
        return user.name if user else f"#{channel.name if channel else ''}"
    return str(value)
