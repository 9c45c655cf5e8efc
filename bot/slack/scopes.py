"""The OAuth scopes, read from manifest.yml so that they cannot differ from it."""

from collections.abc import Collection
from functools import cache
from importlib import import_module

from bot.slack.manifest import MANIFEST


@cache
def bot_scopes() -> tuple[str, ...]:
    yaml = import_module("yaml")  # here alone: a start without OAuth does not ask for them
    scopes: list[str] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"]
    return tuple(scopes)


def missing_of(granted: Collection[str] | None) -> list[str]:
    """List the scopes an installation lacks. Empty if its scopes are unknown."""
    return [] if granted is None else [scope for scope in bot_scopes() if scope not in granted]


def split(said: object) -> list[str]:
    """Split scopes at commas, as Slack writes them."""
    return sorted(filter(None, (each.strip() for each in str(said or "").split(","))))
