"""A small workspace as JSON: people, the app, channels, an email, views and messages. Pure data."""

from typing import Any

Json = dict[str, Any]


def person(user_id: str, name: str, role: str, color: str) -> Json:
    initials = "".join(word[0] for word in name.split())
    given = {"id": user_id, "team_id": "T1", "name": name, "title": "", "role": role, "is_bot": role == "app"}
    return {**given, "initials": initials, "color": color}


def channel(channel_id: str, name: str, **more: Any) -> Json:
    given: Json = {"id": channel_id, "name": name, "kind": "public", "is_member": True, "archived": False}
    given |= {"topic": "", "with": None, "is_app_dm": False, "unread": 0, "app_is_member": True}
    return {**given, "members": ["U1", "U2", "U3"], **more}


def view(view_id: str, blocks: list[Json], **more: Any) -> Json:
    title = {"type": "plain_text", "text": "Invite a contact"}
    given: Json = {
        "id": view_id,
        "type": "modal",
        "title": title,
        "submit": None,
        "close": None,
        "blocks": blocks,
    }
    given |= {"state": {"values": {}}, "errors": {}, "notice": None, "warnings": [], "busy": False}
    return {**given, **more}


def message(ts: str, text: str, **more: Any) -> Json:
    given: Json = {
        "ts": ts,
        "thread_ts": None,
        "user": "U1",
        "name": "Jordan Lee",
        "is_app": False,
        "text": text,
    }
    given |= {
        "blocks": [],
        "files": [],
        "ephemeral": False,
        "edited": False,
        "reply_count": 0,
        "subtype": None,
    }
    return {**given, "state": {"values": {}}, "warnings": [], **more}


PEOPLE = [
    person("U1", "Jordan Lee", "manager", "#7a4bb0"),
    person("U2", "Maria Garcia", "admin", "#b0562a"),
    person("U3", "Gina Guest", "guest", "#2a6fb0"),
    person("UB", "Trusted Contacts", "app", "#1f4d3a"),
]
COMMANDS = [
    {"command": "/invite-contact", "description": "Invite one person", "usage_hint": "[name] [email]"},
    {"command": "/contacts", "description": "Search and manage the pool", "usage_hint": "[words]"},
]
SHORTCUTS = [
    {
        "type": "message",
        "name": "Invite people in this message",
        "callback_id": "from_message",
        "description": "",
    },
    {"type": "global", "name": "Invite a contact", "callback_id": "invite", "description": "Open the form"},
]
APP: Json = {
    "id": "A1",
    "name": "Trusted Contacts",
    "user_id": "UB",
    "home_tab": True,
    "messages_tab": True,
    "messages_tab_read_only": True,
    "color": "#1f4d3a",
    "commands": COMMANDS,
    "shortcuts": SHORTCUTS,
}
CHANNELS = [
    channel("C1", "hiring", topic="Who is free?"),
    channel("C2", "leads", kind="private", unread=3),
    channel("C3", "random", is_member=False),
    {**channel("D1", "Trusted Contacts", kind="dm", unread=1), "with": "UB", "is_app_dm": True},
]
MAIL: Json = {
    "id": "1",
    "to": ["ada@x.dk"],
    "from": "Acme <jobs@acme.example>",
    "subject": "Acme invites you",
    "date": 1700000000.0,
    "text": "Hello Ada\n\nhttps://example.com/accept",
    "html": "<h1>Hello Ada</h1><script>document.title='x'</script><a href='https://example.com/accept'>Accept</a>",
    "links": ["https://example.com/accept"],
}
REQUEST: Json = {
    "n": 1,
    "at": 1700000000.0,
    "direction": "in",
    "method": "chat.postMessage",
    "scope": "chat:write",
    "tier": "special",
    "status": 200,
    "answer": "ok",
    "duration_ms": 3.14,
    "caller": "B1",
    "detail": "",
}
FAILED = REQUEST | {
    "n": 2,
    "direction": "out",
    "method": "POST command /contacts",
    "answer": "operation_timeout",
}
FAULTS = [
    {"name": "slack_down", "label": "Slack answers 500", "on": False, "value": None, "kind": "switch"},
    {"name": "slow", "label": "Slow by seconds", "on": False, "value": None, "kind": "number"},
]
