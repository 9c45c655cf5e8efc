"""OAuth with Slack: where a browser is sent to allow the app, the state that comes back, and the exchange."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from itsdangerous import BadSignature, URLSafeSerializer
from slack_sdk.web.async_client import AsyncWebClient

from bot.keyring import Keyring
from bot.scopes import bot_scopes
from bot.services.installation import Granted

GOOD_FOR = timedelta(minutes=10)  # as long as Slack's code
_FROM_THE_FUTURE = timedelta(minutes=1)  # hosts' clocks differ by less


class BadState(Exception):
    """Not ours, too old, or another browser's."""


class States:
    """A state is signed and names the browser it was made for; whoever uses it notes its nonce as spent."""

    def __init__(self, keyring: Keyring) -> None:
        signer = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
        self._serializer = URLSafeSerializer(keyring.signing_keys(), salt="install", signer_kwargs=signer)

    def new(self, browser: str, at: datetime) -> str:
        made = [secrets.token_urlsafe(16), int(at.timestamp()), _mark(browser)]
        return str(self._serializer.dumps(made))

    def nonce(self, state: str, browser: str, at: datetime) -> str:
        """What to note as spent. Raises BadState."""
        try:
            nonce, made, mark = self._serializer.loads(state)
            age = at - datetime.fromtimestamp(made, UTC)
        except (BadSignature, ValueError, TypeError) as error:
            raise BadState from error
        if not (browser and hmac.compare_digest(str(mark), _mark(browser))):
            raise BadState
        if not -_FROM_THE_FUTURE < age < GOOD_FOR:
            raise BadState
        return str(nonce)


def _mark(browser: str) -> str:
    """What a state may show of the browser's secret."""
    return hashlib.sha256(browser.encode()).hexdigest()[:32]


class NotTakenOver(Exception):
    """Slack's answer to the code is nothing we can work with."""


@dataclass(frozen=True, slots=True)
class OAuth:
    """The app as Slack knows it. The pages live at the origin of the Web API."""

    client: AsyncWebClient
    client_id: str
    client_secret: str
    redirect_uri: str

    def authorize_url(self, state: str) -> str:
        api = urlsplit(self.client.base_url)
        asked = {
            "client_id": self.client_id,
            "scope": ",".join(bot_scopes()),
            "user_scope": "",
            "state": state,
            "redirect_uri": self.redirect_uri,
        }
        return f"{api.scheme}://{api.netloc}/oauth/v2/authorize?{urlencode(asked)}"

    async def exchange(self, code: str) -> tuple[Granted, str]:
        """(what was granted, the token). Raises NotTakenOver, and what a failed call to Slack raises."""
        # As the SDK's own method does, without the aiohttp class it uses, which is going to be dropped.
        login = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        answer = await self.client.api_call(
            "oauth.v2.access",
            data={"code": code, "redirect_uri": self.redirect_uri},
            headers={"Authorization": f"Basic {login}"},
        )
        token = answer.get("access_token")
        if not token or answer.get("token_type") != "bot":
            raise NotTakenOver("no bot token")
        if answer.get("refresh_token"):
            raise NotTakenOver("token rotation is on: switch it off in the app's manifest")
        who = await self.client.auth_test(token=token)
        return _granted(answer.data, str(who["bot_id"])), str(token)


def _granted(answer: Any, bot_id: str) -> Granted:
    team, enterprise = answer.get("team") or {}, answer.get("enterprise") or {}
    org_wide = bool(answer.get("is_enterprise_install"))
    home = enterprise if org_wide else team
    if not home.get("id"):
        raise NotTakenOver("no workspace")
    return Granted(
        slack_id=home["id"],
        team_name=home.get("name") or "your workspace",
        team_id=None if org_wide else team["id"],
        enterprise_id=enterprise.get("id"),
        bot_id=bot_id,
        bot_user_id=answer["bot_user_id"],
        installed_by=answer["authed_user"]["id"],
    )
