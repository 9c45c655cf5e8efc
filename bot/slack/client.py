"""The client of the Web API: slack_sdk's methods, sent without what the outbox does already, and counted."""

import json
from collections.abc import Callable
from http import HTTPStatus
from time import monotonic
from typing import Any

import aiohttp
import orjson
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.metrics import Metrics
from bot.slack.errors import error_code
from bot.tracing import Tracing

OK, RATE_LIMITED, REFUSED, FAILED, UNREACHABLE = "ok", "ratelimited", "refused", "failed", "unreachable"
_LIMITED = {"ratelimited", "rate_limited"}
_JSON = {"Content-Type": "application/json;charset=utf-8"}


def _nothing() -> None:
    pass


class SlackClient(AsyncWebClient):
    """A client whose calls are counted and traced. All its copies share one session.

    slack_sdk's way to the session prepares retries and logs that we do not have, which takes longer than the
    call itself. A call with JSON, as messages and views are, goes to the session at once.
    """

    session: aiohttp.ClientSession

    def __init__(
        self, base_url: str, session: aiohttp.ClientSession, metrics: Metrics, tracing: Tracing
    ) -> None:
        # A lost reply must not post twice; the outbox does the retries.
        super().__init__(base_url=base_url, session=session, retry_handlers=[])
        self._metrics, self._tracing = metrics, tracing
        self._called = _nothing

    def for_request(
        self, token: str | None, team_id: str | None, called: Callable[[], None]
    ) -> "SlackClient":
        """Make the client of one request. `called` runs before each of its calls."""
        client = SlackClient.__new__(SlackClient)  # its own way to a copy takes longer
        vars(client).update(vars(self))
        client.token, client._called = token, called
        client.default_params = {"team_id": team_id} if team_id else {}
        return client

    async def api_call(self, api_method: str, **given: Any) -> AsyncSlackResponse:
        """Call a method, as slack_sdk's client does. Raises its errors and aiohttp's."""
        self._called()
        began, result = monotonic(), UNREACHABLE
        try:
            with self._tracing.span(f"slack {api_method}"):
                answer = await self._call(api_method, given)
            result = OK
        except SlackApiError as error:
            result = _result_of(error)
            raise
        finally:
            self._metrics.slack_call(api_method, result, monotonic() - began)
        return answer

    async def _call(self, method: str, given: dict[str, Any]) -> AsyncSlackResponse:
        if given.keys() == {"json"}:
            return await self._post(method, self.default_params | given["json"])
        return await super().api_call(method, **given)

    async def _post(self, method: str, values: dict[str, Any]) -> AsyncSlackResponse:
        """Post JSON. An error page counts as an answer without any data."""
        headers = self.headers | _JSON
        if token := values.pop("token", None) or self.token:
            headers["Authorization"] = f"Bearer {token}"
        url, body = self.base_url + method, _json(values)
        async with self.session.post(url, data=body, headers=headers, proxy=self.proxy) as answer:
            data = _data(await answer.read())
        asked: dict[str, Any] = {"http_verb": "POST", "api_url": url, "req_args": {"json": values}}
        said: dict[str, Any] = {"data": data, "headers": answer.headers, "status_code": answer.status}
        response = AsyncSlackResponse(client=self, **asked, **said)
        response.validate()  # type: ignore[no-untyped-call]
        return response


def _json(values: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(values)
    except TypeError:  # half of a character, which somebody's device has sent, and nobody can show
        return json.dumps(values, ensure_ascii=False).encode(errors="replace")


def _data(body: bytes) -> dict[str, Any]:
    try:
        data = orjson.loads(body)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _result_of(error: SlackApiError) -> str:
    """Name what a refused call came to."""
    code, status = error_code(error), getattr(error.response, "status_code", None)
    if code in _LIMITED or status == HTTPStatus.TOO_MANY_REQUESTS:
        return RATE_LIMITED
    return REFUSED if code else FAILED
