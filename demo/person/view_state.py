"""A person's input in a view or message, in the form of Slack's `state.values`."""

import re
from collections.abc import Iterator

from demo.blockkit.check import elements_of
from demo.blockkit.elements import STATEFUL
from demo.world.model import Json

# element type → (key in state.values, key of its initial value, whether it holds a list)
_KEYS: dict[str, tuple[str, str, bool]] = {
    "plain_text_input": ("value", "initial_value", False),
    "email_text_input": ("value", "initial_value", False),
    "url_text_input": ("value", "initial_value", False),
    "number_input": ("value", "initial_value", False),
    "rich_text_input": ("rich_text_value", "initial_value", False),
    "static_select": ("selected_option", "initial_option", False),
    "external_select": ("selected_option", "initial_option", False),
    "radio_buttons": ("selected_option", "initial_option", False),
    "multi_static_select": ("selected_options", "initial_options", True),
    "multi_external_select": ("selected_options", "initial_options", True),
    "checkboxes": ("selected_options", "initial_options", True),
    "users_select": ("selected_user", "initial_user", False),
    "multi_users_select": ("selected_users", "initial_users", True),
    "conversations_select": ("selected_conversation", "initial_conversation", False),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", True),
    "channels_select": ("selected_channel", "initial_channel", False),
    "multi_channels_select": ("selected_channels", "initial_channels", True),
    "datepicker": ("selected_date", "initial_date", False),
    "timepicker": ("selected_time", "initial_time", False),
    "datetimepicker": ("selected_date_time", "initial_date_time", False),
    "file_input": ("files", "", True),
}


def key_of(element: Json) -> str:
    """Return the key of this element's value in `state.values`."""
    return _KEYS[element["type"]][0]


def stateful(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield each element that holds a value, with its block."""
    return (
        (block, element) for block in blocks for element in elements_of(block) if element["type"] in STATEFUL
    )


def initial(element: Json, conversation: str | None = None) -> Json:
    key, start, is_list = _KEYS[element["type"]]
    value = element.get(start) or ([] if is_list else None)
    if value in (None, []) and element.get("default_to_current_conversation") and conversation:
        value = [conversation] if is_list else conversation
    entry = {"type": element["type"], key: value}
    if element["type"] == "timepicker" and "timezone" in element:
        entry["timezone"] = element["timezone"]
    return entry


def values_of(blocks: list[Json], before: Json, conversation: str | None = None) -> Json:
    """Build the state for new blocks.

    Input stays if block_id, action_id and type match; else the initial value.
    """
    values: Json = {}
    for block, element in stateful(blocks):
        kept = before.get(block["block_id"], {}).get(element["action_id"])
        same = kept is not None and kept["type"] == element["type"]
        entry = _still_offered(kept, element) if same else initial(element, conversation)
        values.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return values


def _still_offered(entry: Json, element: Json) -> Json:
    """Drop ticks whose option is no longer in a static list, as Slack's client does."""
    if element["type"] not in ("checkboxes", "radio_buttons"):
        return entry
    values = {option["value"]: option for option in element["options"]}
    if element["type"] == "radio_buttons":
        chosen = entry["selected_option"]
        return {**entry, "selected_option": values.get(chosen["value"]) if chosen else None}
    kept = [values[each["value"]] for each in entry["selected_options"] if each["value"] in values]
    return {**entry, "selected_options": kept}


def stored(element: Json, value: Json) -> Json:
    """Make the entry for a person's input. An empty text becomes null, as in Slack's payloads."""
    key, _, is_list = _KEYS[element["type"]]
    given = value.get(key)
    if is_list:
        given = given or []
    entry = {"type": element["type"], key: given if given != "" else None}
    if element["type"] == "timepicker" and "timezone" in element:
        entry["timezone"] = element["timezone"]
    return entry


_REQUIRED = "Please complete this required field."


def complaints(blocks: list[Json], values: Json) -> dict[str, str]:
    """List what Slack's client refuses before it sends a submission, by block_id."""
    found: dict[str, str] = {}
    for block, element in stateful(blocks):
        if block["type"] != "input":
            continue
        value = values[block["block_id"]][element["action_id"]][key_of(element)]
        text = _complaint(block, element, value)
        if text:
            found[block["block_id"]] = text
    return found


def _complaint(block: Json, element: Json, value: object) -> str | None:
    if value in (None, [], ""):
        return None if block.get("optional") else _REQUIRED
    if isinstance(value, str):
        return _text_complaint(element, value)
    return None


def _text_complaint(element: Json, value: str) -> str | None:
    kind = element["type"]
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value.strip()):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not re.fullmatch(r"https?://\S+", value):
        return "Please enter a valid URL."
    if kind == "number_input":
        return _number_complaint(element, value)
    if kind == "plain_text_input" and len(value) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if kind == "plain_text_input" and len(value) > element.get("max_length", 3000):
        return f"Please enter at most {element.get('max_length', 3000)} characters."
    return None


def _number_complaint(element: Json, value: str) -> str | None:
    digits = r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(digits, value):
        return "Please enter a valid number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None
