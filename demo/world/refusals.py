"""Slack's error answers as exceptions."""

from typing import Any

from demo.blockkit.rules import Fault
from demo.world.model import Json


class SlackRefuses(Exception):
    """An error answer, `{"ok": false, "error": …}`.

    A `natural` one comes from a race or a planted fault and is not reported as a problem of the app.
    """

    def __init__(self, error: str, natural: bool = False, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.natural = natural
        self.extra = extra

    def __str__(self) -> str:
        return " ".join([self.error, *self.extra.get("response_metadata", {}).get("messages", [])])

    @property
    def answer(self) -> Json:
        return {"ok": False, "error": self.error, **self.extra}


def faulty(error: str, faults: list[Fault]) -> SlackRefuses:
    """Make a refusal that lists each fault in `response_metadata.messages`, as Slack does."""
    return SlackRefuses(error, response_metadata={"messages": [str(fault) for fault in faults]})
