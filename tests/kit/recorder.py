"""Lists the listeners that features register, without running the program."""

from functools import cache

from bot.app import register_features
from bot.slack.door import Door
from storage.entities.right import Right


@cache
def needs() -> dict[str, tuple[Right, ...]]:
    """List every listener with the rights it needs: {name: rights}."""
    door = Door()
    register_features(door)
    return door.needs


def registered() -> set[str]:
    return set(needs())
