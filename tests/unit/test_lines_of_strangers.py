"""Strangers' forms and files wait in a line of limited length, and files are read one after the other."""

import asyncio
from contextlib import suppress

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from bot.web.turns import IN_LINE, Turns
from bot.web.upload import Uploads
from tests.kit.outboxes import a_moment

PDF = b"%PDF-1.7 short"
FORM = b'--b\r\nContent-Disposition: form-data; name="cv"; filename="cv.pdf"\r\n\r\n%b\r\n--b--\r\n' % PDF


class Sender:
    """A browser that sends a file once it is told to go on."""

    def __init__(self) -> None:
        self.asked, self.goes_on = False, asyncio.Event()
        headers = [(b"content-type", b"multipart/form-data; boundary=b")]
        self.request = Request({"type": "http", "method": "POST", "headers": headers}, self._send)

    async def _send(self) -> Message:
        self.asked = True
        await self.goes_on.wait()
        return {"type": "http.request", "body": FORM, "more_body": False}


async def test_one_file_is_read_after_the_other() -> None:
    uploads, first, second = Uploads(), Sender(), Sender()
    reading = [asyncio.create_task(uploads.file(each.request, "cv", 1_000)) for each in (first, second)]
    await a_moment()
    assert (first.asked, second.asked) == (True, False)
    for sender in (first, second):
        sender.goes_on.set()
    assert await asyncio.gather(*reading) == [PDF, PDF]


async def test_when_the_line_is_full_the_next_one_is_sent_away_until_somebody_leaves() -> None:
    turns, over = Turns(at_once=2), asyncio.Event()
    inside: list[int] = []

    async def visit(number: int) -> None:
        async with turns.mine():
            inside.append(number)
            await over.wait()

    visits = [asyncio.create_task(visit(number)) for number in range(2 + IN_LINE)]
    await a_moment()
    assert inside == [0, 1]
    late = asyncio.create_task(visit(-1))
    await a_moment()
    with pytest.raises(HTTPException) as refused:
        late.result()
    assert (refused.value.status_code, refused.value.headers) == (503, {"Retry-After": "5"})
    visits[-1].cancel()
    with suppress(asyncio.CancelledError):
        await visits[-1]
    over.set()
    await asyncio.gather(visit(-2), *visits[:-1])
    assert len(inside) == 2 + IN_LINE
