"""Registers listeners, each with the rights it needs. A listener without rights cannot be registered."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp

from blocks.kit.subcommands import COMMAND, SUBCOMMANDS, Subcommand
from bot.slack.again import Listener, again
from bot.slack.matchers import says
from bot.slack.payloads import listener_names
from storage.entities.right import Right

Register = Callable[[Listener], object]


class Door:
    """Bolt's app together with a table {listener name: rights needed}.

    The name is kind and id, and the word that selects one of the listeners of a command: `action:approve`,
    `command:/contacts import`.
    """

    def __init__(self, app: AsyncApp) -> None:
        self._app = app
        self.needs: dict[str, tuple[Right, ...]] = {}

    def needs_of(self, body: Mapping[str, Any]) -> tuple[Right, ...] | None:
        """Look up the rights a payload needs. None if no listener takes it."""
        return next((self.needs[name] for name in listener_names(body) if name in self.needs), None)

    def action(self, action_id: str, right: Right, *more: Right) -> Register:
        self._enter(f"action:{action_id}", right, *more)
        return _taking(self._app.action(action_id))

    def view(self, callback_id: str, right: Right) -> Register:
        self._enter(f"view:{callback_id}", right)
        return _taking(self._app.view(callback_id))

    def options(self, action_id: str, right: Right) -> Register:
        self._enter(f"options:{action_id}", right)
        return _taking(self._app.options(action_id))

    def event(self, kind: str, right: Right) -> Register:
        self._enter(f"event:{kind}", right)
        return _taking(self._app.event(kind))

    def shortcut(self, callback_id: str, right: Right) -> Register:
        self._enter(f"shortcut:{callback_id}", right)
        return _taking(self._app.shortcut(callback_id))

    def command(self, name: str, right: Right) -> Register:
        self._enter(f"command:{name}", right)
        return _taking(self._app.command(name))

    def subcommand(self, sub: Subcommand) -> Register:
        """Register a subcommand of `/contacts`. The empty one takes all other words: register it last."""
        if not sub.word:
            return self.command(COMMAND, sub.right)
        self._enter(f"command:{COMMAND} {sub.word}", sub.right)
        return _taking(self._app.command(COMMAND, matchers=[says(sub.word)]))

    def close(self) -> None:
        """Check that every subcommand has a listener. Raises LookupError."""
        listed = {f"command:{COMMAND} {sub.word}".rstrip() for sub in SUBCOMMANDS}
        if missing := listed - set(self.needs):
            raise LookupError(f"no listener is registered for {', '.join(sorted(missing))}")

    def _enter(self, name: str, *rights: Right) -> None:
        if self.needs.setdefault(name, rights) != rights:
            raise ValueError(f"{name} is registered twice, with different rights")


def _taking(register: Register) -> Register:
    """Register listeners so that they are run again after a conflict in the database."""
    return lambda listener: register(again(listener))
