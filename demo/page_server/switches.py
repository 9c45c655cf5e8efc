"""The stand-in's faults as switches for the page: name, label, current value and how to set it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from demo.world.faults import Faults
from demo.world.mailbox import DemoMailbox
from demo.world.model import Json


@dataclass(frozen=True)
class Switch:
    name: str
    label: str
    kind: str  # switch, number or text
    read: Callable[[], Any]
    write: Callable[[bool, Any], None]
    usual: Any = False

    def shown(self) -> Json:
        value = self.read()
        on = value != self.usual
        return {"name": self.name, "label": self.label, "kind": self.kind, "on": on, "value": value}


class Switches:
    def __init__(self, faults: Faults, mailbox: DemoMailbox) -> None:
        self._faults = faults
        self._mailbox = mailbox
        self.all = {each.name: each for each in self._table()}

    def _table(self) -> list[Switch]:
        return [
            self._down("slack_down", "Slack answers 500", "500"),
            self._down("slack_hangs", "Slack does not answer", "hang"),
            self._down("slack_refuses", "Slack cuts connections", "refuse"),
            self._flag("tiers", "Rate limits as Slack has them"),
            self._flag("revoked", "The app's token is revoked"),
            self._flag("events_off", "No events reach the app"),
            self._flag("events_shuffled", "Events arrive out of order"),
            self._number("events_times", "Each event arrives so many times", int, 1),
            self._number("events_late", "Events arrive so many seconds late", float, 0.0),
            Switch("missing_scopes", "Scopes the token lacks", "text", self._scopes, self._set_scopes, ""),
            Switch("lose_reply", "Lose the next reply of this method", "text", str, self._lose, ""),
            Switch("mail_refused", "The mail server refuses all mail", "switch", self._refuses, self._refuse),
        ]

    def _down(self, name: str, label: str, how: Any) -> Switch:
        def write(on: bool, value: Any) -> None:
            self._faults.down = how if on else None

        return Switch(name, label, "switch", lambda: self._faults.down == how, write)

    def _flag(self, name: str, label: str) -> Switch:
        def write(on: bool, value: Any) -> None:
            setattr(self._faults, name, on)

        return Switch(name, label, "switch", lambda: getattr(self._faults, name), write)

    def _number(self, name: str, label: str, kind: Callable[[Any], float], usual: float) -> Switch:
        def write(on: bool, value: Any) -> None:
            setattr(self._faults, name, kind(value) if on and value is not None else usual)

        return Switch(name, label, "number", lambda: getattr(self._faults, name), write, usual)

    def _scopes(self) -> str:
        return ", ".join(sorted(self._faults.missing_scopes))

    def _set_scopes(self, on: bool, value: Any) -> None:
        self._faults.missing_scopes = set(str(value or "").replace(",", " ").split()) if on else set()

    def _lose(self, on: bool, value: Any) -> None:
        if on and value:
            self._faults.lose_reply(str(value))

    def _refuses(self) -> bool:
        return "*" in self._mailbox.answers

    def _refuse(self, on: bool, value: Any) -> None:
        if on:
            self._mailbox.answers["*"] = "451 4.3.0 Try again later"
        else:
            self._mailbox.answers.pop("*", None)
