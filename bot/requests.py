"""What a payload of Slack's says of itself: who acted, through which listener, and which delivery this is."""

import json
from collections.abc import Mapping
from typing import Any

from bot.access import LISTENERS
from bot.words import first_word

Body = Mapping[str, Any]


def payload_of(body: Body) -> Body:
    """An interactive payload comes as JSON in one form field; everything else is itself."""
    payload = body.get("payload")
    return json.loads(payload) if isinstance(payload, str) else body


def actor_of(body: Body) -> str:
    """The Slack id of the person who did this."""
    user = body.get("user")
    if isinstance(user, Mapping):
        return str(user["id"])
    event = body.get("event", {})
    return str(body.get("user_id") or event.get("user") or event.get("user_id") or "")


def is_from_elsewhere(body: Body, slack_id: str) -> bool:
    """Whether the payload says itself that the person belongs to another organisation."""
    user = body.get("user")
    team_id = user.get("team_id") if isinstance(user, Mapping) else None
    return team_id not in {None, slack_id} and not body.get("enterprise")


def listener_of(body: Body) -> str:
    """The name of the listener, as the role matrix has it."""
    if "command" in body:
        word = f"command:{body['command']} {first_word(body)}"
        return word if word in LISTENERS else f"command:{body['command']}"
    kind = body.get("type")
    if kind == "block_actions":
        return f"action:{body['actions'][0]['action_id']}"
    if kind == "block_suggestion":
        return f"options:{body['action_id']}"
    if kind in {"view_submission", "view_closed"}:
        return f"{'view' if kind == 'view_submission' else 'closed'}:{body['view']['callback_id']}"
    if kind == "event_callback":
        return f"event:{body['event']['type']}"
    return f"shortcut:{body.get('callback_id')}"


def once_of(body: Body) -> str | None:
    """A name for this one click or event, the same when it is delivered again; None if it changes nothing."""
    return body.get("event_id") or body.get("trigger_id")
