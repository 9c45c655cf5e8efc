"""Who may call what: tokens, scopes, and the methods that are not a bot's."""

from collections.abc import Callable

from starlette.requests import Request

from bot.demo.api.call import Method
from bot.demo.faults import Faults
from bot.demo.model import Installation, Json
from bot.demo.over_socket import Sockets
from bot.demo.refusals import SlackRefuses
from bot.demo.world import World

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
        """Methods that want another token, or none."""
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

    def bot(self, token: str) -> Installation:
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

    def scope(self, install: Installation, method: Method) -> None:
        """Any of the method's scopes is enough."""
        wanted = {each for each in method.scope.split("|") if each}
        granted = install.scopes - self._faults.missing_scopes
        if wanted and not wanted & granted:
            natural = bool(wanted & self._faults.missing_scopes)
            needed, provided = ",".join(sorted(wanted)), ",".join(sorted(granted))
            raise SlackRefuses("missing_scope", natural=natural, needed=needed, provided=provided)
