"""Reads one file that a browser sends: bounded, in memory alone, and one at a time.

Every other page refuses multipart. This reads it where a person's own link has been verified.
"""

import asyncio
from collections.abc import AsyncGenerator

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.web.turns import Turns

SECONDS = 60.0  # in which a file must have come
MOST_FIELDS = 5
_AROUND = 10_000  # bytes of a form besides its file
# A browser shows our answer only once it has sent everything, so that a file that is too large is read on.
_READ_ON = 6


class FileTooLarge(Exception):
    """The file has more bytes than allowed."""


class _InMemory(MultiPartParser):
    """Keeps files in memory: people's papers are not for the disk's folder of temporary files."""

    def __init__(self, request: Request, body: bytes) -> None:
        self.spool_max_size = len(body) + 1

        async def once() -> AsyncGenerator[bytes, None]:
            yield body

        super().__init__(request.headers, once(), max_files=1, max_fields=MOST_FIELDS)


class Uploads:
    """Reader of files, one after the other."""

    def __init__(self) -> None:
        self._turns = Turns(at_once=1)

    async def file(self, request: Request, field: str, most: int) -> bytes:
        """Read the file in a field; empty if none was chosen. Raises FileTooLarge, or 400, 408, 413 or 415.

        The file is kept, for a page that is run again after a conflict.
        """
        if not hasattr(request.state, "file"):
            if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
                raise HTTPException(415)
            async with self._turns.mine():
                request.state.file = await _read(request, field, most)
        data: bytes = request.state.file
        if len(data) > most:
            raise FileTooLarge
        return data


async def _read(request: Request, field: str, most: int) -> bytes:
    try:
        async with asyncio.timeout(SECONDS):
            body = await _body(request, most + _AROUND)
    except TimeoutError:
        raise HTTPException(408) from None
    try:
        form = await _InMemory(request, body).parse()
    except (MultiPartException, KeyError, ValueError):
        raise HTTPException(400) from None
    try:
        chosen = form.get(field)
        return b"" if chosen is None or isinstance(chosen, str) else await chosen.read()
    finally:
        await form.close()


async def _body(request: Request, most: int) -> bytes:
    body, came = bytearray(), 0
    async for chunk in request.stream():
        came += len(chunk)
        if came > most * _READ_ON:
            raise HTTPException(413)
        if came <= most:
            body += chunk
        else:
            body.clear()
    if came > most:
        raise FileTooLarge
    return bytes(body)
