"""OAuth with Slack: the authorize URL, the signed state, and the exchange of the code."""

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

from bot.security.keyring import Keyring
from bot.services.workspace.installation import Granted
from bot.slack.scopes import bot_scopes, split

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"  # paths of the product's own pages
GOOD_FOR = timedelta(minutes=10)  # as long as Slack's code is valid
_FROM_THE_FUTURE = timedelta(minutes=1)  # hosts' clocks differ by less than this


class BadState(Exception):
    """The state is not ours, too old, or another browser's."""


class States:
    """Maker and reader of signed states, each bound to a browser. The caller marks its nonce as used."""

    def __init__(self, keyring: Keyring) -> None:
        signer = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
        self._serializer = URLSafeSerializer(keyring.signing_keys(), salt="install", signer_kwargs=signer)

    def new(self, browser: str, at: datetime) -> str:
        made = [secrets.token_urlsafe(16), int(at.timestamp()), _mark(browser)]
        return str(self._serializer.dumps(made))

    def nonce(self, state: str, browser: str, at: datetime) -> str:
        """Verify a state and return its nonce. Raises BadState."""
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
    """Hash the browser's secret for use in a state."""
    return hashlib.sha256(browser.encode()).hexdigest()[:32]


class NotTakenOver(Exception):
    """Slack answered the code with something we cannot use."""


@dataclass(frozen=True, slots=True)
class OAuth:
    """The app's OAuth client. Slack's authorize page is at the Web API's origin."""

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
        """Exchange a code for (installation, token). Raises NotTakenOver or a failure of the Web API call."""
        # The SDK's oauth_v2_access uses an aiohttp class that is due to be removed.
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
        scopes=split(answer["scope"]) if answer.get("scope") else None,
    )
