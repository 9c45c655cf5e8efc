"""What the page shows one person, as JSON: profile, conversations, messages, modals, emails and log."""

from dataclasses import asdict

from demo.person.view_state import values_of
from demo.world.log import Log, Logged
from demo.world.mailbox import Mail
from demo.world.model import Channel, Json, SlackMessage, User, View
from demo.world.world import World


def person(user: User) -> Json:
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "handle": user.handle,
        "email": user.email,
        "title": user.title,
        "role": user.role,
        "is_bot": user.is_bot,
        "is_guest": user.is_guest,
        "is_stranger": user.is_stranger,
        "deleted": user.deleted,
        "initials": "".join(word[0] for word in user.name.split()[:2]).upper(),
        "color": f"#{user.color}",
    }


def app(world: World) -> Json:
    manifest = world.manifest
    bot = next((user for user in world.users.values() if user.is_bot), None)
    return {
        "id": world.app_id,
        "name": manifest.name,
        "user_id": bot.id if bot else "",
        "commands": [asdict(each) for each in manifest.commands or ()],
        "shortcuts": [asdict(each) for each in manifest.shortcuts],
        "home_tab": manifest.home_tab,
        "messages_tab": manifest.messages_tab,
        "messages_tab_read_only": manifest.messages_read_only,
        "color": manifest.color,
    }


def everybody(world: World, smtp: str, tour: bool) -> Json:
    return {
        "workspaces": [asdict(team) for team in world.teams.values()],
        "people": [person(user) for user in world.users.values()],
        "app": app(world),
        "mailbox": f"{world.base_url}/#mail",
        "smtp": smtp,
        "tour": tour,
    }


def state(world: World, user: User, tab: str | None) -> Json:
    """Describe what one tab of the page shows to a person."""
    team = world.teams[world.workspace_of(user)]
    home = world.home(user.id)
    return {
        "version": world.changes.version,
        "workspace": asdict(team),
        "person": person(user),
        "people": [person(each) for each in world.people_of(team.id)],
        "channels": [channel(world, user, each) for each in _sidebar(world, user, team.id)],
        "modals": [view(each) for each in world.stack(user.id) if each.tab in (None, tab)],
        "home": view(home) if home else None,
        "now": world.now(),
    }


def _sidebar(world: World, user: User, team_id: str) -> list[Channel]:
    seen = [each for each in world.channels_of(team_id) if world.may_see(user, each)]
    return sorted(seen, key=lambda each: each.kind == "dm")


def channel(world: World, user: User, each: Channel) -> Json:
    other = next((member for member in each.members if member != user.id), None)
    with_whom = world.users[other] if each.kind == "dm" and other else None
    bot = world.bot_of(each.team_id)
    return {
        "id": each.id,
        "name": with_whom.name if with_whom else each.name,
        "kind": each.kind,
        "is_member": user.id in each.members,
        "archived": each.archived,
        "topic": each.topic,
        "with": with_whom.id if with_whom else None,
        "is_app_dm": bool(with_whom and with_whom.is_bot),
        "unread": world.unread(user, each) if user.id in each.members else 0,
        "members": each.members,
        "app_is_member": bool(bot and bot.id in each.members),
    }


def view(each: View) -> Json:
    return {
        "id": each.id,
        "type": each.type,
        "title": each.body.get("title"),
        "submit": each.body.get("submit"),
        "close": each.body.get("close"),
        "blocks": each.blocks,
        "state": {"values": each.values},
        "errors": each.errors,
        "notice": each.notice,
        "warnings": [asdict(warned) for warned in each.warnings],
        "busy": each.busy,
        "hash": each.hash,
        "callback_id": each.body.get("callback_id", ""),
        "root_view_id": each.root_view_id,
        "previous_view_id": each.previous_view_id,
    }


def messages(world: World, user: User, where: Channel) -> Json:
    seen = list(world.seen_by(user, where))
    since = world.last_read.get((user.id, where.id), "")
    replies = [each.thread_ts for each in seen if each.thread_ts and each.thread_ts != each.ts]
    return {
        "channel": channel(world, user, where),
        "messages": [_message(world, user, each, since, replies.count(each.ts)) for each in seen],
    }


def _message(world: World, user: User, each: SlackMessage, since: str, replies: int) -> Json:
    author = world.users[each.user]
    return {
        "ts": each.ts,
        "thread_ts": each.thread_ts,
        "user": each.user,
        "name": author.name,
        "is_app": author.is_bot,
        "text": each.text,
        "blocks": each.blocks,
        "ephemeral": each.ephemeral_to is not None,
        "edited": each.edited is not None,
        "reply_count": replies,
        "files": [_file(world, user, file_id) for file_id in each.files],
        "subtype": each.subtype,
        "state": {"values": each.states.get(user.id) or values_of(each.blocks, {})},
        "warnings": [asdict(warned) for warned in each.warnings.get(user.id, ())],
        "unread": each.ts > since and each.user != user.id,
    }


def _file(world: World, user: User, file_id: str) -> Json:
    file = world.files[file_id]
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "alt": file.alt_text,
        "size": len(file.data),
        "url": f"/demo/file/{file.id}?person={user.id}",
    }


def mail_line(mail: Mail) -> Json:
    return {
        "id": mail.id,
        "to": mail.to,
        "from": mail.sender,
        "subject": mail.subject,
        "date": mail.at,
        "seen": mail.seen,
    }


def mail_whole(mail: Mail) -> Json:
    return mail_line(mail) | {
        "envelope_from": mail.envelope_from,
        "headers": mail.headers,
        "text": mail.text,
        "html": mail.html,
        "links": mail.links,
        "size": len(mail.raw),
    }


_SHOWN = 500
_LOGGED = ("n", "at", "direction", "method", "scope", "tier", "status", "answer", "caller", "detail")


def log(entries: Log) -> Json:
    newest = list(entries.requests)[-_SHOWN:][::-1]
    problems = entries.problems[-_SHOWN:][::-1]
    return {"requests": [_logged(each) for each in newest], "problems": [asdict(each) for each in problems]}


def _logged(each: Logged) -> Json:
    return {name: getattr(each, name) for name in _LOGGED} | {"duration_ms": round(each.duration_ms, 1)}
