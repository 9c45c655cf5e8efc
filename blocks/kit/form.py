"""Reads submitted views, whose block_ids are the form fields' names, and ids in payloads."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from storage.entities.errors import NotFound

_AN_ID = re.compile(r"[1-9][0-9]{0,17}")  # fits the integer type of both databases


def read(view: Mapping[str, Any]) -> dict[str, Any]:
    """Read a submitted view: {field: value}.

    Text is a str ("" if empty), one choice its value, several a tuple of values, files a tuple of Slack's
    file objects.
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
    """Parse the id in a payload.

    Raises NotFound if it is none; whether it exists in this workspace, the query checks.
    """
    text = str(claimed)
    if not _AN_ID.fullmatch(text):
        raise NotFound(thing)
    return int(text)


def unversioned(form: Mapping[str, Any]) -> dict[str, Any]:
    """Remove the version from the field names: {field: value}."""
    return {field.rpartition("-")[0]: value for field, value in form.items()}


def field_errors(view: Mapping[str, Any], errors: Mapping[str, str]) -> dict[str, str]:
    """Rename errors by field to the field names of this view, which contain the version."""
    fields: Sequence[str] = list(view["state"]["values"])
    return {
        next((each for each in fields if each.rpartition("-")[0] == field), field): text
        for field, text in errors.items()
    }
