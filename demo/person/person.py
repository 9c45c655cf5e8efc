"""A person who uses Slack by the words they read. Raises CannotDo for what a person could not do."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from demo.person import filling, finding, gestures, pressing, submitting
from demo.person.looking import Looking
from demo.person.seen import CannotDo, Home, Modal, Seen, Spot, Surface
from demo.person.view_state import key_of
from demo.world.desk import Result
from demo.world.model import Channel, Json


@dataclass(frozen=True)
class Outcome:
    """The result of a gesture, as the person saw it."""

    error: str | None = None
    messages: list[Seen] = field(default_factory=list)
    confirm: str | None = None

    @property
    def ok(self) -> bool:
        return self.error is None

    @property
    def words(self) -> str:
        return "\n".join(message.words for message in self.messages)

    @property
    def buttons(self) -> list[str]:
        return [name for message in self.messages for name in message.buttons]


class Person(Looking):
    def _newest(self) -> str:
        return self._world.ids.ts()

    def _outcome(self, result: Result, since: str, confirm: str | None = None) -> Outcome:
        channels = self._world.channels_of(self.team_id)
        new = [each for channel in channels for each in self._world.seen_by(self.user, channel)]
        seen = [
            Seen(self._world, self.user, each) for each in new if each.ts > since and each.user != self.id
        ]
        return Outcome(result.error, seen, confirm)

    async def command(self, name: str, text: str = "", channel: str = "general") -> Outcome:
        self._living()
        since = self._newest()
        place = self.channel(channel)
        if self.id not in place.members:
            raise CannotDo(f"{self.name} is not in {channel!r}.")
        return self._outcome(await gestures.command(self._desk, self.user, place, name, text), since)

    async def shortcut(self, name: str, on: Seen | None = None) -> Outcome:
        self._living()
        kind, since = "message" if on else "global", self._newest()
        known = {each.name: each.callback_id for each in self._world.manifest.shortcuts if each.type == kind}
        if name not in known:
            raise CannotDo(f"There is no {kind} shortcut {name!r}. There are {list(known)}.")
        result = await gestures.shortcut(self._desk, self.user, known[name], on.message if on else None)
        return self._outcome(result, since)

    async def open_home(self, tab: str = "home") -> Home | None:
        self._living()
        await gestures.open_home(self._desk, self.user, tab)
        return self.home

    async def say(self, text: str, channel: str = "general", thread: str | None = None) -> Seen:
        self._living()
        place = self._may_write(channel)
        return Seen(self._world, self.user, gestures.say(self._desk, self.user, place, text, thread))

    def _may_write(self, channel: str) -> Channel:
        place = self.channel(channel)
        app_dm = place.kind == "dm" and any(self._world.users[each].is_bot for each in place.members)
        read_only = app_dm and self._world.manifest.messages_read_only
        if self.id not in place.members or place.archived or read_only:
            raise CannotDo(f"{self.name} cannot write in {channel!r}.")
        return place

    async def upload(
        self, name: str, data: bytes, channel: str = "general", thread: str | None = None, text: str = ""
    ) -> Seen:
        self._living()
        place = self._may_write(channel)
        file = gestures.made_file(self._desk, self.user, name, data)
        message = gestures.upload(self._desk, self.user, place, file, text, thread)
        return Seen(self._world, self.user, message)

    async def add_app(self, channel: str) -> None:
        bot = self._world.bot_of(self.team_id)
        if bot is not None:
            gestures.join(self._desk, bot, self.channel(channel), inviter=self.user)

    async def remove_app(self, channel: str) -> None:
        bot, place = self._world.bot_of(self.team_id), self.channel(channel)
        if bot is None or bot.id not in place.members:
            raise CannotDo(f"The app is not in {channel!r}.")
        gestures.leave(self._desk, bot, place)

    async def archive(self, channel: str) -> None:
        gestures.archive(self._desk, self.channel(channel))

    async def join(self, channel: str) -> None:
        gestures.join(self._desk, self.user, self.channel(channel))

    def read_all(self) -> None:
        """Read every conversation: only what comes later counts as unread."""
        for channel in self._world.channels_of(self.team_id):
            if self.id in channel.members and (seen := [*self._world.seen_by(self.user, channel)]):
                self._world.last_read[self.id, channel.id] = seen[-1].ts
                self._world.changes.bump(f"channel:{channel.id}")

    async def click(
        self,
        words: str,
        on: Surface | None = None,
        *,
        confirm: bool = False,
        near: str | None = None,
        nth: int | None = None,
        times: int = 1,
    ) -> Outcome:
        """Press a button, `times` times at once. A modal's own two buttons submit and close it."""
        surface = self._surface(on)
        if isinstance(surface, Modal) and words not in surface.drawn_buttons():
            if words == surface.submit:
                return await self.submit()
            if words == surface.close:
                return await self.close()
        spot = finding.button(surface, words, near, nth)
        asked, since = finding.confirmed(spot.element, confirm), self._newest()
        presses = (self._press(surface, spot, {}) for _ in range(times))
        results = await asyncio.gather(*presses)
        failed = next((each for each in results if not each.ok), results[0])
        return self._outcome(failed, since, asked)

    async def _press(self, surface: Surface, spot: Spot, value: Json) -> Result:
        return await pressing.press(self._desk, self.user, surface.where, spot.block, spot.element, value)

    def click_payload(
        self, words: str, on: Surface | None = None, near: str | None = None, nth: int | None = None
    ) -> Json:
        """Build the payload of a press with a fresh trigger id, to send it altered or late."""
        surface = self._surface(on)
        spot = finding.button(surface, words, near, nth)
        return pressing.payload_of(self._world, self.user, surface.where, spot.block, spot.element, {})

    def submit_payload(self) -> Json:
        return submitting.submission(self._world, self.user, self.form.view)

    async def choose(
        self,
        field: str,
        value: Any = None,
        on: Surface | None = None,
        *,
        near: str | None = None,
        nth: int | None = None,
        confirm: bool = False,
        enter: bool = True,
    ) -> Outcome:
        """Pick from an overflow menu (`choose("Block")`), or change one field."""
        surface, since = self._surface(on), self._newest()
        menu = value if value is not None else field
        fields = [each for each in surface.spots() if field in each.names and _is_field(each)]
        if not fields:
            spot = finding.overflow(self._world, surface, menu, near, nth)
            asked = finding.confirmed(spot.element, confirm)
            chosen = {"selected_option": finding.option(self._world, spot.element, menu)}
            return self._outcome(await self._press(surface, spot, chosen), since, asked)
        spot = finding.the_one(surface, fields, f"field {field!r}", near, nth or 0 if near is None else nth)
        return self._outcome(await self._set(surface, spot, value, enter), since)

    async def _set(self, surface: Surface, spot: Spot, given: Any, enter: bool) -> Result:
        value = await filling.value_for(self._desk, self.user, surface.where, spot, given)
        return await pressing.choose(self._desk, self.user, surface.where, *spot.ids, value, enter)

    async def fill(self, fields: Mapping[str, Any], on: Surface | None = None) -> None:
        """Fill in fields by their labels, in order, without pressing Enter."""
        for label, given in fields.items():
            surface = self._surface(on)
            await self._set(surface, finding.named(surface, label), given, enter=False)

    async def tick(self, words: str, on: Surface | None = None) -> Outcome:
        return await self._tick(words, on, ticked=True)

    async def untick(self, words: str, on: Surface | None = None) -> Outcome:
        return await self._tick(words, on, ticked=False)

    async def _tick(self, words: str, on: Surface | None, ticked: bool) -> Outcome:
        surface, since = self._surface(on), self._newest()
        spot, made = finding.box(self._world, surface, words)
        before = surface.values[spot.ids[0]][spot.ids[1]][key_of(spot.element)]
        after = [each for each in before if each != made] + [made] * ticked
        value = {"selected_options": after}
        result = await pressing.choose(self._desk, self.user, surface.where, *spot.ids, value)
        return self._outcome(result, since)

    async def options(self, field: str, typed: str, on: Surface | None = None) -> list[str]:
        """List the options an external select offers for the typed letters."""
        surface = self._surface(on)
        spot = finding.named(surface, field)
        answer = await pressing.options(self._desk, self.user, surface.where, *spot.ids, typed)
        return [words for words, _ in finding.offered(self._world, answer)]

    async def submit(self, times: int = 1) -> Outcome:
        view, since = self.form.view, self._newest()
        if self.form.submit is None:
            raise CannotDo(f"The modal {self.form.title!r} has no submit button.")
        result = await submitting.submit(self._desk, self.user, view, times)
        return self._outcome(result, since)

    async def close(self, all: bool = False) -> Outcome:  # noqa: A002
        since = self._newest()
        result = await submitting.close(self._desk, self.user, self.form.view, all)
        return self._outcome(result, since)


def _is_field(spot: Spot) -> bool:
    return spot.element["type"] not in ("button", "overflow")
