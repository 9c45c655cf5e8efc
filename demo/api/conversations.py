"""The conversations.* methods: channels and direct messages."""

from demo.api.call import Call, Method
from demo.api.people import page
from demo.delivery.shapes import channel_json
from demo.world.model import Channel, Json
from demo.world.refusals import SlackRefuses

_TYPES = {
    "public": "public_channel",
    "connect": "public_channel",
    "private": "private_channel",
    "dm": "im",
}
# the scope needed to read each type of conversation
_SCOPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


def open_conversation(call: Call) -> Json:
    given = call.text("channel")
    if given:
        return {"channel": {"id": call.channel(given).id}}
    names = [each for each in call.need("users").split(",") if each]
    if len(names) != 1:
        raise SlackRefuses("method_not_supported_for_channel_type")
    user = call.user(names[0])
    if user.deleted:
        raise SlackRefuses("user_disabled")
    if user.is_bot:
        raise SlackRefuses("cannot_dm_bot")
    known = {each.id for each in call.world.channels_of(call.install.team_id)}
    channel = call.world.dm(call.install.team_id, call.me.id, user.id)
    already = {"no_op": True, "already_open": True} if channel.id in known else {}
    full = channel_json(call.world, channel, call.me.id)
    return {"channel": full if call.flag("return_im") else {"id": channel.id}, **already}


def info(call: Call) -> Json:
    channel = call.channel(call.need("channel"))
    _may_read(call, _TYPES[channel.kind])
    made = channel_json(call.world, channel, call.me.id)
    if call.flag("include_num_members"):
        made["num_members"] = len(channel.members)
    return {"channel": made}


def list_all(call: Call) -> Json:
    wanted = (call.text("types") or "public_channel").split(",")
    for each in wanted:
        _may_read(call, each)
    mine = [each for each in call.world.channels_of(call.install.team_id) if _listed(call, each, wanted)]
    channels, cursor = page(call, mine)
    return {
        "channels": [channel_json(call.world, each, call.me.id) for each in channels],
        "response_metadata": {"next_cursor": cursor},
    }


def _listed(call: Call, channel: Channel, wanted: list[str]) -> bool:
    if channel.archived and call.flag("exclude_archived"):
        return False
    known = channel.kind in ("public", "connect") or call.me.id in channel.members
    return known and _TYPES[channel.kind] in wanted


def members(call: Call) -> Json:
    channel = call.channel(call.need("channel"))
    _may_read(call, _TYPES[channel.kind])
    people, cursor = page(call, channel.members)
    return {"members": people, "response_metadata": {"next_cursor": cursor}}


def join(call: Call) -> Json:
    channel = call.channel(call.need("channel"))
    if channel.kind != "public":
        raise SlackRefuses("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackRefuses("is_archived")
    warning: Json = {}
    if call.me.id in channel.members:
        warning = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    else:
        channel.members.append(call.me.id)
        call.world.changes.bump("people", f"channel:{channel.id}")
    return {"channel": channel_json(call.world, channel, call.me.id), **warning}


def _may_read(call: Call, type_: str) -> None:
    needed = _SCOPES.get(type_)
    if needed is None:
        raise SlackRefuses("invalid_types")
    if needed not in call.install.scopes:
        provided = ",".join(sorted(call.install.scopes))
        raise SlackRefuses("missing_scope", needed=needed, provided=provided)


_READ = "channels:read|groups:read|im:read|mpim:read"
METHODS = {
    "conversations.open": Method(open_conversation, "im:write", "3"),
    "conversations.info": Method(info, _READ, "3"),
    "conversations.list": Method(list_all, _READ, "2"),
    "conversations.members": Method(members, _READ, "4"),
    "conversations.join": Method(join, "channels:join", "3"),
}
