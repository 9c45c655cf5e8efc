"""Makes up a Slack payload for any listener of the app, from the listener's name."""

from typing import Any

from demo.delivery.transport import Reply, What
from demo.person.person import Person
from tests.kit.product import House

Json = dict[str, Any]


def knock(house: House, person: Person, listener: str, value: str = "1") -> tuple[What, Json]:
    """Make the delivery with which this person reaches a listener. `value` is what a button carries."""
    kind, _, name = listener.partition(":")
    body = _common(house, person)
    if kind == "command":
        return "command", _command(house, person, name)
    if kind == "options":
        block = {"action_id": name, "block_id": name, "value": "a"}
        return "options", {**body, **block, "type": "block_suggestion", "view": _view("any")}
    if kind == "action":
        action = {"type": "button", "action_id": name, "block_id": "b", "value": value}
        channel = house.demo.channel("general")
        url = {"response_url": house.demo.world.new_response_url(person.user, channel)}
        return "interactive", {**body, **url, "type": "block_actions", "actions": [action]}
    if kind == "view":
        return "interactive", {**body, "type": "view_submission", "view": _view(name)}
    if kind == "closed":
        return "interactive", {**body, "type": "view_closed", "view": _view(name)}
    if kind == "shortcut":
        channel = house.demo.channel("general")
        message = {
            "type": "message",
            "user": person.id,
            "ts": "1.1",
            "text": "Ada <mailto:ada@x.dk|ada@x.dk>",
        }
        place = {"channel": {"id": channel.id}, "message": message, "message_ts": "1.1"}
        url = {"response_url": house.demo.world.new_response_url(person.user, channel)}
        return "interactive", {**body, **place, **url, "type": "message_action", "callback_id": name}
    if kind == "event":
        event = {"type": name, "user": person.id, "tab": "home", "channel": "D0123456789", "event_ts": "1.1"}
        if name == "file_shared":
            general = house.demo.channel("general").id
            event |= {"user_id": person.id, "file_id": "F0123456789", "channel_id": general}
        frame = {
            "type": "event_callback",
            "team_id": house.demo.team.id,
            "event_id": f"Ev{body['trigger_id']}",
        }
        return "event", {**frame, "api_app_id": house.demo.world.app_id, "event": event}
    raise AssertionError(f"nobody knows how Slack reaches {listener!r}")


def _common(house: House, person: Person) -> Json:
    return {
        "team": {"id": house.demo.team.id, "domain": "acme"},
        "user": {"id": person.id, "username": person.user.handle, "team_id": person.user.team_id},
        "api_app_id": house.demo.world.app_id,
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": house.demo.world.new_trigger(person.user),
    }


def _command(house: House, person: Person, name: str) -> Json:
    command, _, text = name.partition(" ")
    return {
        "team_id": house.demo.team.id,
        "channel_id": house.demo.channel("general").id,
        "user_id": person.id,
        "command": command,
        "text": text,
        "api_app_id": house.demo.world.app_id,
        "is_enterprise_install": "false",
        "trigger_id": house.demo.world.new_trigger(person.user),
    }


def _view(callback_id: str) -> Json:
    return {
        "id": "V0123456789",
        "type": "modal",
        "callback_id": callback_id,
        "title": {"type": "plain_text", "text": "Any"},
        "private_metadata": "",
        "state": {"values": {}},
    }


async def said(house: House, payload: Json, reply: Reply) -> str:
    """Return what the person reads, in the answer or in a message afterwards. Empty for events."""
    if "event" in payload:
        return ""
    if payload.get("type") == "block_suggestion":
        assert reply.answer == {"options": []}
    if "response_url" not in payload:
        return str(reply.answer)
    query = "SELECT payload FROM outbox WHERE kind = 'reply' ORDER BY id DESC LIMIT 1"
    return str((await house.rows(query))[0]["payload"])
