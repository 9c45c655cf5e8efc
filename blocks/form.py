"""Reads a submitted view: block_id is the name of the form's field."""

from collections.abc import Mapping
from typing import Any


def read(view: Mapping[str, Any]) -> dict[str, Any]:
    """{field: value}: text as str ("" when empty), a choice as its value, several as a tuple of values."""
    values: Mapping[str, Mapping[str, Any]] = view["state"]["values"]
    return {field: _value(next(iter(elements.values()))) for field, elements in values.items()}


def _value(element: Mapping[str, Any]) -> Any:
    for several in ("selected_options", "selected_users", "selected_conversations"):
        if several in element:
            return tuple(_chosen(choice) for choice in element[several] or ())
    for one in ("selected_option", "selected_user", "selected_conversation", "selected_date"):
        if one in element:
            return _chosen(element[one])
    return element.get("value") or ""


def _chosen(choice: Any) -> Any:
    return choice["value"] if isinstance(choice, Mapping) else choice
