"""Matching the first word behind a slash command, and what was chosen in a row's menu."""

import html
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from blocks.acts import chosen_act

_LINKED = re.compile(r"<(?:mailto:)?([^|>]+)(?:\|[^>]*)?>")


def says(word: str) -> Callable[..., Awaitable[bool]]:
    """A matcher for `/contacts WORD`."""

    async def matches(command: dict[str, Any]) -> bool:
        return first_word(command) == word

    return matches


def chooses(act: str) -> Callable[..., Awaitable[bool]]:
    """A matcher for one of the acts in a row's menu."""

    async def matches(action: dict[str, Any]) -> bool:
        return chosen_act(action) == act

    return matches


def first_word(command: Mapping[str, Any]) -> str:
    return next(iter((command.get("text") or "").lower().split()), "")


def typed(command: Mapping[str, Any]) -> str:
    """Everything behind the command, without the markup Slack puts around addresses."""
    return _LINKED.sub(r"\1", html.unescape(command.get("text") or "")).strip()


def behind(command: Mapping[str, Any]) -> str:
    """What follows the first word."""
    return " ".join(typed(command).split()[1:])
