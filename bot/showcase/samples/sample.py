"""The shape of a sample: its name, and a function that builds it."""

from collections.abc import Callable
from dataclasses import dataclass

from blocks.kit.modal import Message, ViewJson
from bot.mail.content import Content, Delivery


@dataclass(frozen=True, slots=True)
class Letter:
    """An email before it is built."""

    content: Content
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class WebPage:
    html: str


Shown = Message | ViewJson | Letter | WebPage


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample. `name` says what it is and in which state; `build` makes a new one each time."""

    feature: str
    name: str
    build: Callable[[], Shown]


def surface(shown: Shown) -> str:
    """Name the kind of place where people read it, such as "email" or "page"."""
    if isinstance(shown, Letter):
        return "email"
    if isinstance(shown, WebPage):
        return "page"
    if isinstance(shown, Message):
        return "message"
    return "Home" if shown["type"] == "home" else "modal"
