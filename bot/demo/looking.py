"""What a person sees: their modal, their home, the messages of the conversations they are in."""

from contextlib import suppress

from bot.demo.desk import Desk
from bot.demo.model import Channel, User
from bot.demo.seen import CannotDo, Home, Modal, Seen, Surface


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
        """The workspace whose window they have open."""
        return self._world.workspace_of(self.user)

    @property
    def modals(self) -> list[Modal]:
        """The stack of modals, the last on top."""
        return [Modal(self._world, self.user, view) for view in self._world.stack(self.id)]

    @property
    def modal(self) -> Modal | None:
        return self.modals[-1] if self.modals else None

    @property
    def form(self) -> Modal:
        """The modal on top, which has to be there."""
        modal = self.modal
        if modal is None:
            raise CannotDo(f"{self.name} has no modal open.")
        return modal

    @property
    def home(self) -> Home | None:
        view = self._world.home(self.id)
        return Home(self._world, self.user, view) if view else None

    def channel(self, name: str) -> Channel:
        """A conversation by name or id, a person's by their name, the app's as "app"."""
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
        """The newest message with these words."""
        found = self._with(words, channel)
        if not found:
            there = "\n---\n".join(each.words for each in self.messages(channel)) or "nothing"
            raise CannotDo(f"{self.name} sees no {words!r} in {channel!r}. There is:\n{there}")
        return found[-1]

    def _with(self, words: str, channel: str) -> list[Seen]:
        return [each for each in self.messages(channel) if words in each.words or words in each.text]

    async def sees(self, words: str, channel: str = "app", timeout: float = 5.0) -> Seen:  # noqa: ASYNC109
        """Waits for a message with these words."""
        with suppress(TimeoutError):  # the question below tells what there is instead
            await self._world.changes.until(lambda: self._with(words, channel), timeout)
        return self.message(words, channel)

    def _surface(self, on: Surface | None) -> Surface:
        """Where the person acts: what they were told, else the modal on top, else the home."""
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
