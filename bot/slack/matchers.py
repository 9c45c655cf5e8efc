"""Matchers for the first word after a slash command, and reading the words after it."""

import html
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

_LINKED = re.compile(r"<(?:mailto:)?([^|>]+)(?:\|[^>]*)?>")


def says(word: str) -> Callable[..., Awaitable[bool]]:
    """Match `/contacts WORD`."""

    async def matches(command: dict[str, Any]) -> bool:
        return first_word(command) == word

    return matches


def first_word(command: Mapping[str, Any]) -> str:
    return next(iter((command.get("text") or "").lower().split()), "")


def typed(command: Mapping[str, Any]) -> str:
    """Return the text after the command, without Slack's markup around addresses."""
    return _LINKED.sub(r"\1", html.unescape(command.get("text") or "")).strip()


def behind(command: Mapping[str, Any]) -> str:
    """Return the text after the command's first word."""
    return " ".join(typed(command).split()[1:])
