"""The stand-in's whole state and lookups in it. No HTTP, and no checking of requests."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from demo.world.changes import Changes
from demo.world.ids import Ids
from demo.world.manifest import Manifest
from demo.world.model import (
    AppInstallation,
    Channel,
    File,
    Json,
    ResponseUrl,
    SlackMessage,
    Team,
    Trigger,
    User,
    UserGroup,
    View,
)

_TAB: ContextVar[str | None] = ContextVar("tab", default=None)


class World:
    def __init__(self, manifest: Manifest, now: Callable[[], float]) -> None:
        self.manifest = manifest
        self.now = now
        self.ids = Ids(now)
        self.changes = Changes()
        self.app_id = self.ids.new("A")
        self.base_url = ""  # set when the server listens
        self.teams: dict[str, Team] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, list[SlackMessage]] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}  # user id → ids of open modals, the top one last
        self.homes: dict[str, str] = {}
        self.files: dict[str, File] = {}
        self.triggers: dict[str, Trigger] = {}
        self.trigger_seconds = 3.0  # how long a trigger id is valid
        self.response_urls: dict[str, ResponseUrl] = {}
        self.installations: dict[str, AppInstallation] = {}
        self.last_tokens: dict[str, str] = {}  # reinstalling gives the previous token again
        self.install_url = ""  # where the app's own OAuth starts, if it has one
        self.usergroups: dict[str, UserGroup] = {}
        self.last_read: dict[tuple[str, str], str] = {}
        self.tell: Callable[[str, Json, bool], object] = lambda *_: None  # sends an event to the app

    # People

    def people_of(self, team_id: str) -> list[User]:
        """List the people a client of this workspace knows: members, and strangers who share a channel."""
        near = {member for each in self.channels_of(team_id) for member in each.members}
        return [user for user in self.users.values() if user.team_id == team_id or user.id in near]

    def by_email(self, team_id: str, email: str) -> User | None:
        wanted = email.strip().casefold()
        people = (user for user in self.people_of(team_id) if user.email.casefold() == wanted)
        return next((user for user in people if not user.deleted and not user.is_bot), None)

    def workspace_of(self, user: User) -> str:
        """Return the workspace this person has open; for a stranger, the one with a shared channel."""
        if user.team_id in self.teams:
            return user.team_id
        shared = next(each for each in self.channels.values() if user.id in each.members)
        return shared.team_id

    def bot_of(self, team_id: str) -> User | None:
        found = (user for user in self.users.values() if user.is_bot and user.team_id == team_id)
        return next(found, None)

    def installation(self, token: str) -> AppInstallation | None:
        return next((each for each in self.installations.values() if each.token == token), None)

    # Channels

    def channels_of(self, team_id: str) -> list[Channel]:
        return [each for each in self.channels.values() if each.team_id == team_id]

    def dm(self, team_id: str, one: str, other: str) -> Channel:
        """Return the direct conversation of two people, created if needed."""
        for each in self.channels_of(team_id):
            if each.kind == "dm" and set(each.members) == {one, other}:
                return each
        channel = Channel(self.ids.new("D"), team_id, "directmessage", "dm", [one, other])
        channel.created = int(self.now())
        self.add_channel(channel)
        return channel

    def add_channel(self, channel: Channel) -> None:
        self.channels[channel.id] = channel
        self.messages[channel.id] = []
        self.changes.bump("people", f"channel:{channel.id}")

    def may_see(self, user: User, channel: Channel) -> bool:
        if user.id in channel.members:
            return True
        ours = user.team_id == channel.team_id and not user.is_guest
        return channel.kind == "public" and ours

    # Messages

    def add_message(self, message: SlackMessage) -> SlackMessage:
        self.messages[message.channel].append(message)
        self.changes.bump(f"channel:{message.channel}")
        return message

    def message(self, channel_id: str, ts: str) -> SlackMessage | None:
        return next((each for each in self.messages.get(channel_id, ()) if each.ts == ts), None)

    def seen_by(self, user: User, channel: Channel) -> Iterator[SlackMessage]:
        if not self.may_see(user, channel):
            return iter(())
        return (each for each in self.messages[channel.id] if each.ephemeral_to in (None, user.id))

    def unread(self, user: User, channel: Channel) -> int:
        since = self.last_read.get((user.id, channel.id), "")
        return sum(1 for each in self.seen_by(user, channel) if each.ts > since and each.user != user.id)

    # Views

    def stack(self, user_id: str) -> list[View]:
        return [self.views[view_id] for view_id in self.stacks.get(user_id, ())]

    def home(self, user_id: str) -> View | None:
        view_id = self.homes.get(user_id)
        return self.views[view_id] if view_id else None

    def by_external_id(self, team_id: str, external_id: str) -> View | None:
        views = itertools.chain(self.views.values())
        found = (each for each in views if each.team_id == team_id and not each.closed)
        return next((each for each in found if each.body.get("external_id") == external_id), None)

    # Triggers and response URLs

    @contextmanager
    def in_tab(self, tab: str | None) -> Iterator[None]:
        """Let triggers belong to this tab of the page, so that only it shows the modals they open."""
        before = _TAB.set(tab)
        try:
            yield
        finally:
            _TAB.reset(before)

    def new_trigger(self, user: User, view: str | None = None, channel: str | None = None) -> str:
        team_id = self.workspace_of(user)
        trigger = Trigger(self.ids.trigger(), user.id, team_id, self.now(), view=view, channel=channel)
        trigger.tab = _TAB.get()
        self.triggers[trigger.id] = trigger
        return trigger.id

    def new_response_url(self, user: User, channel: Channel, ts: str | None = None) -> str:
        made = ResponseUrl(self.ids.secret("r"), channel.id, user.id, channel.team_id, self.now(), ts)
        self.response_urls[made.id] = made
        return f"{self.base_url}/response/{channel.team_id}/{made.id}"
