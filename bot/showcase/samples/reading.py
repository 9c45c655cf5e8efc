"""Reads Block Kit as plain text, including labels, hints, buttons, options and confirmations."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from blocks.kit.modal import Message, ViewJson
from bot.showcase.samples.cast import CHANNELS, MEMBERS

Json = Mapping[str, Any]
_DATE = re.compile(r"<!date\^\d+\^[^|>]*\|([^>]*)>")
_PERSON = re.compile(r"<@(\w+)>")
_CHANNEL = re.compile(r"<#(\w+)>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def message_lines(message: Message) -> Iterator[str]:
    """Read a message: its notification, if that differs, then its blocks."""
    told, lines = read(message.text), list(_all(message.blocks))
    if told and told not in lines:
        yield f"notification: {told}" if lines else told
    yield from lines


def view_lines(view: ViewJson) -> Iterator[str]:
    """Read a modal or Home tab, from its title to its buttons."""
    if view.get("title"):
        yield f"= {_words(view['title'])} ="
    yield from _all(view["blocks"])
    feet = [f"[{_words(view[name])}]" for name in ("close", "submit") if view.get(name)]
    if feet:
        yield " ".join(feet)


def read(text: str) -> str:
    """Replace mrkdwn's dates, mentions and entities with what a person sees."""
    text = _CHANNEL.sub(lambda found: "#" + CHANNELS.get(found[1], found[1]), _DATE.sub(r"\1", text))
    text = _PERSON.sub(lambda found: "@" + MEMBERS.get(found[1], found[1]), text)
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def _words(text: Any) -> str:
    """Read a text object. Empty if it is none."""
    if not isinstance(text, Mapping):
        return ""
    return read(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])


def _all(blocks: Any) -> Iterator[str]:
    for block in blocks:
        yield from _BLOCKS[block["type"]](block)


def _header(block: Json) -> Iterator[str]:
    yield f"# {_words(block['text'])}"


def _section(block: Json) -> Iterator[str]:
    yield from filter(None, [_words(block.get("text")), *map(_words, block.get("fields") or ())])
    if block.get("accessory"):
        yield from _element(block["accessory"])


def _context(block: Json) -> Iterator[str]:
    yield " | ".join(map(_words, block["elements"]))


def _input(block: Json) -> Iterator[str]:
    yield f"{_words(block['label'])}{' (optional)' if block.get('optional') else ''}:"
    yield from _element(block["element"])
    if block.get("hint"):
        yield f"  hint: {_words(block['hint'])}"


def _row(block: Json) -> Iterator[str]:
    for element in block["elements"]:
        yield from _element(element)


def _divider(_block: Json) -> Iterator[str]:
    yield "----"


def _rich_text(block: Json) -> Iterator[str]:
    marks = {"rich_text_quote": "> ", "rich_text_preformatted": "    "}
    for part in block["elements"]:
        if part["type"] == "rich_text_list":
            yield from (f"• {_spans(each)}" for each in part["elements"])
        else:
            mark = marks.get(part["type"], "")
            yield from (mark + line for line in _spans(part).split("\n"))


def _spans(part: Json) -> str:
    return "".join(map(_span, part["elements"]))


def _span(each: Json) -> str:
    if each["type"] == "user":
        return f"@{MEMBERS.get(each['user_id'], each['user_id'])}"
    return str(each.get("text") or each.get("fallback") or "")


_BLOCKS: dict[str, Callable[[Json], Iterator[str]]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "input": _input,
    "actions": _row,
    "divider": _divider,
    "rich_text": _rich_text,
}


def _element(element: Json) -> Iterator[str]:
    if element["type"] == "button":
        yield from _button(element)
    elif element["type"] == "overflow":
        yield f"  menu: {' | '.join(_words(each['text']) for each in element['options'])}"
    else:
        yield from _field(element)


def _button(element: Json) -> Iterator[str]:
    spoken = element.get("accessibility_label")
    yield f"[{_words(element['text'])}]" + (f"  spoken: {spoken}" if spoken else "")
    asked = element.get("confirm")
    if asked:
        yield f"  asks first: {_words(asked['title'])} {_words(asked['text'])}"
        yield f"  [{_words(asked['deny'])}] [{_words(asked['confirm'])}]"


def _field(element: Json) -> Iterator[str]:
    if element.get("placeholder"):
        yield f"  placeholder: {_words(element['placeholder'])}"
    if element.get("initial_value"):
        yield from (f"  | {line}" for line in str(element["initial_value"]).split("\n"))
    chosen = [*element.get("initial_options", ()), *filter(None, [element.get("initial_option")])]
    values = {each["value"] for each in chosen}
    options = element.get("options") or chosen
    yield from (f"  ({'x' if each['value'] in values else ' '}) {_option(each)}" for each in options)
    given = [element.get(name) for name in ("initial_date", "initial_user", "initial_conversation")]
    for each in [*given, *element.get("initial_users", ())]:
        if each:
            yield f"  | {MEMBERS.get(each, CHANNELS.get(each, each))}"


def _option(option: Json) -> str:
    about = _words(option.get("description"))
    return _words(option["text"]) + (f" – {about}" if about else "")
