"""The whole stand-in's memory and the questions one asks of it. Knows no HTTP and judges no request."""

import itertools
from collections.abc import Callable, Iterator

from bot.demo.changes import Changes
from bot.demo.ids import Ids
from bot.demo.manifest import Manifest
from bot.demo.model import (
    Channel,
    File,
    Installation,
    Json,
    Message,
    ResponseUrl,
    Team,
    Trigger,
    User,
    View,
)


class World:
    def __init__(self, manifest: Manifest, now: Callable[[], float]) -> None:
        self.manifest = manifest
        self.now = now
        self.ids = Ids(now)
        self.changes = Changes()
        self.app_id = self.ids.new("A")
        self.base_url = ""  # known once the server listens
        self.teams: dict[str, Team] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, list[Message]] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}  # person → ids of open modals, the last on top
        self.homes: dict[str, str] = {}
        self.files: dict[str, File] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.installations: dict[str, Installation] = {}
        self.last_tokens: dict[str, str] = {}  # an app that comes back gets the token it had
        self.install_url = ""  # where the app's own OAuth begins, if it has one
        self.usergroups: dict[str, list[str]] = {}  # id → ids of people
        self.last_read: dict[tuple[str, str], str] = {}
        self.tell: Callable[[str, Json, bool], object] = lambda *_: None  # brings an event to the app

    # people

    def people_of(self, team_id: str) -> list[User]:
        """Everyone a client of this workspace knows: its people, and strangers who share a channel."""
        near = {member for each in self.channels_of(team_id) for member in each.members}
        return [user for user in self.users.values() if user.team_id == team_id or user.id in near]

    def by_email(self, team_id: str, email: str) -> User | None:
        wanted = email.strip().casefold()
        people = (user for user in self.people_of(team_id) if user.email.casefold() == wanted)
        return next((user for user in people if not user.deleted and not user.is_bot), None)

    def workspace_of(self, user: User) -> str:
        """The workspace whose window this person has open; strangers look into the one they share."""
        if user.team_id in self.teams:
            return user.team_id
        shared = next(each for each in self.channels.values() if user.id in each.members)
        return shared.team_id

    def bot_of(self, team_id: str) -> User | None:
        found = (user for user in self.users.values() if user.is_bot and user.team_id == team_id)
        return next(found, None)

    def installation(self, token: str) -> Installation | None:
        return next((each for each in self.installations.values() if each.token == token), None)

    # channels

    def channels_of(self, team_id: str) -> list[Channel]:
        return [each for each in self.channels.values() if each.team_id == team_id]

    def dm(self, team_id: str, one: str, other: str) -> Channel:
        """The direct conversation of two people, made when it is first needed."""
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

    # messages

    def add_message(self, message: Message) -> Message:
        self.messages[message.channel].append(message)
        self.changes.bump(f"channel:{message.channel}")
        return message

    def message(self, channel_id: str, ts: str) -> Message | None:
        return next((each for each in self.messages.get(channel_id, ()) if each.ts == ts), None)

    def seen_by(self, user: User, channel: Channel) -> Iterator[Message]:
        if not self.may_see(user, channel):
            return iter(())
        return (each for each in self.messages[channel.id] if each.ephemeral_to in (None, user.id))

    def unread(self, user: User, channel: Channel) -> int:
        since = self.last_read.get((user.id, channel.id), "")
        return sum(1 for each in self.seen_by(user, channel) if each.ts > since and each.user != user.id)

    # views

    def stack(self, user_id: str) -> list[View]:
        return [self.views[view_id] for view_id in self.stacks.get(user_id, ())]

    def home(self, user_id: str) -> View | None:
        view_id = self.homes.get(user_id)
        return self.views[view_id] if view_id else None

    def by_external_id(self, team_id: str, external_id: str) -> View | None:
        views = itertools.chain(self.views.values())
        found = (each for each in views if each.team_id == team_id and not each.closed)
        return next((each for each in found if each.body.get("external_id") == external_id), None)

    # what a press leaves behind

    def new_trigger(self, user: User, view: str | None = None, channel: str | None = None) -> str:
        team_id = self.workspace_of(user)
        trigger = Trigger(self.ids.trigger(), user.id, team_id, self.now(), view=view, channel=channel)
        self.triggers[trigger.id] = trigger
        return trigger.id

    def new_response_url(self, user: User, channel: Channel, ts: str | None = None) -> str:
        made = ResponseUrl(self.ids.secret("r"), channel.id, user.id, channel.team_id, self.now(), ts)
        self.response_urls[made.id] = made
        return f"{self.base_url}/response/{channel.team_id}/{made.id}"
