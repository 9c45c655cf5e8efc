"""What a person sees: their modals, their Home tab, and messages in their conversations."""

from contextlib import suppress

from demo.person.seen import CannotDo, Home, Modal, Seen, Surface
from demo.world.desk import Desk
from demo.world.model import Channel, User


class Looking:
    def __init__(self, desk: Desk, user: User) -> None:
        self._desk = desk
        self._world = desk.world
        self.user = user
        self.id = user.id
        self.name = user.name
        self.email = user.email

    @property
    def team_id(self) -> str:
        """The workspace the person has open."""
        return self._world.workspace_of(self.user)

    @property
    def modals(self) -> list[Modal]:
        """The stack of open modals, the top one last."""
        return [Modal(self._world, self.user, view) for view in self._world.stack(self.id)]

    @property
    def modal(self) -> Modal | None:
        return self.modals[-1] if self.modals else None

    @property
    def form(self) -> Modal:
        """The top modal. Raises CannotDo if none is open."""
        modal = self.modal
        if modal is None:
            raise CannotDo(f"{self.name} has no modal open.")
        return modal

    @property
    def home(self) -> Home | None:
        view = self._world.home(self.id)
        return Home(self._world, self.user, view) if view else None

    def channel(self, name: str) -> Channel:
        """Find a conversation by name or id, a direct one by the person's name, the app's as "app"."""
        team_id = self.team_id
        other = self._other(name)
        if other is not None:
            return self._world.dm(team_id, other.id, self.id)
        for each in self._world.channels_of(team_id):
            if name.lstrip("#") in (each.id, each.name) and self._world.may_see(self.user, each):
                return each
        raise CannotDo(f"{self.name} sees no conversation {name!r}.")

    def _other(self, name: str) -> User | None:
        bot = self._world.bot_of(self.team_id)
        if name == "app":
            return bot
        people = self._world.people_of(self.team_id)
        return next((user for user in people if name.removeprefix("@") == user.name), None)

    def messages(self, channel: str = "app", thread: str | None = None) -> list[Seen]:
        found = self._world.seen_by(self.user, self.channel(channel))
        seen = [Seen(self._world, self.user, each) for each in found]
        return [each for each in seen if thread in (None, each.thread_ts)]

    def message(self, words: str, channel: str = "app") -> Seen:
        """Find the newest message with these words. Raises CannotDo if there is none."""
        found = self._with(words, channel)
        if not found:
            there = "\n---\n".join(each.words for each in self.messages(channel)) or "nothing"
            raise CannotDo(f"{self.name} sees no {words!r} in {channel!r}. There is:\n{there}")
        return found[-1]

    def _with(self, words: str, channel: str) -> list[Seen]:
        return [each for each in self.messages(channel) if words in each.words or words in each.text]

    async def sees(self, words: str, channel: str = "app", timeout: float = 60.0) -> Seen:  # noqa: ASYNC109
        """Wait for a message with these words. Raises CannotDo on timeout."""
        with suppress(TimeoutError):  # the lookup below explains what is missing
            await self._world.changes.until(lambda: self._with(words, channel), timeout)
        return self.message(words, channel)

    def _surface(self, on: Surface | None) -> Surface:
        """Choose the surface to act on: the given one, otherwise the top modal, otherwise the Home tab."""
        self._living()
        surface = on or self.modal or self.home
        if surface is None:
            raise CannotDo(f"{self.name} has neither a modal nor a home open.")
        if isinstance(surface, Seen):
            self._still_sees(surface)
        if isinstance(surface, Modal) and not surface.is_open:
            raise CannotDo(f"The modal {surface.title!r} is closed.")
        return surface

    def _living(self) -> None:
        if self.user.deleted or self.user.is_bot:
            raise CannotDo(f"{self.name} cannot act.")

    def _still_sees(self, message: Seen) -> None:
        channel = self._world.channels[message.channel]
        if not any(each is message.message for each in self._world.seen_by(self.user, channel)):
            raise CannotDo(f"{self.name} does not see this message.")
