"""The chat.* methods: the app's own messages."""

import re
from typing import Any

from demo.api.call import Call, Method
from demo.delivery.posting import checked_blocks, redraw
from demo.delivery.shapes import message_json
from demo.world.model import Channel, Json, SlackMessage
from demo.world.refusals import SlackRefuses

_CUT_AT = 40_000
_UPDATE_MOST = 4_000
_METADATA_BYTES = 16_000


def post_message(call: Call) -> Json:
    channel = _destination(call)
    blocks = _blocks(call)
    message = SlackMessage(
        call.world.ids.ts(),
        channel.id,
        call.me.id,
        _text(call, blocks)[:_CUT_AT],
        blocks,
        _thread(call, channel),
        call.install.bot_id,
        metadata=_metadata(call),
    )
    call.world.add_message(message)
    return {"channel": channel.id, "ts": message.ts, "message": message_json(call.world, message)}


def post_ephemeral(call: Call) -> Json:
    channel = _destination(call)
    user = call.user(call.need("user"))
    if user.id not in channel.members:
        raise SlackRefuses("user_not_in_channel")
    blocks = _blocks(call)
    message = SlackMessage(
        call.world.ids.ts(),
        channel.id,
        call.me.id,
        _text(call, blocks),
        blocks,
        _thread(call, channel),
        call.install.bot_id,
        ephemeral_to=user.id,
    )
    call.world.add_message(message)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    message = _own_message(call, "cant_update_message")
    blocks = _blocks(call) if "blocks" in call.args else message.blocks
    text = call.text("text")
    if text is not None and len(text) > _UPDATE_MOST:
        raise SlackRefuses("msg_too_long")
    if text is None and "blocks" not in call.args:
        raise SlackRefuses("no_text")
    if text is not None:
        message.text = text
    if "metadata" in call.args:
        message.metadata = _metadata(call)
    redraw(call.world, message, blocks)
    changed = message_json(call.world, message)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": {key: value for key, value in changed.items() if key != "ts"},
    }


def delete(call: Call) -> Json:
    message = _own_message(call, "cant_delete_message")
    call.world.messages[message.channel].remove(message)
    call.world.changes.bump(f"channel:{message.channel}")
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    channel = call.channel(call.need("channel"))
    message = call.world.message(channel.id, call.need("message_ts"))
    if message is None:
        raise SlackRefuses("message_not_found")
    address = f"{call.world.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": address}


def _destination(call: Call) -> Channel:
    wanted = call.need("channel")
    channel = _channel_or_person(call, wanted)
    if channel.kind == "dm" and not call.world.manifest.messages_tab:
        raise SlackRefuses("messages_tab_disabled")
    if channel.archived:
        raise SlackRefuses("is_archived")
    if channel.refuses:
        raise SlackRefuses(channel.refuses)
    public = channel.kind == "public" and "chat:write.public" in call.install.scopes
    if call.me.id not in channel.members and not public:
        raise SlackRefuses("not_in_channel")
    return channel


def _channel_or_person(call: Call, wanted: str) -> Channel:
    if re.fullmatch(r"[UW][A-Z0-9]{8,}", wanted):
        user = next((each for each in call.people() if each.id == wanted), None)
        if user is None or user.deleted or user.is_bot:
            raise SlackRefuses("channel_not_found")
        return call.world.dm(call.install.team_id, call.me.id, user.id)
    if wanted.startswith("#"):
        names = {each.name: each.id for each in call.world.channels_of(call.install.team_id)}
        wanted = names.get(wanted[1:], wanted)
    return call.channel(wanted)


def _blocks(call: Call) -> list[Json]:
    given: Any = call.json("blocks")
    return checked_blocks(call.world, given)


def _text(call: Call, blocks: list[Json]) -> str:
    markdown = call.text("markdown_text")
    text = call.text("text") or ""
    if markdown is not None and (text or blocks):
        raise SlackRefuses("markdown_text_conflict")
    if not text and not blocks and not markdown:
        raise SlackRefuses("no_text")
    return markdown or text


def _thread(call: Call, channel: Channel) -> str | None:
    thread = call.text("thread_ts")
    if thread and call.world.message(channel.id, thread) is None:
        raise SlackRefuses("thread_not_found")
    return thread or None


def _metadata(call: Call) -> Json | None:
    given = call.json("metadata")
    if given is None:
        return None
    if not isinstance(given, dict) or not {"event_type", "event_payload"} <= set(given):
        raise SlackRefuses("invalid_metadata_format")
    if len(str(given)) > _METADATA_BYTES:
        raise SlackRefuses("metadata_too_large")
    return given


def _own_message(call: Call, error: str) -> SlackMessage:
    channel = call.channel(call.need("channel"))
    message = call.world.message(channel.id, call.need("ts"))
    if message is None or message.ephemeral_to:
        raise SlackRefuses("message_not_found")
    if message.user != call.me.id:
        raise SlackRefuses(error)
    if channel.archived:
        raise SlackRefuses("is_archived")
    return message


METHODS = {
    "chat.postMessage": Method(post_message, "chat:write", "post"),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write", "4"),
    "chat.update": Method(update, "chat:write", "3"),
    "chat.delete": Method(delete, "chat:write", "3"),
    "chat.getPermalink": Method(get_permalink, "", "permalink"),
}
