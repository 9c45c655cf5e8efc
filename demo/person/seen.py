"""Messages, modals and the Home tab as a person sees them. Read-only views of live data."""

from dataclasses import dataclass
from typing import Any

from demo.blockkit.check import elements_of
from demo.blockkit.elements import STATEFUL
from demo.person.pressing import Where, values_in
from demo.person.words import block_lines, drawn, lines, shown_value, text_of
from demo.world.model import File, Json, SlackMessage, User, View
from demo.world.world import World


class CannotDo(AssertionError):
    """A gesture a person could not make. The text says what is possible instead."""


@dataclass(frozen=True)
class Spot:
    """An element and the block it is in."""

    number: int  # the block's position
    block: Json
    element: Json
    names: tuple[str, ...]  # the words a person finds it by

    @property
    def ids(self) -> tuple[str, str]:
        return self.block["block_id"], self.element["action_id"]


class Surface:
    """Anything with blocks: a message, a modal or the Home tab."""

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
        """The options of each overflow menu."""
        return [
            [text_of(self._world, option["text"]) for option in spot.element["options"]]
            for spot in self.spots()
            if spot.element["type"] == "overflow"
        ]

    @property
    def fields(self) -> dict[str, Any]:
        """Each field's label and its current value in words."""
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

    where: SlackMessage

    def __init__(self, world: World, user: User, where: SlackMessage) -> None:
        super().__init__(world, user, where)

    @property
    def message(self) -> SlackMessage:
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
        """The message's text, which screen readers read instead of its blocks."""
        return drawn(self._world, self.where.text)

    @property
    def words(self) -> str:
        """The visible content: the blocks (or the text if there are none), then file names."""
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
        """Each faulty field's label and the error below it."""
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
