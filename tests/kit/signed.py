"""Requests signed as Slack signs them, and forged ones."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

from demo.delivery.over_http import sign
from tests.kit.product import SIGNING_SECRET, House

FORM = "application/x-www-form-urlencoded"


async def post(
    house: House,
    body: bytes | str,
    *,
    kind: str = FORM,
    timestamp: str | None = None,
    signature: str | None = None,
    secret: str = SIGNING_SECRET,
) -> httpx.Response:
    """POST to /slack/events, signed unless a part of the signature is given."""
    raw = body.encode() if isinstance(body, str) else body
    stamp = str(int(house.clock.seconds())) if timestamp is None else timestamp
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": sign(secret, stamp, raw) if signature is None else signature,
    }
    return await house.web.post("/slack/events", content=raw, headers=headers)


async def post_json(house: House, body: object) -> httpx.Response:
    """POST an event."""
    return await post(house, json.dumps(body), kind="application/json")


async def post_event(house: House, event: Mapping[str, str], event_id: str = "Ev1") -> httpx.Response:
    """POST an event of the first workspace, in the envelope that Slack puts around it."""
    frame = {"type": "event_callback", "team_id": house.demo.team.id, "event_id": event_id}
    return await post_json(house, frame | {"event": event})


async def post_payload(house: House, payload: object) -> httpx.Response:
    """POST a press or a form."""
    return await post(house, urlencode({"payload": json.dumps(payload)}))


def command(house: House, name: str = "/contacts", text: str = "help", **changes: Any) -> str:
    """Make a slash command's body, from Jordan."""
    jordan = house.person("Jordan Lee")
    fields = {
        "command": name,
        "text": text,
        "team_id": jordan.team_id,
        "user_id": jordan.id,
        "channel_name": "general",
        "trigger_id": "1.2.3",
        "response_url": f"{house.demo.url}/response/1",
    }
    return urlencode(fields | changes)
