"""How Slack says no."""

from typing import Any

from bot.demo.blockkit.rules import Fault
from bot.demo.model import Json


class SlackRefuses(Exception):
    """Becomes `{"ok": false, "error": …}`. A natural one (somebody was faster) is no problem of the app."""

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
    """A refusal that points at each fault, as Slack does in `response_metadata.messages`."""
    return SlackRefuses(error, response_metadata={"messages": [str(fault) for fault in faults]})
