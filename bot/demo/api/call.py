"""One call of a Web API method: its arguments, who makes it, and how it is refused."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.demo.blockkit.rules import Fault
from bot.demo.model import Channel, Installation, Json, User
from bot.demo.refusals import SlackRefuses, faulty
from bot.demo.world import World


def _missing(name: str) -> SlackRefuses:
    return faulty("invalid_arguments", [Fault(f"/{name}", f"missing required field: {name}")])


@dataclass
class Call:
    world: World
    install: Installation
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
        """An argument that is JSON: as such, or written out in a form field."""
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
        """A channel the app may know of: its own workspace's, and private ones only as a member."""
        channel = self.world.channels.get(channel_id)
        hidden = ("private", "dm")
        if channel is None or channel.team_id != self.install.team_id:
            raise SlackRefuses("channel_not_found")
        if channel.kind in hidden and self.me.id not in channel.members:
            raise SlackRefuses("channel_not_found")
        return channel


@dataclass(frozen=True)
class Method:
    """A row of the table of methods: the scope it needs (any of them, parted by `|`) and its tier."""

    run: Callable[[Call], Json]
    scope: str = ""
    tier: str = "3"
