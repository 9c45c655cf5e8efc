"""Files uploaded from the page, into a conversation or a modal's file field."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from demo.delivery.shapes import file_json
from demo.person import gestures, pressing
from demo.world.desk import Desk
from demo.world.model import File, User, View

Upload = tuple[str, bytes]


class PageUploads:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._world = desk.world

    async def upload(self, request: Request) -> Response:
        if request.headers.get("x-demo") != "1":
            return _refused("This request is malformed.", 400)
        async with request.form() as form:
            words = {key: value for key, value in form.items() if isinstance(value, str)}
            given = [each for each in form.getlist("file") if not isinstance(each, str)]
            uploads = [(each.filename or "file", await each.read()) for each in given]
        user = self._world.users.get(words.get("person", ""))
        if user is None or user.is_bot or user.deleted or not uploads:
            return _refused("There is nothing to see here.", 404)
        if "view" in words:
            return await self._into_field(user, words, uploads)
        return self._into_channel(user, words, uploads)

    def _into_channel(self, user: User, words: dict[str, str], uploads: list[Upload]) -> Response:
        channel = self._world.channels.get(words.get("channel", ""))
        if channel is None or user.id not in channel.members or channel.archived:
            return _refused("You cannot share a file here.")
        files = self._made(user, uploads)
        for file in files:
            thread, text = words.get("thread_ts") or None, words.get("text", "")
            gestures.upload(self._desk, user, channel, file, text, thread)
        return _taken(files)

    async def _into_field(self, user: User, words: dict[str, str], uploads: list[Upload]) -> Response:
        view = self._world.views.get(words["view"])
        if view is None or view.closed or view.user != user.id:
            return _refused("This view is closed.")
        ids = words.get("block_id", ""), words.get("action_id", "")
        return await self._kept(user, view, ids, self._made(user, uploads))

    async def _kept(self, user: User, view: View, ids: tuple[str, str], files: list[File]) -> Response:
        value = {"files": [file_json(self._world, file) for file in files]}
        await pressing.choose(self._desk, user, view, *ids, value)
        return _taken(files)

    def _made(self, user: User, uploads: list[Upload]) -> list[File]:
        return [gestures.made_file(self._desk, user, name, data) for name, data in uploads]


def _taken(files: list[File]) -> Response:
    return JSONResponse({"ok": True, "file": files[0].id})


def _refused(text: str, status: int = 200) -> Response:
    return JSONResponse({"ok": False, "error": text}, status)
