"""The gestures the page offers, one function for each path below /demo/. Objects are named by id."""

from collections.abc import Awaitable, Callable

from demo.delivery.installing import install_now, uninstall
from demo.person import gestures, pressing, submitting
from demo.person.pressing import Where
from demo.world.desk import FINE, Desk, Result
from demo.world.model import Channel, Json, User, View
from demo.world.refusals import SlackRefuses

Act = Callable[[Desk, User, Json], Awaitable[Json]]


def _shown(result: Result) -> Json:
    return {"ok": True} if result.ok else {"ok": False, "error": result.error}


def _channel(desk: Desk, user: User, body: Json) -> Channel:
    channel = desk.world.channels.get(str(body.get("channel")))
    if channel is None or not desk.world.may_see(user, channel):
        raise SlackRefuses("This conversation is not there.")
    return channel


def _view(desk: Desk, user: User, body: Json) -> View:
    view = desk.world.views.get(str(body.get("view")))
    if view is None or view.closed or view.user != user.id:
        raise SlackRefuses("This view is closed.")
    return view


def _where(desk: Desk, user: User, body: Json) -> Where:
    if body.get("view"):
        return _view(desk, user, body)
    channel = _channel(desk, user, body)
    for message in desk.world.seen_by(user, channel):
        if message.ts == body.get("ts"):
            return message
    raise SlackRefuses("This message is gone.")


async def say(desk: Desk, user: User, body: Json) -> Json:
    channel, text, thread = _channel(desk, user, body), str(body.get("text", "")), body.get("thread_ts")
    if text.startswith("/") and not thread:
        name, _, rest = text.partition(" ")
        return await command(desk, user, {**body, "command": name, "text": rest.strip()})
    _may_write(desk, user, channel)
    gestures.say(desk, user, channel, text, thread)
    return _shown(FINE)


def _may_write(desk: Desk, user: User, channel: Channel) -> None:
    bot = desk.world.bot_of(channel.team_id)
    with_app = channel.kind == "dm" and bot is not None and bot.id in channel.members
    if with_app and desk.world.manifest.messages_read_only:
        raise SlackRefuses("Sending messages to this app has been turned off.")
    if user.id not in channel.members:
        raise SlackRefuses("Join the channel first.")
    if channel.archived:
        raise SlackRefuses("This channel is archived.")


async def command(desk: Desk, user: User, body: Json) -> Json:
    channel = _channel(desk, user, body)
    if user.id not in channel.members:
        raise SlackRefuses("Join the channel first.")
    name, text = str(body.get("command")), str(body.get("text", ""))
    return _shown(await gestures.command(desk, user, channel, name, text))


async def choose(desk: Desk, user: User, body: Json) -> Json:
    where, ids = _where(desk, user, body), (str(body.get("block_id")), str(body.get("action_id")))
    value, enter = body.get("value") or {}, bool(body.get("enter"))
    return _shown(await pressing.choose(desk, user, where, *ids, value, enter))


async def options(desk: Desk, user: User, body: Json) -> Json:
    where, ids = _where(desk, user, body), (str(body.get("block_id")), str(body.get("action_id")))
    answer = await pressing.options(desk, user, where, *ids, str(body.get("value", "")))
    return {"ok": True, **answer}


async def submit(desk: Desk, user: User, body: Json) -> Json:
    return _shown(await submitting.submit(desk, user, _view(desk, user, body)))


async def close(desk: Desk, user: User, body: Json) -> Json:
    return _shown(await submitting.close(desk, user, _view(desk, user, body), bool(body.get("all"))))


async def shortcut(desk: Desk, user: User, body: Json) -> Json:
    where = _where(desk, user, body) if body.get("ts") else None
    message = None if isinstance(where, View) else where
    return _shown(await gestures.shortcut(desk, user, str(body.get("callback_id")), message))


async def home(desk: Desk, user: User, body: Json) -> Json:
    return _shown(await gestures.open_home(desk, user, str(body.get("tab", "home"))))


async def read(desk: Desk, user: User, body: Json) -> Json:
    channel = _channel(desk, user, body)
    last = desk.world.messages[channel.id][-1:]
    if last and desk.world.last_read.get((user.id, channel.id)) != last[0].ts:
        desk.world.last_read[user.id, channel.id] = last[0].ts
        desk.world.changes.bump(f"channel:{channel.id}")
    return _shown(FINE)


async def join(desk: Desk, user: User, body: Json) -> Json:
    gestures.join(desk, user, _channel(desk, user, body))
    return _shown(FINE)


async def add_app(desk: Desk, user: User, body: Json) -> Json:
    channel = _channel(desk, user, body)
    bot = desk.world.bot_of(channel.team_id)
    if bot:
        gestures.join(desk, bot, channel, inviter=user)
    return _shown(FINE)


async def remove_app(desk: Desk, user: User, body: Json) -> Json:
    channel = _channel(desk, user, body)
    bot = desk.world.bot_of(channel.team_id)
    if bot and bot.id in channel.members:
        gestures.leave(desk, bot, channel)
    return _shown(FINE)


async def direct(desk: Desk, user: User, body: Json) -> Json:
    people = desk.world.people_of(desk.world.workspace_of(user))
    if str(body.get("user")) not in [each.id for each in people]:
        raise SlackRefuses("There is no such person.")
    team_id = desk.world.workspace_of(user)
    return {"ok": True, "channel": desk.world.dm(team_id, user.id, str(body["user"])).id}


async def take_out(desk: Desk, user: User, body: Json) -> Json:
    """Uninstall the app. Administrators only."""
    team_id = desk.world.workspace_of(user)
    if not user.is_admin:
        raise SlackRefuses("Only an administrator can uninstall an app.")
    if team_id not in desk.world.installations:
        raise SlackRefuses("The app is not installed.")
    await uninstall(desk.world, desk.events, team_id)
    return _shown(FINE)


async def put_in(desk: Desk, user: User, body: Json) -> Json:
    """Install the app again: return its own install address if it has one, otherwise install at once."""
    team_id = desk.world.workspace_of(user)
    if not user.is_admin:
        raise SlackRefuses("Only an administrator can install an app.")
    if desk.world.install_url:
        return {"ok": True, "url": desk.world.install_url}
    token = desk.world.last_tokens.get(team_id) or desk.world.ids.secret("xoxb")
    install_now(desk.world, team_id, token)
    return _shown(FINE)


async def problem(desk: Desk, user: User, body: Json) -> Json:
    desk.problem(str(body.get("method", "page")), str(body.get("text", "")))
    return _shown(FINE)


ACTS: dict[str, Act] = {
    "say": say,
    "command": command,
    "click": choose,
    "choose": choose,
    "type": choose,
    "options": options,
    "submit": submit,
    "close": close,
    "shortcut": shortcut,
    "home": home,
    "read": read,
    "join": join,
    "add-app": add_app,
    "remove-app": remove_app,
    "dm": direct,
    "problem": problem,
    "install": put_in,
    "uninstall": take_out,
}
