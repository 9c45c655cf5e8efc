"""Checks that a payload has the fields Slack always sends for its kind."""

from collections.abc import Callable, Mapping
from typing import Any

Body = Mapping[str, Any]

_OBJECTS = ("team", "user", "view", "channel", "message", "container", "enterprise")


def is_slacks(body: Body) -> bool:
    """Tell whether a payload has the fields listeners rely on. They check any others themselves."""
    if "command" in body:
        return _texts(body, "command", "user_id", "team_id", "trigger_id")
    check = _SHAPES.get(str(body.get("type")))
    # Bolt reads an event in whatever has this field.
    return check is not None and isinstance(body.get("event", {}), Mapping) and check(body)


def _event(body: Body) -> bool:
    event = body.get("event")
    of_somebody = _texts(body, "team_id") or _texts(body, "enterprise_id")
    return isinstance(event, Mapping) and _texts(event, "type") and _texts(body, "event_id") and of_somebody


def _click(body: Body) -> bool:
    actions = body.get("actions")
    if not isinstance(actions, list) or not actions:
        return False
    named = all(isinstance(action, Mapping) and _texts(action, "action_id") for action in actions)
    return named and _texts(body, "trigger_id") and _from_somebody(body)


def _form(body: Body) -> bool:
    view = body.get("view")
    if not isinstance(view, Mapping) or not _texts(view, "id", "callback_id"):
        return False
    state = view.get("state")
    values = state.get("values") if isinstance(state, Mapping) else None
    return (isinstance(values, Mapping) or body["type"] == "view_closed") and _from_somebody(body)


def _options(body: Body) -> bool:
    return _texts(body, "action_id") and _from_somebody(body)


def _shortcut(body: Body) -> bool:
    return _texts(body, "callback_id", "trigger_id") and _from_somebody(body)


def _from_somebody(body: Body) -> bool:
    objects = (body.get(name) for name in _OBJECTS)
    if not all(value is None or isinstance(value, Mapping) for value in objects):
        return False
    return _texts(body.get("user") or {}, "id")


def _texts(fields: Body, *names: str) -> bool:
    return all(isinstance(fields.get(name), str) and fields[name] for name in names)


_SHAPES: Mapping[str, Callable[[Body], bool]] = {
    "event_callback": _event,
    "block_actions": _click,
    "view_submission": _form,
    "view_closed": _form,
    "block_suggestion": _options,
    "shortcut": _shortcut,
    "message_action": _shortcut,
    "url_verification": lambda body: _texts(body, "challenge"),
    "app_rate_limited": lambda _body: True,
}
