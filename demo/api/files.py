"""The files.* methods: file details, and the three steps of an upload."""

import mimetypes
import re

from demo.api.call import Call, Method
from demo.delivery.shapes import file_json
from demo.world.model import Channel, File, Json, Share, SlackMessage, User
from demo.world.refusals import SlackRefuses
from demo.world.world import World


def info(call: Call) -> Json:
    file = _known(call, call.need("file"))
    found = file_json(call.world, file)
    if file.check_file_info:
        file.check_file_info = False
        found = file_json(call.world, file)
        file.check_file_info = True
    answer: Json = {"file": found, "comments": [], "response_metadata": {"next_cursor": ""}}
    if file.mode == "snippet":
        answer |= {"content": file.data[:4000].decode("utf-8", "replace"), "is_truncated": False}
    return answer


def _known(call: Call, file_id: str) -> File:
    file = call.world.files.get(file_id)
    if file is None or file.team_id != call.install.team_id or not may_fetch(call.world, call.me, file):
        raise SlackRefuses("file_not_found")
    if file.deleted:
        raise SlackRefuses("file_deleted", natural=True)
    return file


def may_fetch(world: World, user: User, file: File) -> bool:
    """Check access to a file.

    Its owner, the app it was submitted to, and members of a conversation with it have access.
    """
    if file.user == user.id or (file.submitted and user.is_bot):
        return True
    return any(user.id in world.channels[share.channel].members for share in file.shares)


def delete(call: Call) -> Json:
    """Delete a file the app may delete: one of its own. It disappears from every conversation."""
    file = _known(call, call.need("file"))
    if file.user != call.me.id:
        raise SlackRefuses("cant_delete_file")
    file.deleted, file.data = True, b""
    for share in file.shares:
        message = call.world.message(share.channel, share.ts)
        if message is not None:
            call.world.messages[share.channel].remove(message)
            call.world.changes.bump(f"channel:{share.channel}")
    return {}


def get_upload_url(call: Call) -> Json:
    length = call.text("length")
    if not length or not length.isdigit() or int(length) < 1:
        raise SlackRefuses("missing_argument")
    file = new_file(call.world, call.install.team_id, call.me.id, call.need("filename"), b"")
    file.completed = False
    file.alt_text = call.text("alt_txt") or ""
    call.world.files[file.id] = file
    return {"upload_url": f"{call.world.base_url}/upload/v1/{file.id}/{length}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    wanted = call.json("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackRefuses("invalid_arguments")
    files = [_uploaded(call, each) for each in wanted]
    channel = _where(call)
    for file, each in zip(files, wanted, strict=True):
        file.title = each.get("title") or file.name
        file.completed = True
    # Slack answers before it shares the file, so `shares` is still empty
    answer = [file_json(call.world, file) for file in files]
    if channel is not None:
        thread, words = call.text("thread_ts"), call.text("initial_comment") or ""
        share(call.world, files, channel, call.me, words, thread, call.install.bot_id)
    return {"files": answer}


def _uploaded(call: Call, each: Json) -> File:
    file = call.world.files.get(str(each.get("id")))
    if file is None or file.user != call.me.id or file.completed or not file.data:
        raise SlackRefuses("file_not_found")
    return file


def _where(call: Call) -> Channel | None:
    wanted = call.text("channel_id")
    if not wanted:
        return None
    if not re.fullmatch(r"[CGDZ][A-Z0-9]{8,}", wanted):
        raise SlackRefuses("invalid_arguments")
    channel = call.channel(wanted)
    if call.me.id not in channel.members:
        raise SlackRefuses("not_in_channel")
    if channel.archived:
        raise SlackRefuses("is_archived")
    if channel.kind == "dm" and not call.world.manifest.messages_tab:
        raise SlackRefuses("messages_tab_disabled")
    thread = call.text("thread_ts")
    if thread and call.world.message(channel.id, thread) is None:
        raise SlackRefuses("thread_not_found")
    return channel


def new_file(world: World, team_id: str, user_id: str, name: str, data: bytes) -> File:
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    ending = name.rpartition(".")[2].lower() if "." in name else "binary"
    file_id = world.ids.new("F")
    file = File(file_id, team_id, user_id, name, name, data, mimetype, ending, int(world.now()))
    file.user_team = world.users[user_id].team_id
    return file


def share(
    world: World,
    files: list[File],
    channel: Channel,
    user: User,
    words: str,
    thread: str | None,
    bot_id: str | None = None,
) -> SlackMessage:
    """Post one message that shares these files in a conversation."""
    subtype = None if bot_id else "file_share"
    message = SlackMessage(world.ids.ts(), channel.id, user.id, words, [], thread, bot_id, subtype=subtype)
    message.files = [file.id for file in files]
    private = channel.kind in ("private", "dm")
    for file in files:
        file.shares.append(Share(channel.id, message.ts, thread, private))
    world.add_message(message)
    _tell(world, files, channel, user)
    return message


def _tell(world: World, files: list[File], channel: Channel, user: User) -> None:
    """Send file_shared events if the app is in the conversation, for the app's own files too."""
    install = world.installations.get(channel.team_id)
    if install is None or install.bot_user not in channel.members:
        return
    for file in files:
        inner: Json = {
            "type": "file_shared",
            "file_id": file.id,
            "user_id": user.id,
            "file": {"id": file.id},
            "channel_id": channel.id,
            "event_ts": world.ids.ts(),
        }
        world.tell(channel.team_id, inner, channel.kind == "connect")


METHODS = {
    "files.info": Method(info, "files:read", "4"),
    "files.delete": Method(delete, "files:write", "3"),
    "files.getUploadURLExternal": Method(get_upload_url, "files:write", "4"),
    "files.completeUploadExternal": Method(complete_upload, "files:write", "4"),
}
