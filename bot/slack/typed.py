"""Reads the words after a slash command."""

import html
import re
from collections.abc import Mapping
from typing import Any

_LINKED = re.compile(r"<(?:mailto:)?([^|>]+)(?:\|[^>]*)?>")


def first_word(command: Mapping[str, Any]) -> str:
    return next(iter((command.get("text") or "").lower().split()), "")


def typed(command: Mapping[str, Any]) -> str:
    """Return the text after the command, without Slack's markup around addresses."""
    return _LINKED.sub(r"\1", html.unescape(command.get("text") or "")).strip()


def behind(command: Mapping[str, Any]) -> str:
    """Return the text after the command's first word."""
    return " ".join(typed(command).split()[1:])
