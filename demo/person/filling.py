"""Turns what a person writes or picks into the value of a field."""

import re
from typing import Any

from demo.delivery.shapes import file_json
from demo.person import finding, gestures, pressing
from demo.person.pressing import Where
from demo.person.seen import CannotDo, Spot
from demo.person.view_state import key_of
from demo.world.desk import Desk
from demo.world.model import Channel, Json, User

# An option that offers to create what was typed. Tests write only the part in quotes.
_CREATE = re.compile(r"Create [\"“](.*)[\"”]")


async def value_for(desk: Desk, user: User, where: Where, spot: Spot, given: Any) -> Json:
    """Turn words, names, texts or bytes into a value for `state.values`."""
    kind, key = spot.element["type"], key_of(spot.element)
    if kind.startswith("multi_") or kind in ("checkboxes", "file_input"):
        many = given if isinstance(given, list | tuple) and not _is_file(given) else [given]
        _few_enough(spot, len(many))
        return {key: [await _one(desk, user, where, spot, each) for each in many if each not in (None, "")]}
    if given is None or given == "":
        return {key: None}
    return {key: await _one(desk, user, where, spot, given)}


def _few_enough(spot: Spot, count: int) -> None:
    most = int(spot.element.get("max_selected_items") or spot.element.get("max_files") or 100)
    if count > most:
        raise CannotDo(f"The field takes {most}, not {count}.")


def _is_file(given: Any) -> bool:
    return isinstance(given, tuple) and len(given) == 2 and isinstance(given[1], bytes)


async def _one(desk: Desk, user: User, where: Where, spot: Spot, given: Any) -> Any:
    kind = spot.element["type"].removeprefix("multi_")
    if kind in ("static_select", "checkboxes", "radio_buttons"):
        return finding.option(desk.world, spot.element, given)
    if kind == "external_select":
        return await _external(desk, user, where, spot, given)
    if kind == "users_select":
        return _person(desk, user, given)
    if kind in ("conversations_select", "channels_select"):
        return _conversation(desk, user, spot, given)
    if kind == "file_input":
        return _file(desk, user, spot, given)
    if kind == "datetimepicker":
        return int(given)
    if kind == "rich_text_input" and isinstance(given, str):
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": given}]}
        return {"type": "rich_text", "elements": [section]}
    return _typed(spot, str(given))


def _typed(spot: Spot, text: str) -> str:
    most = spot.element.get("max_length", 3000)
    if "\n" in text and not spot.element.get("multiline"):
        raise CannotDo("The field has one line.")
    if len(text) > most:
        raise CannotDo(f"The field takes {most} characters, not {len(text)}.")
    return text


async def _external(desk: Desk, user: User, where: Where, spot: Spot, words: str) -> Json:
    new = _CREATE.fullmatch(words)
    answer = await pressing.options(desk, user, where, *spot.ids, new[1] if new else words)
    return finding.option(desk.world, answer, words)


def _person(desk: Desk, user: User, words: str) -> str:
    people = desk.world.people_of(desk.world.workspace_of(user))
    known = {each.name: each.id for each in people if not each.deleted} | {
        each.id: each.id for each in people
    }
    if words not in known:
        raise CannotDo(f"There is no person {words!r} to choose.")
    return known[words]


_INCLUDED = {"public": "public", "connect": "public", "private": "private", "dm": "im"}


def _conversation(desk: Desk, user: User, spot: Spot, words: str) -> str:
    channels = desk.world.channels_of(desk.world.workspace_of(user))
    visible = [each for each in channels if desk.world.may_see(user, each) and _offered(spot.element, each)]
    known = {each.name: each.id for each in visible} | {each.id: each.id for each in visible}
    if words.lstrip("#") not in known:
        raise CannotDo(f"There is no conversation {words!r} to choose.")
    return known[words.lstrip("#")]


def _offered(element: Json, channel: Channel) -> bool:
    """Check whether a select lists this channel.

    Its filter decides, and channels_select lists public ones only.
    """
    chosen = element.get("filter", {})
    kinds = chosen.get("include", ["public", "private", "im"])
    if "channels_select" in element["type"]:
        kinds = ["public"]
    shared = channel.kind == "connect" and chosen.get("exclude_external_shared_channels")
    return _INCLUDED[channel.kind] in kinds and not channel.archived and not shared


def _file(desk: Desk, user: User, spot: Spot, given: tuple[str, bytes]) -> Json:
    name, data = given
    allowed = spot.element.get("filetypes")
    if allowed and name.rpartition(".")[2].lower() not in allowed:
        raise CannotDo(f"The field takes files of {allowed}, not {name!r}.")
    if len(data) > 10_000_000:
        raise CannotDo("The field takes files of up to 10 MB.")
    return file_json(desk.world, gestures.made_file(desk, user, name, data))
