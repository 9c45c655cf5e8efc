"""Slack's routes besides the Web API: response_url, file upload and download."""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from demo.api.files import may_fetch
from demo.delivery.posting import spend
from demo.world.faults import Faults
from demo.world.log import Log, Logged
from demo.world.model import File
from demo.world.refusals import SlackRefuses
from demo.world.world import World

_LOGIN = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in</body></html>"


class Routes:
    def __init__(self, world: World, log: Log, faults: Faults) -> None:
        self._world = world
        self._log = log
        self._faults = faults

    @property
    def all(self) -> list[Route]:
        return [
            Route("/response/{team}/{key}", self.response_url, methods=["POST"]),
            Route("/upload/v1/{file}/{length:int}", self.upload, methods=["POST"]),
            Route("/files-pri/{which}/{name}", self.download),
            Route("/files-pri/{which}/download/{name}", self.download),
        ]

    async def response_url(self, request: Request) -> Response:
        url = self._world.response_urls.get(request.path_params["key"])
        if url is None:
            return self._logged("response_url", JSONResponse({"ok": False, "error": "not_found"}, 404))
        try:
            spend(self._world, url, json.loads(await request.body()))
        except ValueError:
            return self._refused("invalid_payload", 400)
        except SlackRefuses as refused:
            status = 404 if refused.error in ("expired_url", "used_url") else 400
            return self._refused(str(refused), status)
        return self._logged("response_url", PlainTextResponse("ok"))

    def _refused(self, error: str, status: int) -> Response:
        self._log.problem(self._world.now(), "response_url", error)
        answer = JSONResponse({"ok": False, "error": error.partition(" ")[0]}, status)
        return self._logged("response_url", answer, error)

    def _logged(self, method: str, response: Response, answer: str = "ok") -> Response:
        number, now = self._log.next_number(), self._world.now()
        self._log.add(Logged(number, now, "in", method, response.status_code, answer, 0.0))
        return response

    async def upload(self, request: Request) -> Response:
        file = self._world.files.get(request.path_params["file"])
        if file is None or file.completed:
            return self._logged("upload", PlainTextResponse("not found", 404), "not_found")
        data = await _posted(request)
        if len(data) != request.path_params["length"]:
            self._log.problem(self._world.now(), "upload", f"{len(data)} bytes came, another length was told")
            return self._logged("upload", PlainTextResponse("wrong length", 400), "wrong_length")
        file.data = data
        return self._logged("upload", PlainTextResponse(f"OK - {len(data)}"))

    async def download(self, request: Request) -> Response:
        """Send a file to a token that may read it.

        Without access, answer with a login page or a redirect to it.
        """
        file = self._world.files.get(request.path_params["which"].partition("-")[2])
        await self._faults.slow_down("files.download")
        planted = self._faults.planted("files.download")
        if planted is not None and planted.status == 200:
            return self._planted(planted.error)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if planted is not None or file is None or file.deleted:
            status = planted.status if planted is not None else 404
            return self._logged("files.download", PlainTextResponse("Not found", status), str(status))
        return self._fetch(file, token)

    def _planted(self, kind: str) -> Response:
        """Give a planted answer: `redirect`, an address to redirect to, `endless`, or the login page."""
        if kind.startswith("http"):
            return self._logged("files.download", RedirectResponse(kind, 302), "redirect")
        if kind == "endless":
            return self._logged("files.download", StreamingResponse(_endless(), media_type="text/csv"))
        return self._to_login() if kind == "redirect" else self._login_page()

    def _fetch(self, file: File, token: str) -> Response:
        install = self._world.installation(token)
        if install is None or self._faults.revoked or install.team_id != file.team_id:
            return self._to_login()
        scopes = install.scopes - self._faults.missing_scopes
        bot = self._world.users[install.bot_user]
        if "files:read" not in scopes or not may_fetch(self._world, bot, file):
            return self._login_page()
        content = Response(file.data, media_type=file.mimetype)
        return self._logged("files.download", content)

    def _login_page(self) -> Response:
        return self._logged("files.download", HTMLResponse(_LOGIN), "login page")

    def _to_login(self) -> Response:
        address = f"{self._world.base_url}/signin?redir=files"
        return self._logged("files.download", RedirectResponse(address, 302), "redirect to login")


async def _endless() -> AsyncIterator[bytes]:
    """Stream more than any reader should accept.

    It does end, to protect this machine from a reader without a limit.
    """
    for _ in range(2_000):
        yield b"name,email\n" * 6_000
        await asyncio.sleep(0)


async def _posted(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/"):
        return await request.body()
    async with request.form() as form:
        parts = [each for each in form.values() if not isinstance(each, str)]
        return await parts[0].read() if parts else b""
