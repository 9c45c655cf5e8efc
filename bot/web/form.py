"""Reads forms sent by browsers: urlencoded only, and limited in size."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.web.slack import TooLarge, read_body
from storage.entities.agreement import AGREE

MOST_FORM_BYTES = 64_000
MOST_FIELDS = 50


async def read_form(request: Request) -> Mapping[str, str]:
    """Read a form as {field: value}; the last of repeated fields wins. Raises 413, 415 or 400.

    Multipart is refused, because its parts have no limit that suits our forms. The form is kept, for a page
    that is run again after a conflict.
    """
    if not hasattr(request.state, "form"):
        request.state.form = await _read(request)
    form: Mapping[str, str] = request.state.form
    return form


async def ticked(request: Request) -> str:
    """Read which version of an agreement was ticked beside a button. Empty if none, or without any form."""
    if "content-type" not in request.headers:
        return ""
    return (await read_form(request)).get(AGREE, "")


async def _read(request: Request) -> Mapping[str, str]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    try:
        body = await read_body(request, MOST_FORM_BYTES)
        return dict(parse_qsl(body.decode("utf-8", "replace"), True, max_num_fields=MOST_FIELDS))
    except TooLarge:
        raise HTTPException(413) from None
    except ValueError:
        raise HTTPException(400) from None
