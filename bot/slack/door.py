"""Registers listeners, each with the rights it needs. A listener without rights cannot be registered.

Bolt asks its listeners one after another whether a payload is theirs: 1.4 ms for some 180 of them. So it has
one listener for each kind here, which finds ours by name.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from logging import Logger
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.kwargs_injection.async_utils import build_async_required_kwargs
from slack_bolt.response import BoltResponse
from slack_bolt.util.utils import get_arg_names_of_callable

from blocks.kit.subcommands import COMMAND, SUBCOMMANDS, Subcommand
from bot.slack.again import Listener, again
from bot.slack.payloads import listener_names
from storage.entities.right import Right

Register = Callable[[Listener], object]

_ANY = re.compile("")


class Door:
    """Bolt's app together with a table {listener name: rights needed}.

    The name is kind and id, and the word that selects one of the listeners of a command: `action:approve`,
    `command:/contacts import`.
    """

    def __init__(self, app: AsyncApp) -> None:
        self.needs: dict[str, tuple[Right, ...]] = {}
        self._listeners: dict[str, Listener] = {}
        for kind in (app.action({"action_id": _ANY}), app.view(_ANY), app.options({"action_id": _ANY})):
            kind(self._answer)
        for kind in (app.event(_ANY), app.shortcut(_ANY), app.command(_ANY)):
            kind(self._answer)

    async def _answer(self, request: AsyncBoltRequest, response: BoltResponse, logger: Logger) -> Any:
        """Run the listener of a request, which has passed `needs_of`, with the arguments it names."""
        listener = self._listeners[next(self._names_of(request.body))]
        arguments = build_async_required_kwargs(
            logger=logger,
            required_arg_names=get_arg_names_of_callable(listener),
            request=request,
            response=response,
            this_func=listener,
            next_keys_required=False,
        )
        return await again(listener)(**arguments)

    def needs_of(self, body: Mapping[str, Any]) -> tuple[Right, ...] | None:
        """Look up the rights a payload needs. None if no listener takes it."""
        return next((self.needs[name] for name in self._names_of(body)), None)

    def _names_of(self, body: Mapping[str, Any]) -> Iterator[str]:
        return (name for name in listener_names(body) if name in self.needs)

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
        return lambda listener: self._listeners.setdefault(name, listener)
