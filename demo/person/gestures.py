"""What a person does in a conversation: commands, shortcuts, files and messages."""

import html
import re

from demo.api.files import new_file, share
from demo.delivery import payloads
from demo.delivery.posting import answer_in_place
from demo.delivery.shapes import view_json
from demo.delivery.transport import Reply
from demo.world.desk import FINE, Desk, Result
from demo.world.model import Channel, File, Json, SlackMessage, User
from demo.world.refusals import SlackRefuses
from demo.world.world import World


async def command(desk: Desk, user: User, channel: Channel, name: str, text: str) -> Result:
    known = desk.world.manifest.command(name)
    installed = desk.world.installations.get(channel.team_id)
    if known is None or installed is None or user.is_stranger:
        return Result(f"{name} is not a valid command.")
    words = expanded(desk.world, escaped(text)) if known.should_escape else escaped(text)
    payload = payloads.command(desk.world, user, channel, name, words)
    reply = await desk.courier.deliver("command", payload)
    return _shown(desk, user, channel, name, reply)


def _shown(desk: Desk, user: User, channel: Channel, name: str, reply: Reply) -> Result:
    if reply.error:
        cause = "operation_timeout" if reply.error == "timeout" else "dispatch_failed"
        return Result(f'{name} failed with the error "{cause}"')
    answer = {"text": reply.body} if isinstance(reply.body, str) else reply.answer
    if not answer:
        return FINE
    try:
        answer_in_place(desk.world, channel, user, answer)
    except SlackRefuses as refused:
        desk.problem(f"command {name}", f"its answer: {refused}")
        return Result(f'{name} failed with the error "invalid_blocks"')
    return FINE


def escaped(text: str) -> str:
    return html.escape(text, quote=False)


def expanded(world: World, text: str) -> str:
    """Turn names and addresses into references, as Slack does for commands with `should_escape`."""
    users = {user.handle: f"<@{user.id}|{user.handle}>" for user in world.users.values()}
    channels = {each.name: f"<#{each.id}|{each.name}>" for each in world.channels.values()}
    text = re.sub(r"(?<!\S)@(\S+)", lambda found: users.get(found[1], found[0]), text)
    text = re.sub(r"(?<!\S)#(\S+)", lambda found: channels.get(found[1], found[0]), text)
    return linked(text)


def linked(text: str) -> str:
    """Mark up links as Slack stores them: `<mailto:a@b|a@b>` and `<https://…>`."""
    text = re.sub(r"(?<![<|\w])(https?://[^\s<>|]+)", r"<\1>", text)
    return re.sub(r"(?<![\w:|.+-])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)", r"<mailto:\1|\1>", text)


async def shortcut(desk: Desk, user: User, callback_id: str, message: SlackMessage | None = None) -> Result:
    kind = "message" if message else "global"
    known = {(each.type, each.callback_id): each for each in desk.world.manifest.shortcuts}
    if (kind, callback_id) not in known:
        return Result("There is no such shortcut.")
    if message:
        payload = payloads.message_shortcut(desk.world, user, message, callback_id)
    else:
        payload = payloads.global_shortcut(desk.world, user, callback_id)
    reply = await desk.courier.deliver("interactive", payload)
    name = known[kind, callback_id].name
    return Result(f"{name} did not work. Try again?") if reply.error else FINE


def say(desk: Desk, user: User, channel: Channel, text: str, thread: str | None = None) -> SlackMessage:
    message = SlackMessage(desk.world.ids.ts(), channel.id, user.id, linked(escaped(text)), thread_ts=thread)
    desk.world.add_message(message)
    kind = {"private": "group", "dm": "im"}.get(channel.kind, "channel")
    inner = {
        "type": "message",
        "user": user.id,
        "text": message.text,
        "ts": message.ts,
        "channel": channel.id,
        "channel_type": kind,
        "event_ts": message.ts,
    } | ({"thread_ts": thread} if thread else {})
    if app_hears(desk.world, channel):
        desk.world.tell(channel.team_id, inner, channel.kind == "connect")
    return message


def app_hears(world: World, channel: Channel) -> bool:
    install = world.installations.get(channel.team_id)
    return install is not None and install.bot_user in channel.members


def upload(
    desk: Desk, user: User, channel: Channel, file: File, words: str = "", thread: str | None = None
) -> SlackMessage:
    desk.world.files[file.id] = file
    return share(desk.world, [file], channel, user, escaped(words), thread)


def made_file(desk: Desk, user: User, name: str, data: bytes) -> File:
    file = new_file(desk.world, desk.world.workspace_of(user), user.id, name, data)
    desk.world.files[file.id] = file
    return file


def join(desk: Desk, user: User, channel: Channel, inviter: User | None = None) -> None:
    """Add a person or the app to a conversation, and tell the app."""
    if user.id in channel.members:
        return
    channel.members.append(user.id)
    desk.world.changes.bump("people", f"channel:{channel.id}")
    inner: Json = {
        "type": "member_joined_channel",
        "user": user.id,
        "channel": channel.id,
        "channel_type": "G" if channel.kind == "private" else "C",
        "team": user.team_id,
        "event_ts": desk.world.ids.ts(),
    }
    if app_hears(desk.world, channel):
        desk.world.tell(channel.team_id, inner | ({"inviter": inviter.id} if inviter else {}), False)


def archive(desk: Desk, channel: Channel) -> None:
    """Archive a channel: nobody can post in it any more."""
    channel.archived = True
    desk.world.changes.bump("people", f"channel:{channel.id}")


def leave(desk: Desk, user: User, channel: Channel) -> None:
    channel.members.remove(user.id)
    desk.world.changes.bump("people", f"channel:{channel.id}")


async def open_home(desk: Desk, user: User, tab: str = "home") -> Result:
    """Open the app's Home or Messages tab. Returns when the app has taken the event."""
    world = desk.world
    team_id = world.workspace_of(user)
    bot = world.bot_of(team_id)
    if bot is None or (tab == "home" and not world.manifest.home_tab):
        return Result("This app has no home.")
    inner: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": world.dm(team_id, bot.id, user.id).id,
        "tab": tab,
        "event_ts": world.ids.ts(),
    }
    home = world.home(user.id)
    if home is not None and tab == "home":
        inner["view"] = view_json(world, home)
    await desk.events.emit(team_id, inner)
    return FINE
