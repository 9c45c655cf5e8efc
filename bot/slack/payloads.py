"""Reads a payload's basics: who acted, which listener it is for, and which delivery it is."""

import json
from collections.abc import Mapping
from typing import Any

from bot.slack.matchers import first_word

Body = Mapping[str, Any]


def payload_of(body: Body) -> Body:
    """Unwrap an interactive payload, which is JSON in a form field. Others are returned as they are."""
    payload = body.get("payload")
    return json.loads(payload) if isinstance(payload, str) else body


def actor_of(body: Body) -> str:
    """Return the Slack id of the person who acted. Empty for an event that is Slack's own.

    The whole user in a `user_change` is whom it is about.
    """
    event = body.get("event") or {}
    by = event.get("user")
    named = body.get("user") or body.get("user_id") or ("" if isinstance(by, Mapping) else by)
    named = named or event.get("user_id")
    return str((named.get("id") if isinstance(named, Mapping) else named) or "")


def is_from_elsewhere(body: Body, slack_id: str) -> bool:
    """Tell whether the payload names another organisation as the person's."""
    user = body.get("user")
    team_id = user.get("team_id") if isinstance(user, Mapping) else None
    return team_id not in {None, slack_id} and not body.get("enterprise")


def listener_names(body: Body) -> tuple[str, ...]:
    """List the listener names a payload may belong to, the most specific first.

    Several listeners may share one command.
    """
    if "command" in body:
        name, word = f"command:{body['command']}", first_word(body)
        return (f"{name} {word}", name) if word else (name,)
    kind = body.get("type")
    if kind == "block_actions":
        return (f"action:{body['actions'][0]['action_id']}",)
    if kind == "block_suggestion":
        return (f"options:{body['action_id']}",)
    if kind in {"view_submission", "view_closed"}:
        return (f"{'view' if kind == 'view_submission' else 'closed'}:{body['view']['callback_id']}",)
    if kind == "event_callback":
        return (f"event:{body['event']['type']}",)
    return (f"shortcut:{body.get('callback_id')}",)


def typed_in_private(body: Body) -> bool:
    """Tell whether a command was typed in a private channel: Slack then keeps the channel's name back."""
    return body.get("channel_name") == "privategroup"


def once_of(body: Body) -> str | None:
    """Return an id of this click or event that is the same when Slack repeats it. None if there is none."""
    return body.get("event_id") or body.get("trigger_id")
