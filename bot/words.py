"""Matching the first word behind a slash command."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any


def says(word: str) -> Callable[..., Awaitable[bool]]:
    """A matcher for `/contacts WORD`."""

    async def matches(command: dict[str, Any]) -> bool:
        return first_word(command) == word

    return matches


def first_word(command: Mapping[str, Any]) -> str:
    return next(iter((command.get("text") or "").lower().split()), "")
