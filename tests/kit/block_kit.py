"""Checks our Block Kit independently: with the blockkit package, and rules that it lacks."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import blockkit
from blockkit.core import ComponentValidationError, FieldValidationError

Json = Mapping[str, Any]

MOST_MESSAGE_BLOCKS = 50
MOST_VIEW_BLOCKS = 100
MOST_FIELD_CHARACTERS = 2_000
MOST_OPTION_CHARACTERS = 75
MOST_OPTIONS = 100

COMPONENTS = {
    "actions": blockkit.Actions,
    "button": blockkit.Button,
    "channels_select": blockkit.ChannelsSelect,
    "checkboxes": blockkit.Checkboxes,
    "context": blockkit.Context,
    "conversations_select": blockkit.ConversationsSelect,
    "datepicker": blockkit.DatePicker,
    "divider": blockkit.Divider,
    "email_text_input": blockkit.EmailInput,
    "external_select": blockkit.ExternalSelect,
    "file_input": blockkit.FileInput,
    "header": blockkit.Header,
    "image": blockkit.Image,
    "input": blockkit.Input,
    "modal": blockkit.Modal,
    "home": blockkit.Home,
    "multi_conversations_select": blockkit.MultiConversationsSelect,
    "multi_external_select": blockkit.MultiExternalSelect,
    "multi_static_select": blockkit.MultiStaticSelect,
    "multi_users_select": blockkit.MultiUsersSelect,
    "number_input": blockkit.NumberInput,
    "overflow": blockkit.Overflow,
    "plain_text_input": blockkit.PlainTextInput,
    "radio_buttons": blockkit.RadioButtons,
    "rich_text": blockkit.RichText,
    "rich_text_list": blockkit.RichTextList,
    "rich_text_preformatted": blockkit.RichTextPreformatted,
    "rich_text_quote": blockkit.RichTextQuote,
    "rich_text_section": blockkit.RichTextSection,
    "section": blockkit.Section,
    "static_select": blockkit.StaticSelect,
    "users_select": blockkit.UsersSelect,
}
RICH_PARTS = {
    "text": blockkit.RichTextEl,
    "link": blockkit.RichLinkEl,
    "user": blockkit.RichUserEl,
    "channel": blockkit.RichChannelEl,
    "date": blockkit.RichDateEl,
    "emoji": blockkit.RichEmojiEl,
}


def _stricter_than_slack(node: Json, key: str) -> bool:
    """Tell whether the package refuses what Slack's reference allows and many apps use."""
    opens_at_once = key == "min_query_length" and node[key] == 0
    longer_than_74 = key == "initial_value" and node["type"] == "email_text_input"
    a_number_is_text = key == "initial_value" and node["type"] == "number_input"
    return opens_at_once or longer_than_74 or a_number_is_text


def faults_of_view(view: Any) -> list[str]:
    view = json.loads(view) if isinstance(view, str) else view
    found = [*_by_the_package(view), *_repeated_ids(view["blocks"])]
    if len(view["blocks"]) > MOST_VIEW_BLOCKS:
        found.append(f"{len(view['blocks'])} blocks in a view")
    is_modal = view["type"] == "modal"
    if is_modal and any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
        found.append("an input in a view without submit")
    return found


def faults_of_message(message: Json) -> list[str]:
    blocks = message.get("blocks") or []
    blocks = json.loads(blocks) if isinstance(blocks, str) else blocks
    found = _repeated_ids(blocks)
    if len(blocks) > MOST_MESSAGE_BLOCKS:
        found.append(f"{len(blocks)} blocks in a message")
    if not message.get("text"):
        found.append("a message without text, which screen readers and notifications read")
    return [*found, *(fault for block in blocks for fault in _faults_of_block(json.dumps(block)))]


def faults_of_options(options: Sequence[Json]) -> list[str]:
    found = [f"{len(options)} options"] if len(options) > MOST_OPTIONS else []
    values = Counter(option.get("value") for option in options)
    found += [f"the option {value!r} twice" for value, times in values.items() if times > 1]
    return [*found, *(fault for option in options for fault in _built(option, _option))]


@lru_cache(maxsize=20_000)
def _faults_of_block(block: str) -> list[str]:
    return _by_the_package(json.loads(block))


def _by_the_package(node: Json) -> list[str]:
    return _built(node, _component)


def _built(node: Json, make: Any) -> list[str]:
    try:
        make(node).build()
    except (FieldValidationError, ComponentValidationError, TypeError, KeyError) as error:
        return [f"{error} in {json.dumps(node)[:500]}"]
    return []


def _component(node: Json, key: str = "") -> Any:
    """Build the package's object from this JSON. Unknown fields raise TypeError."""
    kind = node.get("type")
    if kind in ("plain_text", "mrkdwn"):
        return blockkit.Text(**node)
    if kind == "text" or (key == "rich" and kind in RICH_PARTS):
        return RICH_PARTS[str(kind)](**_parts(node, "rich"))
    if kind == "image" and "block_id" not in node and key == "elements":
        return blockkit.ImageEl(**_parts(node))
    if kind in COMPONENTS:
        return COMPONENTS[kind](**_parts(node, "rich" if kind.startswith("rich_text") else ""))
    if kind is None and key == "confirm":
        return blockkit.Confirm(**_parts(node))
    if kind is None and key in ("options", "option"):
        return _option(node)
    raise TypeError(f"nobody knows a {kind!r} here")


@lru_cache(maxsize=20_000)
def _made(node: str, key: str) -> Any:
    """Make it once for all tests: most of a view or a card is in others, too. It can be built once only."""
    component = _component(json.loads(node), key)
    component.build = cache(component.build)
    return component


def _option(node: Json) -> Any:
    return blockkit.Option(**_parts(node))


def _parts(node: Json, inside: str = "") -> dict[str, Any]:
    return {
        key: _part(key, value, inside)
        for key, value in node.items()
        if key != "type" and not _stricter_than_slack(node, key)
    }


def _part(key: str, value: Any, inside: str) -> Any:
    if key == "style" and isinstance(value, dict):
        return blockkit.RichStyle(**value)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        role = "options" if key.endswith("options") else inside or key
        return [_made(json.dumps(each), role) for each in value]
    if isinstance(value, dict) and key == "filter":
        return blockkit.ConversationFilter(**value)
    if isinstance(value, dict) and key == "dispatch_action_config":
        return blockkit.DispatchActionConfig(**value)
    if isinstance(value, dict):
        return _component(value, "option" if key.endswith("option") else key)
    return value


def _repeated_ids(blocks: Iterable[Json]) -> list[str]:
    blocks = list(blocks)
    names = Counter(block["block_id"] for block in blocks if "block_id" in block)
    found = [f"the block_id {name!r} twice" for name, times in names.items() if times > 1]
    for block in blocks:
        ids = Counter(element["action_id"] for element in _elements(block) if "action_id" in element)
        found += [f"the action_id {name!r} twice" for name, times in ids.items() if times > 1]
        found += _long_fields(block)
    return found


def _elements(block: Json) -> Iterator[Json]:
    yield from (each for each in block.get("elements", ()) if isinstance(each, dict))
    yield from (block[key] for key in ("element", "accessory") if key in block)


def _long_fields(block: Json) -> list[str]:
    fields = block.get("fields", ())
    return [
        f"a field of {len(field['text'])} characters"
        for field in fields
        if len(field["text"]) > MOST_FIELD_CHARACTERS
    ]
