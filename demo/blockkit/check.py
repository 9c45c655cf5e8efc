"""Checks messages and views as Slack would.

First each block by its rule, then the rules that span several blocks.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from demo.blockkit.blocks import BLOCKS, MOST_BLOCKS, SURFACES
from demo.blockkit.objects import plain
from demo.blockkit.rules import Fault, Rule, Surface, anything, by_type, flag, many, one_of, record, string

_VIEW_BYTES = 250_000
_MARKDOWN = 12_000
_TABLE = 10_000

_SHARED: dict[str, Rule] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_MODAL = record(
    {"type": one_of("modal"), "title": plain(24), "blocks": anything},
    {**_SHARED, "submit": plain(24), "close": plain(24), "clear_on_close": flag, "notify_on_close": flag,
     "submit_disabled": flag},
)  # fmt: skip
_HOME = record({"type": one_of("home"), "blocks": anything}, _SHARED)
_VIEW = by_type({"modal": _MODAL, "home": _HOME}, "view type")


def check_message(blocks: Any) -> list[Fault]:
    """List the faults in a message's blocks. An empty list of blocks is allowed."""
    if blocks == []:
        return []
    return list(_blocks(blocks, "message", "/blocks"))


def check_view(view: Any) -> list[Fault]:
    faults = list(_VIEW(view, "/view"))
    kind = view.get("type") if isinstance(view, dict) else None
    if kind not in ("modal", "home"):
        return faults
    blocks = view.get("blocks")
    faults += _blocks(blocks, kind, "/view/blocks") if blocks != [] or kind == "modal" else ()
    return faults or list(_whole_view(view))


def view_too_large(view: Any) -> bool:
    return len(json.dumps(view).encode()) > _VIEW_BYTES


def _blocks(blocks: Any, surface: Surface, at: str) -> Iterator[Fault]:
    table = {name: BLOCKS[name] for name in SURFACES[surface]}
    faults = list(many(by_type(table, "type"), MOST_BLOCKS[surface])(blocks, at))
    faults += _file_inputs(blocks, surface, at) if not faults else ()
    yield from faults or [*_twice(blocks, at), *_sums(blocks, at), *_one_focus(blocks, at)]


def _file_inputs(blocks: list[Any], surface: Surface, at: str) -> Iterator[Fault]:
    for number, block in enumerate(blocks):
        if surface != "modal" and block.get("element", {}).get("type") == "file_input":
            yield Fault(f"{at}/{number}/element/type", "unsupported element: file_input")


def elements_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    """List a block's interactive elements in the order they appear on screen."""
    if block["type"] in ("actions", "card"):
        return list(block.get("elements", block.get("actions", ())))
    if block["type"] == "carousel":
        return [each for card in block["elements"] for each in card.get("actions", ())]
    one = block.get("accessory") or block.get("element")
    return [one] if one and one["type"] != "image" else []


def _twice(blocks: list[dict[str, Any]], at: str) -> Iterator[Fault]:
    for name in _repeated(block.get("block_id") for block in blocks):
        yield Fault(at, f"`block_id` '{name}' is not unique: duplicate block_id")
    for number, block in enumerate(blocks):
        for name in _repeated(each.get("action_id") for each in elements_of(block)):
            yield Fault(f"{at}/{number}", f"action_id '{name}' already exists: duplicate action_id")


def _repeated(names: Iterable[str | None]) -> list[str]:
    return [name for name, count in Counter(names).items() if name and count > 1]


def _sums(blocks: list[dict[str, Any]], at: str) -> Iterator[Fault]:
    written = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if written > _MARKDOWN:
        yield Fault(at, f"markdown text must be less than {_MARKDOWN + 1} characters in all")
    tables = [block for block in blocks if block["type"] == "table"]
    if len(tables) > 1:
        yield Fault(at, "only one table is allowed")
    if sum(len(cell.get("text", "")) for block in tables for row in block["rows"] for cell in row) > _TABLE:
        yield Fault(at, f"a table must be less than {_TABLE + 1} characters")


def _one_focus(blocks: list[dict[str, Any]], at: str) -> Iterator[Fault]:
    focused = sum(bool(each.get("focus_on_load")) for block in blocks for each in elements_of(block))
    if focused > 1:
        yield Fault(at, "only one element may have focus_on_load")


def _whole_view(view: dict[str, Any]) -> Iterator[Fault]:
    inputs = any(block["type"] == "input" for block in view["blocks"])
    if view["type"] == "modal" and inputs and "submit" not in view:
        yield Fault("/view", "missing required field: submit")
