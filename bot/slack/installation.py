"""The workspaces with the app, so that requests are authorized without a Web API call."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.security.keyring import Keyring
from bot.services.workspace.people import look_tomorrow
from bot.slack.directory import HomeOrganisation
from bot.slack.scopes import split
from storage.engine.database import Database
from storage.entities.installation import NotInstalled
from storage.tables.installs import Installed, installed_as, installed_in
from storage.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Installation:
    """A workspace and the app's identity in it. `installed_by`, if known, counts as an administrator."""

    workspace_id: int
    slack_id: str
    authorized: AuthorizeResult
    installed_by: str | None = None

    @property
    def enterprise_id(self) -> str | None:
        return self.authorized.enterprise_id


@dataclass(frozen=True, slots=True)
class Whence:
    """Where a payload comes from. `org_wide`: the app is installed for a whole organisation."""

    enterprise_id: str | None
    team_id: str | None
    org_wide: bool = False

    @property
    def slack_id(self) -> str | None:
        """The id that names the workspace: the organisation's only if the installation is org-wide."""
        return self.enterprise_id if self.org_wide else self.team_id


class Installations(Protocol):
    """Lookup of workspaces with the app."""

    @property
    def connected(self) -> bool:
        """Whether `find` works without an answer from Slack first."""

    async def find(self, whence: Whence) -> Installation | None:
        """Find the installation of a payload. None if the app is not installed there."""

    async def token(self, workspace_id: int) -> str:
        """Look up a workspace's bot token. Raises NotInstalled if the app was uninstalled."""

    async def organisation(self, workspace_id: int) -> HomeOrganisation:
        """Tell which organisation's people are the workspace's own. Raises NotInstalled."""


class OneWorkspace:
    """The one workspace of SLACK_BOT_TOKEN."""

    def __init__(self, client: AsyncWebClient, token: str, new_uow: Callable[..., UnitOfWork]) -> None:
        self._client, self._token, self._new_uow = client, token, new_uow
        self._only: Installation | None = None

    @property
    def connected(self) -> bool:
        return self._only is not None

    async def connect(self) -> Installation:
        """Ask Slack which workspace the token belongs to. Raises SlackApiError if it is invalid."""
        answer = await self._client.auth_test(token=self._token)
        slack_id = (answer.get("is_enterprise_install") and answer.get("enterprise_id")) or answer["team_id"]
        async with self._new_uow() as uow:
            workspace = await uow.workspaces.install(
                slack_id=slack_id,
                team_name=answer.get("team") or "your workspace",
                bot_id=answer["bot_id"],
                bot_user_id=answer["user_id"],
                at=uow.now,
            )
            workspace.scopes = _scopes_in(answer)
            with uow.within(workspace.id):
                await look_tomorrow(uow)
        authorized = AuthorizeResult(
            enterprise_id=answer.get("enterprise_id"),
            team_id=answer["team_id"],
            bot_token=self._token,
            bot_id=answer["bot_id"],
            bot_user_id=answer["user_id"],
        )
        self._only = Installation(workspace.id, slack_id, authorized)
        return self._only

    async def find(self, whence: Whence) -> Installation | None:
        only = self._only or await self.connect()
        return only if only.slack_id in {whence.enterprise_id, whence.team_id} else None

    async def token(self, workspace_id: int) -> str:
        only = self._only or await self.connect()
        if only.workspace_id != workspace_id:
            raise NotInstalled
        return self._token

    async def organisation(self, workspace_id: int) -> HomeOrganisation:
        await self.token(workspace_id)  # which connects
        assert self._only is not None, "connected"
        return HomeOrganisation(self._only.slack_id, self._only.enterprise_id)


def _scopes_in(answer: AsyncSlackResponse) -> list[str] | None:
    """Read the token's scopes from the header Slack sends with each answer. None without that header."""
    headers = {str(name).lower(): value for name, value in (answer.headers or {}).items()}
    said = headers.get("x-oauth-scopes")
    return split(said) if said else None


class ManyWorkspaces:
    """Workspaces that installed the app by OAuth.

    Their rows are read for every request, so that a revoked token is gone at once in every process.
    """

    connected = True

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database, self._keyring = database, keyring

    async def find(self, whence: Whence) -> Installation | None:
        if whence.slack_id is None:
            return None
        found = await installed_in(self._database, whence.slack_id)
        return self._opened(found) if found else None

    async def token(self, workspace_id: int) -> str:
        found = await installed_as(self._database, workspace_id)
        if found is None:
            raise NotInstalled
        return self._keyring.unseal(found.token).decode()

    async def organisation(self, workspace_id: int) -> HomeOrganisation:
        found = await installed_as(self._database, workspace_id)
        if found is None:
            raise NotInstalled
        return HomeOrganisation(found.slack_id, found.enterprise_id)

    def _opened(self, found: Installed) -> Installation:
        authorized = AuthorizeResult(
            enterprise_id=found.enterprise_id,
            team_id=found.team_id,
            bot_token=self._keyring.unseal(found.token).decode(),
            bot_id=found.bot_id,
            bot_user_id=found.bot_user_id,
        )
        return Installation(found.workspace_id, found.slack_id, authorized, found.installed_by)
