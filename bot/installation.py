"""Which workspaces the app is installed in, so that a request is authorized without asking Slack."""

from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from storage.errors import NotInstalled
from storage.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Installation:
    """One workspace and the app's identity in it."""

    workspace_id: int
    slack_id: str
    authorized: AuthorizeResult


class Installations:
    """The one workspace of SLACK_BOT_TOKEN."""

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

    async def find(self, enterprise_id: str | None, team_id: str | None) -> Installation | None:
        """The installation a payload belongs to; None for a workspace that is not ours."""
        only = self._only or await self.connect()
        return only if only.slack_id in {enterprise_id, team_id} else None

    async def token(self, workspace_id: int) -> str:
        """The token to speak with in this workspace; raises NotInstalled for one the app has left."""
        only = self._only or await self.connect()
        if only.workspace_id != workspace_id:
            raise NotInstalled
        return self._token
