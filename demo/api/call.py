"""One call of a Web API method: its arguments, the calling app, and the errors it is refused with."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from demo.blockkit.rules import Fault
from demo.world.model import AppInstallation, Channel, Json, User
from demo.world.refusals import SlackRefuses, faulty
from demo.world.world import World


def _missing(name: str) -> SlackRefuses:
    return faulty("invalid_arguments", [Fault(f"/{name}", f"missing required field: {name}")])


@dataclass
class Call:
    world: World
    install: AppInstallation
    args: Json

    @property
    def me(self) -> User:
        return self.world.users[self.install.bot_user]

    def text(self, name: str) -> str | None:
        value = self.args.get(name)
        return None if value is None else str(value)

    def need(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise _missing(name)
        return value

    def flag(self, name: str) -> bool:
        return str(self.args.get(name, "")).lower() in ("1", "true")

    def json(self, name: str) -> Any:
        """Parse a JSON argument. A form sends it as text, a JSON body as it is."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise SlackRefuses(f"invalid_{name}_format") from None

    def people(self) -> list[User]:
        return self.world.people_of(self.install.team_id)

    def user(self, user_id: str) -> User:
        found = next((each for each in self.people() if each.id == user_id), None)
        if found is None:
            raise SlackRefuses("user_not_found")
        return found

    def channel(self, channel_id: str) -> Channel:
        """Look up a channel the app can see: in its own workspace, and private ones only as a member."""
        channel = self.world.channels.get(channel_id)
        hidden = ("private", "dm")
        if channel is None or channel.team_id != self.install.team_id:
            raise SlackRefuses("channel_not_found")
        if channel.kind in hidden and self.me.id not in channel.members:
            raise SlackRefuses("channel_not_found")
        return channel


@dataclass(frozen=True)
class Method:
    """One row of the method table.

    It holds the function, its scopes (any one is enough, separated by `|`) and its rate tier.
    """

    run: Callable[[Call], Json]
    scope: str = ""
    tier: str = "3"
