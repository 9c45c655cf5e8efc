"""Installation by OAuth: the page with the Allow button, and the exchange of a code for a token."""

import base64
import html
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from demo.api.methods import SCOPES
from demo.world.model import Json, Team, User
from demo.world.planting import install
from demo.world.refusals import SlackRefuses
from demo.world.world import World

_CODE_SECONDS = 600


@dataclass
class Code:
    user: str
    team_id: str
    scopes: frozenset[str]
    redirect_uri: str
    made: float
    enterprise: Json | None = None
    used: bool = False


class OAuthServer:
    def __init__(self, world: World, client_id: str, client_secret: str) -> None:
        self._world = world
        self._client = (client_id, client_secret)
        self._codes: dict[str, Code] = {}

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/oauth/v2/authorize", self.page, methods=["GET"]),
            Route("/oauth/v2/authorize", self.press, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        wrong = self._wrong(dict(request.query_params))
        if wrong:
            return PlainTextResponse(wrong, 400)
        fields = "".join(_hidden(name, value) for name, value in request.query_params.items())
        asked_for = self._world.teams.get(request.query_params.get("team", ""))
        teams = [asked_for] if asked_for else list(self._world.teams.values())
        name = html.escape(self._world.manifest.name)
        words = f"{name} asks to be installed in {html.escape(teams[0].name)}"
        if len(teams) > 1:
            words, fields = f"{name} asks to be installed", fields + _choice(teams)
        scopes = html.escape(request.query_params["scope"].replace(",", ", "))
        return HTMLResponse(
            f"<!DOCTYPE html><html lang=en><title>Install {name}</title><link rel=icon href='data:,'>"
            f"<h1>{words}</h1><p>It may: {scopes}</p>"
            f"<form method=post>{fields}<button>Allow</button></form></html>"
        )

    async def press(self, request: Request) -> Response:
        async with request.form() as form:
            asked = {key: str(value) for key, value in form.items()}
        wrong = self._wrong(asked)
        if wrong:
            return PlainTextResponse(wrong, 400)
        return RedirectResponse(self.allow(asked, self._administrator(asked)), 302)

    def _administrator(self, asked: Json) -> User:
        team_id = asked.get("team") or next(iter(self._world.teams))
        return next(user for user in self._world.people_of(team_id) if user.is_admin)

    def _wrong(self, asked: Json) -> str:
        if asked.get("client_id") != self._client[0]:
            return "invalid_client_id"
        scopes = set(filter(None, asked.get("scope", "").split(",")))
        if not scopes or not scopes <= (self._world.manifest.scopes or SCOPES):
            return "invalid_scope"
        return "" if asked.get("redirect_uri", "http").startswith("http") else "bad_redirect_uri"

    def allowed(self, authorize_url: str, user: User, enterprise: Json | None = None) -> str:
        """Press Allow at this address, for an organisation if given.

        Return the redirect to the app, with its code.
        """
        asked = {key: values[0] for key, values in parse_qs(urlsplit(authorize_url).query).items()}
        wrong = self._wrong(asked)
        if wrong:
            raise SlackRefuses(wrong)
        return self.allow(asked, user, enterprise)

    def allow(self, asked: Json, user: User, enterprise: Json | None = None) -> str:
        code = self._world.ids.secret("code")
        scopes = frozenset(asked["scope"].split(","))
        redirect = str(asked.get("redirect_uri", ""))
        self._codes[code] = Code(user.id, user.team_id, scopes, redirect, self._world.now(), enterprise)
        sign = "&" if "?" in redirect else "?"
        return redirect + sign + urlencode({"code": code, "state": asked.get("state", "")})

    def exchange(self, args: Json, request: Request) -> Json:
        """Answer oauth.v2.access. A code works once, for ten minutes."""
        client_id, secret = _basic(request) or (str(args.get("client_id")), str(args.get("client_secret")))
        if client_id != self._client[0]:
            raise SlackRefuses("invalid_client_id")
        if secret != self._client[1]:
            raise SlackRefuses("bad_client_secret")
        code = self._codes.get(str(args.get("code")))
        if code is None or self._world.now() - code.made > _CODE_SECONDS:
            raise SlackRefuses("invalid_code")
        if code.used:
            raise SlackRefuses("code_already_used")
        if args.get("redirect_uri", code.redirect_uri) != code.redirect_uri:
            raise SlackRefuses("bad_redirect_uri")
        code.used = True
        return self._installed(code)

    def _installed(self, code: Code) -> Json:
        before = self._world.installations.get(code.team_id)
        token = before.token if before else self._world.ids.secret("xoxb")
        made = install(self._world, code.team_id, token, code.user, code.scopes, code.enterprise)
        team = self._world.teams[code.team_id]
        return {
            "access_token": made.token,
            "token_type": "bot",
            "scope": ",".join(sorted(made.scopes)),
            "bot_user_id": made.bot_user,
            "app_id": self._world.app_id,
            "team": None if code.enterprise else {"id": team.id, "name": team.name},
            "enterprise": code.enterprise,
            "authed_user": {"id": code.user},
            "is_enterprise_install": code.enterprise is not None,
        }


def _choice(teams: list[Team]) -> str:
    options = "".join(f'<option value="{team.id}">{html.escape(team.name)}</option>' for team in teams)
    return f"<p><label>Workspace <select name=team>{options}</select></label></p>"


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'


def _basic(request: Request) -> tuple[str, str] | None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    name, _, secret = base64.b64decode(given).decode().partition(":")
    return name, secret
