"""What a browser sends from a form of ours: urlencoded, bounded, and nothing else."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.web.slack import TooLarge, read_body

MOST_FORM_BYTES = 64_000
MOST_FIELDS = 50


async def read_form(request: Request) -> Mapping[str, str]:
    """{field: what was typed}, of a field sent twice the last. Raises 413, 415 or 400.

    Multipart is refused: its parts are not bounded by anything a form of ours needs.
    """
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
