"""Checks before a method runs: the token and its scopes. Also the methods that take no bot token."""

from collections.abc import Callable

from starlette.requests import Request

from demo.api.call import Method
from demo.delivery.over_socket import Sockets
from demo.world.faults import Faults
from demo.world.model import AppInstallation, Json
from demo.world.refusals import SlackRefuses
from demo.world.world import World

Exchange = Callable[[Json, Request], Json]


class Gates:
    def __init__(
        self, world: World, faults: Faults, sockets: Sockets, app_token: str, exchange: Exchange
    ) -> None:
        self._world = world
        self._faults = faults
        self._sockets = sockets
        self._app_token = app_token
        self._exchange = exchange

    def special(self, name: str, args: Json, token: str, request: Request) -> Json | None:
        """Answer a method that needs another kind of token, or none. Return None for all other methods."""
        if name == "apps.connections.open":
            return self._connection(token)
        if name == "oauth.v2.access":
            return self._exchange(args, request)
        if name == "api.test":
            return {"args": {key: value for key, value in args.items() if key != "token"}}
        return None

    def _connection(self, token: str) -> Json:
        if not token:
            raise SlackRefuses("not_authed")
        if token.startswith("xoxb-"):
            raise SlackRefuses("not_allowed_token_type")
        if token != self._app_token:
            raise SlackRefuses("invalid_auth")
        address = self._world.base_url.replace("http://", "ws://", 1)
        return {"url": f"{address}/link?ticket={self._sockets.ticket()}&app_id={self._world.app_id}"}

    def bot(self, token: str) -> AppInstallation:
        if not token:
            raise SlackRefuses("not_authed")
        if token == self._app_token:
            raise SlackRefuses("not_allowed_token_type")
        install = self._world.installation(token)
        if install is None:
            raise SlackRefuses("invalid_auth")
        if self._faults.revoked or install.team_id in self._faults.revoked_teams:
            raise SlackRefuses("token_revoked", natural=True)
        return install

    def scope(self, install: AppInstallation, method: Method) -> None:
        """Require at least one of the method's scopes; raise `missing_scope` otherwise."""
        wanted = {each for each in method.scope.split("|") if each}
        granted = install.scopes - self._faults.missing_scopes
        if wanted and not wanted & granted:
            natural = bool(wanted & self._faults.missing_scopes)
            needed, provided = ",".join(sorted(wanted)), ",".join(sorted(granted))
            raise SlackRefuses("missing_scope", natural=natural, needed=needed, provided=provided)
