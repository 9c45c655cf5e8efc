"""OAuth: whose state is taken and for how long, and which of Slack's answers are an installation."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.security.keyring import Keyring
from bot.slack.oauth import BadState, NotTakenOver, OAuth, States

NOW = datetime(2026, 6, 10, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GRANTED = {
    "access_token": "xoxb-1",
    "token_type": "bot",
    "team": {"id": "T1", "name": "Acme"},
    "bot_user_id": "U0BOT",
    "authed_user": {"id": "U1"},
    "scope": "commands,chat:write",
}


class Answering(AsyncWebClient):
    """A Slack that gives this answer to every code."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__()
        self._answer = answer

    async def api_call(self, api_method: str, **given: Any) -> AsyncSlackResponse:
        data = self._answer if api_method == "oauth.v2.access" else {"bot_id": "B1"}
        its: dict[str, Any] = {"http_verb": "POST", "api_url": api_method, "req_args": given}
        return AsyncSlackResponse(client=self, data=data, headers={}, status_code=200, **its)


def oauth(**changes: Any) -> OAuth:
    return OAuth(Answering(GRANTED | changes), "1.2", "secret", "https://contacts.acme.example/back")


@pytest.mark.parametrize("age", [-MINUTE / 2, MINUTE, 10 * MINUTE - MINUTE / 60])
def test_a_state_is_good_for_ten_minutes_on_hosts_whose_clocks_differ_a_little(age: timedelta) -> None:
    states = States(Keyring(["key"]))
    assert states.nonce(states.new("browser", NOW), "browser", NOW + age)


@pytest.mark.parametrize("age", [-2 * MINUTE, 10 * MINUTE, 365 * 24 * 60 * MINUTE])
def test_a_state_from_another_time_is_refused(age: timedelta) -> None:
    states = States(Keyring(["key"]))
    with pytest.raises(BadState):
        states.nonce(states.new("browser", NOW), "browser", NOW + age)


@pytest.mark.parametrize("other", ["another", ""])
def test_a_state_is_one_browsers(other: str) -> None:
    states = States(Keyring(["key"]))
    with pytest.raises(BadState):
        states.nonce(states.new("browser", NOW), other, NOW)
    with pytest.raises(BadState):
        states.nonce(states.new("", NOW), "", NOW)


async def test_what_slack_grants_is_taken_over() -> None:
    granted, token = await oauth().exchange("code")
    assert (granted.slack_id, granted.team_id, granted.bot_id, token) == ("T1", "T1", "B1", "xoxb-1")
    assert granted.scopes == ["chat:write", "commands"]


@pytest.mark.parametrize(
    "changes",
    [
        {"access_token": ""},
        {"token_type": "user"},
        {"token_type": None},
        {"refresh_token": "xoxe-1"},
        {"team": None},
        {"is_enterprise_install": True, "enterprise": None},
    ],
)
async def test_a_persons_token_and_one_that_ends_by_itself_install_nothing(changes: dict[str, Any]) -> None:
    with pytest.raises(NotTakenOver):
        await oauth(**changes).exchange("code")
