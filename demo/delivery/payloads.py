"""Payloads as Slack sends them: commands, presses, submissions, option loads, shortcuts and events."""

from demo.delivery.shapes import message_json, view_json
from demo.world.model import Channel, Json, SlackMessage, User, View
from demo.world.world import World

_TOKEN = "demo-verification-token"  # Slack's deprecated verification token; apps must not rely on it


def command(world: World, user: User, channel: Channel, name: str, text: str) -> Json:
    team = world.teams[world.workspace_of(user)]
    return {
        "token": _TOKEN,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": channel.name if channel.kind != "private" else "privategroup",
        "user_id": user.id,
        "user_name": user.handle,
        "command": name,
        "text": text,
        "api_app_id": world.app_id,
        **_organisation(world, team.id),
        "is_enterprise_install": "true" if _enterprise(world, team.id) else "false",
        "response_url": world.new_response_url(user, channel),
        "trigger_id": world.new_trigger(user, channel=channel.id),
    }


def _from(world: World, user: User, kind: str) -> Json:
    team = world.teams[world.workspace_of(user)]
    return {
        "type": kind,
        "team": {"id": team.id, "domain": team.domain},
        "user": {"id": user.id, "username": user.handle, "name": user.handle, "team_id": user.team_id},
        "api_app_id": world.app_id,
        "token": _TOKEN,
        "enterprise": _enterprise(world, team.id),
        "is_enterprise_install": _enterprise(world, team.id) is not None,
    }


def _enterprise(world: World, team_id: str) -> Json | None:
    """Return the organisation that installed the app for all its workspaces, if any."""
    install = world.installations.get(team_id)
    return install.enterprise if install else None


def _organisation(world: World, team_id: str) -> Json:
    enterprise = _enterprise(world, team_id)
    return {"enterprise_id": enterprise["id"]} if enterprise else {}


def press_in_message(
    world: World, user: User, message: SlackMessage, actions: list[Json], state: Json
) -> Json:
    channel = world.channels[message.channel]
    return {
        **_from(world, user, "block_actions"),
        "container": _message_container(message),
        "trigger_id": world.new_trigger(user, channel=channel.id),
        "channel": {"id": channel.id, "name": _name(channel)},
        **({} if message.ephemeral_to else {"message": message_json(world, message)}),
        "state": {"values": state},
        "response_url": world.new_response_url(user, channel, message.ts),
        "actions": actions,
    }


def press_in_view(world: World, user: User, view: View, actions: list[Json]) -> Json:
    return {
        **_from(world, user, "block_actions"),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": world.new_trigger(user, view=view.id),
        "view": view_json(world, view),
        "actions": actions,
    }


def _message_container(message: SlackMessage) -> Json:
    made: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    return made | ({"thread_ts": message.thread_ts} if message.thread_ts else {})


def _name(channel: Channel) -> str:
    return {"private": "privategroup", "dm": "directmessage"}.get(channel.kind, channel.name)


def submission(world: World, user: User, view: View, response_urls: list[Json]) -> Json:
    return {
        **_from(world, user, "view_submission"),
        "trigger_id": world.new_trigger(user, view=view.id),
        "view": view_json(world, view),
        "response_urls": response_urls,
    }


def closed(world: World, user: User, view: View, cleared: bool) -> Json:
    return {
        **_from(world, user, "view_closed"),
        "view": view_json(world, view),
        "is_cleared": cleared,
    }


def suggestion(
    world: World, user: User, where: View | SlackMessage, block_id: str, action_id: str, typed: str
) -> Json:
    made = {
        **_from(world, user, "block_suggestion"),
        "action_id": action_id,
        "block_id": block_id,
        "value": typed,
    }
    if isinstance(where, View):
        return made | {
            "container": {"type": "view", "view_id": where.id},
            "view": view_json(world, where),
        }
    channel = world.channels[where.channel]
    return made | {
        "container": _message_container(where),
        "channel": {"id": channel.id, "name": _name(channel)},
        "message": message_json(world, where),
    }


def global_shortcut(world: World, user: User, callback_id: str) -> Json:
    made = _from(world, user, "shortcut")
    del made["api_app_id"]
    return made | {
        "callback_id": callback_id,
        "action_ts": world.ids.ts(),
        "trigger_id": world.new_trigger(user),
    }


def message_shortcut(world: World, user: User, message: SlackMessage, callback_id: str) -> Json:
    channel = world.channels[message.channel]
    made = _from(world, user, "message_action")
    del made["api_app_id"], made["user"]["username"]
    return made | {
        "callback_id": callback_id,
        "trigger_id": world.new_trigger(user, channel=channel.id),
        "response_url": world.new_response_url(user, channel, message.ts),
        "message_ts": message.ts,
        "message": message_json(world, message),
        "channel": {"id": channel.id, "name": _name(channel)},
        "action_ts": world.ids.ts(),
    }


_WITHOUT_CONTEXT = ("app_home_opened", "app_uninstalled", "tokens_revoked")


def _context(team_id: str) -> Json:
    return {"context_team_id": team_id, "context_enterprise_id": None}


def event(world: World, team_id: str, inner: Json, connect: bool = False) -> Json:
    install = world.installations[team_id]
    return {
        "token": _TOKEN,
        "team_id": team_id,
        **_organisation(world, team_id),
        **({} if inner["type"] in _WITHOUT_CONTEXT else _context(team_id)),
        "api_app_id": world.app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": world.ids.new("Ev"),
        "event_time": int(world.now()),
        "authorizations": [
            {
                "enterprise_id": install.enterprise["id"] if install.enterprise else None,
                "team_id": team_id,
                "user_id": install.bot_user,
                "is_bot": True,
                "is_enterprise_install": install.enterprise is not None,
            }
        ],
        "is_ext_shared_channel": connect,
        "event_context": f"4-{world.ids.hash()}",
    }
