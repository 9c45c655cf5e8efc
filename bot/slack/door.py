"""Registers listeners, each with the rights it needs. A listener without rights cannot be registered.

Bolt asks its listeners one after another whether a payload is theirs: 1.4 ms for some 180 of them. So it has
none: the last of its middleware finds ours by name.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.response import BoltResponse
from slack_bolt.util.utils import get_arg_names_of_callable

from blocks.kit.subcommands import COMMAND, SUBCOMMANDS, Subcommand
from bot.slack.again import Listener, again
from bot.slack.payloads import listener_names
from storage.entities.right import Right

Register = Callable[[Listener], object]

# What listeners may ask for by an argument's name. All else is in the request's context.
_GIVEN: dict[str, Callable[[AsyncBoltRequest], Any]] = {
    "ack": lambda request: request.context.ack,
    "body": lambda request: request.body,
    "command": lambda request: request.body,
    "shortcut": lambda request: request.body,
    "action": lambda request: request.body["actions"][0],
    "view": lambda request: request.body["view"],
    "event": lambda request: request.body["event"],
}


@dataclass(frozen=True, slots=True)
class _Registered:
    """A listener, and the names of its arguments."""

    run: Listener
    takes: tuple[str, ...]

    def arguments(self, request: AsyncBoltRequest) -> dict[str, Any]:
        """Look up what it asks for. Raises KeyError if there is no such thing."""
        return {
            name: _GIVEN[name](request) if name in _GIVEN else request.context[name] for name in self.takes
        }


class Door(AsyncMiddleware):
    """A table {listener name: rights needed}, and the listeners themselves.

    The name is kind and id, and the word that selects one of the listeners of a command: `action:approve`,
    `command:/contacts import`.
    """

    def __init__(self) -> None:
        self.needs: dict[str, tuple[Right, ...]] = {}
        self._listeners: dict[str, _Registered] = {}

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 (Bolt gives it by this name)
    ) -> BoltResponse:
        """Run the listener of a request, which has passed `needs_of`. No middleware comes after this one."""
        listener = self._listeners[self._name_of(req.body)]
        await listener.run(**listener.arguments(req))
        ack = req.context.ack
        return ack.response or await ack()

    def needs_of(self, body: Mapping[str, Any]) -> tuple[Right, ...] | None:
        """Look up the rights a payload needs. None if no listener takes it."""
        return self.needs.get(self._name_of(body))

    def _name_of(self, body: Mapping[str, Any]) -> str:
        """Find the name of the listener that takes a payload. Empty if none does."""
        return next((name for name in listener_names(body) if name in self.needs), "")

    def action(self, action_id: str, right: Right, *more: Right) -> Register:
        return self._enter(f"action:{action_id}", right, *more)

    def view(self, callback_id: str, right: Right) -> Register:
        return self._enter(f"view:{callback_id}", right)

    def options(self, action_id: str, right: Right) -> Register:
        return self._enter(f"options:{action_id}", right)

    def event(self, kind: str, right: Right) -> Register:
        return self._enter(f"event:{kind}", right)

    def shortcut(self, callback_id: str, right: Right) -> Register:
        return self._enter(f"shortcut:{callback_id}", right)

    def command(self, name: str, right: Right) -> Register:
        return self._enter(f"command:{name}", right)

    def subcommand(self, sub: Subcommand) -> Register:
        """Register a subcommand of `/contacts`. The empty one takes all other words."""
        return self._enter(f"command:{COMMAND} {sub.word}".rstrip(), sub.right)

    def close(self) -> None:
        """Check that every subcommand has a listener. Raises LookupError."""
        listed = {f"command:{COMMAND} {sub.word}".rstrip() for sub in SUBCOMMANDS}
        if missing := listed - set(self.needs):
            raise LookupError(f"no listener is registered for {', '.join(sorted(missing))}")

    def _enter(self, name: str, *rights: Right) -> Register:
        if self.needs.setdefault(name, rights) != rights:
            raise ValueError(f"{name} is registered twice, with different rights")
        return lambda listener: self._listeners.setdefault(name, _registered(listener))


def _registered(listener: Listener) -> _Registered:
    return _Registered(again(listener), tuple(get_arg_names_of_callable(listener)))
