"""Delivery to the app's request URL, with Slack's signature."""

import hashlib
import hmac

import aiohttp

from demo.delivery.transport import Parcel, Reply, read_body


def sign(secret: str, timestamp: str, body: bytes) -> str:
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class OverHttp:
    def __init__(self, session: aiohttp.ClientSession, request_url: str) -> None:
        self._session = session
        self._url = request_url

    async def send(self, parcel: Parcel, timeout: float) -> Reply:  # noqa: ASYNC109
        try:
            return await self._post(parcel, aiohttp.ClientTimeout(total=timeout))
        except TimeoutError:
            return Reply(error="timeout")
        except aiohttp.ClientError:
            return Reply(error="connection_failed")

    async def _post(self, parcel: Parcel, timeout: aiohttp.ClientTimeout) -> Reply:  # noqa: ASYNC109
        request = self._session.post(
            self._url, data=parcel.body, headers=parcel.headers, timeout=timeout, allow_redirects=False
        )
        async with request as response:
            text = await response.text()
            error = None if 200 <= response.status < 300 else "http_error"
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Reply(response.status, read_body(text), "http_error" if error else None, headers)
