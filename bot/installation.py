"""Which workspaces the app is installed in, so that a request is authorized without asking Slack."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.keyring import Keyring
from storage.database import Database
from storage.errors import NotInstalled
from storage.installs import Installed, installed_as, installed_in
from storage.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Installation:
    """One workspace and the app's identity in it; `installed_by` is an administrator, if it is known."""

    workspace_id: int
    slack_id: str
    authorized: AuthorizeResult
    installed_by: str | None = None

    @property
    def enterprise_id(self) -> str | None:
        return self.authorized.enterprise_id


@dataclass(frozen=True, slots=True)
class Whence:
    """Where a payload of Slack's comes from; `org_wide`: the app was installed for a whole organisation."""

    enterprise_id: str | None
    team_id: str | None
    org_wide: bool = False

    @property
    def slack_id(self) -> str | None:
        """An ordinary workspace of an organisation is not its neighbours'."""
        return self.enterprise_id if self.org_wide else self.team_id


class Installations(Protocol):
    """The workspaces the app is in."""

    @property
    def connected(self) -> bool:
        """Whether `find` needs no answer of Slack's first."""

    async def find(self, whence: Whence) -> Installation | None:
        """The installation a payload belongs to; None for a workspace that is not ours."""

    async def token(self, workspace_id: int) -> str:
        """The token to speak with in this workspace; raises NotInstalled for one the app has left."""


class OneWorkspace:
    """The workspace of SLACK_BOT_TOKEN."""

    def __init__(self, client: AsyncWebClient, token: str, new_uow: Callable[..., UnitOfWork]) -> None:
        self._client, self._token, self._new_uow = client, token, new_uow
        self._only: Installation | None = None

    @property
    def connected(self) -> bool:
        return self._only is not None

    async def connect(self) -> Installation:
        """Asks Slack once whose token this is; raises SlackApiError if it is nobody's."""
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


class ManyWorkspaces:
    """Those that installed the app by OAuth: one row each, read for every request, so that a token that is
    gone is gone at once in every process."""

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

    def _opened(self, found: Installed) -> Installation:
        authorized = AuthorizeResult(
            enterprise_id=found.enterprise_id,
            team_id=found.team_id,
            bot_token=self._keyring.unseal(found.token).decode(),
            bot_id=found.bot_id,
            bot_user_id=found.bot_user_id,
        )
        return Installation(found.workspace_id, found.slack_id, authorized, found.installed_by)
