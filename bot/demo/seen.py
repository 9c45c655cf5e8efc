"""What a person has before their eyes: messages, the modal on top, the home. Read-only, live."""

from dataclasses import dataclass
from typing import Any

from bot.demo.blockkit.check import elements_of
from bot.demo.blockkit.elements import STATEFUL
from bot.demo.model import File, Json, Message, User, View
from bot.demo.pressing import Where, values_in
from bot.demo.words import block_lines, drawn, lines, shown_value, text_of
from bot.demo.world import World


class CannotDo(AssertionError):
    """A person could not do this; says what they could."""


@dataclass(frozen=True)
class Spot:
    """An element where it stands."""

    number: int  # of its block
    block: Json
    element: Json
    names: tuple[str, ...]  # the words by which a person knows it

    @property
    def ids(self) -> tuple[str, str]:
        return self.block["block_id"], self.element["action_id"]


class Surface:
    """Anything with blocks."""

    where: Where

    def __init__(self, world: World, user: User, where: Where) -> None:
        self._world = world
        self._user = user
        self.where = where

    @property
    def blocks(self) -> list[Json]:
        return self.where.blocks

    @property
    def values(self) -> Json:
        return values_in(self.where, self._user)

    @property
    def words(self) -> str:
        """Every visible word of the blocks, line by line."""
        return "\n".join(lines(self._world, self.blocks, self.values))

    def block_words(self, number: int) -> str:
        return "\n".join(block_lines(self._world, self.blocks[number], self.values))

    def spots(self) -> list[Spot]:
        return [
            Spot(number, block, element, self._names(block, element))
            for number, block in enumerate(self.blocks)
            for element in elements_of(block)
        ]

    def _names(self, block: Json, element: Json) -> tuple[str, ...]:
        if element["type"] == "button":
            return (text_of(self._world, element["text"]),)
        labels = [block.get("label"), element.get("placeholder")]
        if block["type"] == "section":
            labels.append(block.get("text"))
        return tuple(filter(None, (text_of(self._world, each) for each in labels)))

    def drawn_buttons(self) -> list[str]:
        return [spot.names[0] for spot in self.spots() if spot.element["type"] == "button"]

    @property
    def buttons(self) -> list[str]:
        return self.drawn_buttons()

    @property
    def menus(self) -> list[list[str]]:
        """What each overflow menu offers."""
        return [
            [text_of(self._world, option["text"]) for option in spot.element["options"]]
            for spot in self.spots()
            if spot.element["type"] == "overflow"
        ]

    @property
    def fields(self) -> dict[str, Any]:
        """Label → what is filled in, in words."""
        return {
            (spot.names or (spot.element["action_id"],))[0]: self._filled(spot)
            for spot in self.spots()
            if spot.element["type"] in STATEFUL
        }

    def _filled(self, spot: Spot) -> Any:
        block_id, action_id = spot.ids
        return shown_value(self._world, spot.element, self.values[block_id][action_id])

    @property
    def warnings(self) -> list[str]:
        where = self.where
        found = where.warnings if isinstance(where, View) else where.warnings.get(self._user.id, [])
        return [each.text for each in found]


@dataclass(frozen=True)
class SeenFile:
    file: File

    @property
    def id(self) -> str:
        return self.file.id

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def data(self) -> bytes:
        return self.file.data

    @property
    def text(self) -> str:
        return self.file.data.decode("utf-8-sig")


class Seen(Surface):
    """A message as this person sees it."""

    where: Message

    def __init__(self, world: World, user: User, where: Message) -> None:
        super().__init__(world, user, where)

    @property
    def message(self) -> Message:
        return self.where

    @property
    def ts(self) -> str:
        return self.where.ts

    @property
    def channel(self) -> str:
        return self.where.channel

    @property
    def thread_ts(self) -> str | None:
        return self.where.thread_ts

    @property
    def text(self) -> str:
        """What a screen reader says: the text beside the blocks."""
        return drawn(self._world, self.where.text)

    @property
    def words(self) -> str:
        """What is drawn: the blocks, or the text where there are none; and the names of its files."""
        shown = "\n".join(lines(self._world, self.blocks, self.values)) if self.blocks else self.text
        return "\n".join([shown, *(file.name for file in self.files)])

    @property
    def by(self) -> str:
        return self._world.users[self.where.user].name

    @property
    def edited(self) -> bool:
        return self.where.edited is not None

    @property
    def ephemeral(self) -> bool:
        return self.where.ephemeral_to is not None

    @property
    def gone(self) -> bool:
        return self.where not in self._world.messages[self.where.channel]

    @property
    def files(self) -> list[SeenFile]:
        return [SeenFile(self._world.files[each]) for each in self.where.files]

    @property
    def thread(self) -> list["Seen"]:
        channel = self._world.channels[self.where.channel]
        replies = (each for each in self._world.seen_by(self._user, channel) if each.thread_ts == self.ts)
        return [Seen(self._world, self._user, each) for each in replies if each is not self.where]

    def __repr__(self) -> str:
        return f"<message {self.ts} by {self.by}: {self.words!r}>"


class Home(Surface):
    where: View

    def __init__(self, world: World, user: User, where: View) -> None:
        super().__init__(world, user, where)

    @property
    def view(self) -> View:
        return self.where

    @property
    def text(self) -> str:
        return self.words

    @property
    def private_metadata(self) -> str:
        return str(self.where.body.get("private_metadata", ""))


class Modal(Home):
    @property
    def title(self) -> str:
        return str(self.where.body["title"]["text"])

    @property
    def submit(self) -> str | None:
        return self._label("submit")

    @property
    def close(self) -> str:
        return self._label("close") or "Cancel"

    def _label(self, key: str) -> str | None:
        text = self.where.body.get(key)
        return str(text["text"]) if text else None

    @property
    def text(self) -> str:
        notice = [self.where.notice] if self.where.notice else []
        return "\n".join([self.title, *notice, self.words, *self.errors.values()])

    @property
    def buttons(self) -> list[str]:
        return [*self.drawn_buttons(), *([self.submit] if self.submit else []), self.close]

    @property
    def errors(self) -> dict[str, str]:
        """Label → what is said under the field."""
        labels = {spot.block["block_id"]: spot.names[0] for spot in self.spots() if spot.names}
        return {labels.get(block_id, block_id): text for block_id, text in self.where.errors.items()}

    @property
    def notice(self) -> str | None:
        return self.where.notice

    @property
    def is_open(self) -> bool:
        return not self.where.closed

    def __repr__(self) -> str:
        return f"<modal {self.title!r}: {self.text!r}>"
