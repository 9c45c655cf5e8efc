"""Rules for interactive elements, with the limits from Slack's documentation."""

from collections.abc import Iterator, Mapping
from typing import Any

from demo.blockkit.objects import (
    CONFIRM,
    DISPATCH,
    FILTER,
    ID,
    IMAGE_FIELDS,
    MARKED_OPTION,
    OPTION,
    OPTION_GROUP,
    RICH_TEXT,
    URL,
    option,
    plain,
)
from demo.blockkit.rules import Fault, Rule, anything, exactly_one, flag, many, one_of, record, string, whole

_DATE = string(10, pattern=r"\d{4}-\d\d-\d\d")
_TIME = string(5, pattern=r"([01]\d|2[0-3]):[0-5]\d")
_NUMBER = string(40, pattern=r"-?\d+(\.\d+)?")


def _element(required: Mapping[str, Rule], optional: Mapping[str, Rule], *extra: Rule) -> Rule:
    return record({"type": anything, **required}, {"action_id": ID, **optional}, *extra)


def _select(required: Mapping[str, Rule], optional: Mapping[str, Rule], *extra: Rule) -> Rule:
    shared: dict[str, Rule] = {"placeholder": plain(150), "focus_on_load": flag, "confirm": CONFIRM}
    return _element(required, {**shared, **optional}, *extra)


def _initial_options(element: Any) -> list[Any]:
    one = [element["initial_option"]] if "initial_option" in element else []
    return [*one, *element.get("initial_options", ())]


def _initial_is_offered(element: Any, at: str) -> Iterator[Fault]:
    groups = element.get("option_groups", ())
    offered = [*element.get("options", ()), *(each for group in groups for each in group["options"])]
    if any(each not in offered for each in _initial_options(element)):
        key = "initial_option" if "initial_option" in element else "initial_options"
        yield Fault(f"{at}/{key}", "must exactly match one of the provided options")


def _values_differ(element: Any, at: str) -> Iterator[Fault]:
    values = [each["value"] for each in element.get("options", ())]
    if len(values) != len(set(values)):
        yield Fault(f"{at}/options", "option values must be unique")


def _few_enough(element: Any, at: str) -> Iterator[Fault]:
    if len(_initial_options(element)) > element.get("max_selected_items", 100):
        yield Fault(f"{at}/initial_options", "more than max_selected_items")


def _lengths_agree(element: Any, at: str) -> Iterator[Fault]:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if least > most:
        yield Fault(f"{at}/min_length", "must not be greater than max_length")
    if len(element.get("initial_value", "")) > most:
        yield Fault(f"{at}/initial_value", "must not be longer than max_length")


def _numbers_agree(element: Any, at: str) -> Iterator[Fault]:
    keys = ("min_value", "max_value", "initial_value")
    if not element["is_decimal_allowed"] and any("." in element.get(key, "") for key in keys):
        yield Fault(at, "decimals are not allowed")


_STATIC: dict[str, Rule] = {"options": many(OPTION, 100), "option_groups": many(OPTION_GROUP, 100)}
_SOME_OPTIONS = exactly_one(("options", "option_groups"))
_MOST: dict[str, Rule] = {"max_selected_items": whole(1, 100)}
_TYPED: dict[str, Rule] = {
    "placeholder": plain(150),
    "focus_on_load": flag,
    "dispatch_action_config": DISPATCH,
}
_CONVERSATIONS: dict[str, Rule] = {"default_to_current_conversation": flag, "filter": FILTER}
_QUERY: dict[str, Rule] = {"min_query_length": whole(0, 3000)}
_ONE_URL: dict[str, Rule] = {"response_url_enabled": flag}
_BOXES: dict[str, Rule] = {"confirm": CONFIRM, "focus_on_load": flag}

ELEMENTS: dict[str, Rule] = {
    "button": _element(
        {"text": plain(75)},
        {
            "value": string(2000),
            "url": URL,
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
    ),
    "static_select": _select(
        {}, {**_STATIC, "initial_option": OPTION}, _SOME_OPTIONS, _initial_is_offered, _values_differ
    ),
    "multi_static_select": _select(
        {},
        {**_STATIC, **_MOST, "initial_options": many(OPTION, 100)},
        _SOME_OPTIONS,
        _initial_is_offered,
        _few_enough,
        _values_differ,
    ),
    "external_select": _select({}, {**_QUERY, "initial_option": OPTION}),
    "multi_external_select": _select(
        {}, {**_QUERY, **_MOST, "initial_options": many(OPTION, 100)}, _few_enough
    ),
    "users_select": _select({}, {"initial_user": ID}),
    "multi_users_select": _select({}, {**_MOST, "initial_users": many(ID, 100)}),
    "conversations_select": _select({}, {**_CONVERSATIONS, **_ONE_URL, "initial_conversation": ID}),
    "multi_conversations_select": _select(
        {}, {**_CONVERSATIONS, **_MOST, "initial_conversations": many(ID, 100)}
    ),
    "channels_select": _select({}, {**_ONE_URL, "initial_channel": ID}),
    "multi_channels_select": _select({}, {**_MOST, "initial_channels": many(ID, 100)}),
    "overflow": _element({"options": many(option(url=True), 5)}, {"confirm": CONFIRM}, _values_differ),
    "checkboxes": _element(
        {"options": many(MARKED_OPTION, 10)},
        {**_BOXES, "initial_options": many(MARKED_OPTION, 10)},
        _initial_is_offered,
        _values_differ,
    ),
    "radio_buttons": _element(
        {"options": many(MARKED_OPTION, 10)},
        {**_BOXES, "initial_option": MARKED_OPTION},
        _initial_is_offered,
        _values_differ,
    ),
    "datepicker": _select({}, {"initial_date": _DATE}),
    "timepicker": _select({}, {"initial_time": _TIME, "timezone": string(100)}),
    "datetimepicker": _element({}, {**_BOXES, "initial_date_time": whole(10**9, 10**10 - 1)}),
    "plain_text_input": _element(
        {},
        {
            **_TYPED,
            "initial_value": string(3000, 0),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
        _lengths_agree,
    ),
    "email_text_input": _element({}, {**_TYPED, "initial_value": string(3000, 0)}),
    "url_text_input": _element({}, {**_TYPED, "initial_value": string(3000, 0)}),
    "number_input": _element(
        {"is_decimal_allowed": flag},
        {**_TYPED, "initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER},
        _numbers_agree,
    ),
    "rich_text_input": _element(
        {}, {**_TYPED, "initial_value": RICH_TEXT, "min_lines": whole(1, 100), "max_lines": whole(1, 100)}
    ),
    "file_input": _element({}, {"filetypes": many(string(40), 100), "max_files": whole(1, 10)}),
    "image": record(
        {"type": anything, "alt_text": string(2000)}, IMAGE_FIELDS, exactly_one(tuple(IMAGE_FIELDS))
    ),
}

_TEXTS = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"}
_MULTI = {name for name in ELEMENTS if name.startswith("multi_")}
_ONES = {each.removeprefix("multi_") for each in _MULTI}
_CHOICES = {"checkboxes", "radio_buttons", "datepicker", "timepicker"}

IN_SECTION = {"button", "overflow", "image", *_CHOICES, *_MULTI, *_ONES}
IN_ACTIONS = {"button", "overflow", "datetimepicker", "rich_text_input", *_CHOICES, *_ONES}
IN_INPUT = {"datetimepicker", "file_input", *_TEXTS, *_CHOICES, *_MULTI, *_ONES}
STATEFUL = (IN_SECTION | IN_ACTIONS | IN_INPUT) - {"button", "overflow", "image"}
