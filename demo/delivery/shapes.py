"""Slack's JSON for people, channels, messages, views and files, the same in answers and payloads."""

from datetime import datetime
from zoneinfo import ZoneInfo

from demo.world.model import Channel, File, Json, SlackMessage, User, UserGroup, View
from demo.world.world import World


def user_json(world: World, user: User, emails: bool) -> Json:
    profile: Json = {
        "real_name": user.name,
        "real_name_normalized": user.name,
        "display_name": user.handle,
        "display_name_normalized": user.handle,
        "title": user.title,
        "team": user.team_id,
        "first_name": user.name.partition(" ")[0],
        "last_name": user.name.partition(" ")[2],
        "is_custom_image": bool(user.photo),
        "image_72": user.photo or f"{world.base_url}/avatar/{user.id}.png",
        "image_192": user.photo or f"{world.base_url}/avatar/{user.id}.png",
    }
    if emails and not user.is_bot:
        profile["email"] = user.email
    made: Json = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.handle,
        "deleted": user.deleted,
        "color": user.color,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": int(world.now()),
    }
    if user.is_stranger:
        made["is_stranger"] = True
    install = world.installations.get(user.team_id)
    if install and install.enterprise:
        made["enterprise_user"] = {
            "id": user.id,
            "enterprise_id": install.enterprise["id"],
            "is_admin": user.leads_organisation,
            "is_owner": False,
            "teams": [user.team_id],
        }
    if not user.deleted:
        made |= _living(user, world.now())
    return made


def _living(user: User, now: float) -> Json:
    offset = datetime.fromtimestamp(now, ZoneInfo(user.tz)).utcoffset()
    return {
        "real_name": user.name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": user.is_admin,
        "is_owner": user.is_admin,
        "is_primary_owner": False,
        "is_restricted": user.is_guest,
        "is_ultra_restricted": False,
        "is_email_confirmed": True,
    }


def usergroup_json(group: UserGroup, *, users: bool = False) -> Json:
    made: Json = {
        "id": group.id,
        "team_id": group.team_id,
        "is_usergroup": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": group.updated,
        "date_update": group.updated,
        "date_delete": group.disabled_at,
        "prefs": {"channels": [], "groups": []},
        "user_count": len(group.users),
    }
    return made | {"users": group.users} if users else made


def channel_json(world: World, channel: Channel, me: str) -> Json:
    if channel.kind == "dm":
        return _dm_json(world, channel, me)
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind != "private",
        "is_group": channel.kind == "private",
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "created": channel.created,
        "creator": channel.creator,
        "is_archived": channel.archived,
        "is_general": channel.name == "general",
        "is_shared": channel.kind == "connect",
        "is_ext_shared": channel.kind == "connect",
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "shared_team_ids": channel.shared_team_ids,
        "context_team_id": channel.team_id,
        "is_member": me in channel.members,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
        "unlinked": 0,
        "updated": channel.created,
    }


def _dm_json(world: World, channel: Channel, me: str) -> Json:
    other = next((each for each in channel.members if each != me), me)
    return {
        "id": channel.id,
        "created": channel.created,
        "is_archived": False,
        "is_im": True,
        "is_org_shared": False,
        "user": other,
        "is_open": True,
        "context_team_id": channel.team_id,
        "updated": channel.created,
        "priority": 0,
    }


def message_json(world: World, message: SlackMessage) -> Json:
    user = world.users[message.user]
    made: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": user.team_id,
    }
    if message.bot_id:
        made |= {
            "bot_id": message.bot_id,
            "app_id": world.app_id,
            "bot_profile": _bot_profile(world, user, message.bot_id),
        }
    if message.files:
        made["files"] = [_file_in_message(world, world.files[each]) for each in message.files]
    optional = {
        "blocks": message.blocks,
        "thread_ts": message.thread_ts,
        "subtype": message.subtype,
        "edited": message.edited,
        "metadata": message.metadata,
    }
    return made | {key: value for key, value in optional.items() if value}


def _file_in_message(world: World, file: File) -> Json:
    """Describe a file inside a message. Unlike elsewhere, the other places it is shared in are left out."""
    whole = file_json(world, file)
    return {key: value for key, value in whole.items() if key not in ("channels", "groups", "ims")}


def _bot_profile(world: World, bot: User, bot_id: str) -> Json:
    image = f"{world.base_url}/avatar/{bot.id}.png"
    return {
        "id": bot_id,
        "deleted": False,
        "name": bot.name,
        "updated": 0,
        "app_id": world.app_id,
        "icons": {"image_36": image, "image_48": image, "image_72": image},
        "team_id": bot.team_id,
    }


def view_json(world: World, view: View) -> Json:
    body = view.body
    made = {
        "id": view.id,
        "team_id": view.team_id,
        "type": view.type,
        "blocks": view.blocks,
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": {"values": view.values},
        "hash": view.hash,
        "title": body.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": world.app_id,
        "external_id": body.get("external_id", ""),
        "app_installed_team_id": view.team_id,
        "bot_id": world.installations[view.team_id].bot_id,
    }
    if "submit_disabled" in body:
        made["submit_disabled"] = body["submit_disabled"]
    return made


def file_json(world: World, file: File) -> Json:
    address = f"{world.base_url}/files-pri/{file.team_id}-{file.id}"
    if file.check_file_info:
        return {"id": file.id, "mode": "file_access", "file_access": "check_file_info"}
    by_kind = _shares(world, file)
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.filetype,
        "pretty_type": file.filetype.upper(),
        "user": file.user,
        "user_team": file.user_team or file.team_id,
        "editable": file.mode == "snippet",
        "size": len(file.data) if file.told_size is None else file.told_size,
        "mode": file.mode,
        "is_external": file.is_external,
        "external_type": "gdrive" if file.is_external else "",
        "is_public": bool(by_kind.get("public")),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": file.url_private or f"{address}/{file.name}",
        "url_private_download": file.url_private or f"{address}/download/{file.name}",
        "permalink": f"{world.base_url}/files/{file.user}/{file.id}/{file.name}",
        "comments_count": 0,
        "is_starred": False,
        "shares": by_kind,
        "channels": _where(world, file, ("public", "connect")),
        "groups": _where(world, file, ("private",)),
        "ims": _where(world, file, ("dm",)),
        "has_more_shares": False,
        "file_access": "visible",
    }


def _shares(world: World, file: File) -> Json:
    kinds: Json = {}
    for share in file.shares if file.shares_shown else ():
        entry: Json = {
            "reply_users": [],
            "reply_users_count": 0,
            "reply_count": 0,
            "ts": share.ts,
            "channel_name": world.channels[share.channel].name,
            "team_id": file.team_id,
            "share_user_id": file.user,
        }
        if share.thread_ts:
            entry["thread_ts"] = share.thread_ts
        kind = "private" if share.private else "public"
        kinds.setdefault(kind, {}).setdefault(share.channel, []).append(entry)
    return kinds


def _where(world: World, file: File, kinds: tuple[str, ...]) -> list[str]:
    return [share.channel for share in file.shares if world.channels[share.channel].kind in kinds]
