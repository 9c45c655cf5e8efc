"""Reads what comes back from Slack: a submitted view, whose block_ids name the form's fields, and ids."""

import re
from collections.abc import Mapping
from typing import Any

from storage.errors import NotFound

_AN_ID = re.compile(r"[1-9][0-9]{0,17}")  # what both databases can be asked for


def read(view: Mapping[str, Any]) -> dict[str, Any]:
    """{field: value}: text as str ("" when empty), a choice as its value, several as a tuple of values.

    Files are a tuple of Slack's file objects.
    """
    values: Mapping[str, Mapping[str, Any]] = view["state"]["values"]
    return {field: _value(next(iter(elements.values()))) for field, elements in values.items()}


def _value(element: Mapping[str, Any]) -> Any:
    for several in ("selected_options", "selected_users", "selected_conversations"):
        if several in element:
            return tuple(_chosen(choice) for choice in element[several] or ())
    for one in ("selected_option", "selected_user", "selected_conversation", "selected_date"):
        if one in element:
            return _chosen(element[one])
    if "files" in element:
        return tuple(element["files"] or ())
    return element.get("value") or ""


def _chosen(choice: Any) -> Any:
    return choice["value"] if isinstance(choice, Mapping) else choice


def row_id(claimed: object, thing: str = "contact") -> int:
    """The id a button or a view claims; whether it is of this workspace is for the query to say."""
    text = str(claimed)
    if not _AN_ID.fullmatch(text):
        raise NotFound(thing)
    return int(text)
