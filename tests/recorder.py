"""Which listeners the features register, told by an object in the app's place."""

from typing import Any

from bot.access import LISTENERS
from bot.app import FEATURES


class Recorder:
    """Takes the place of the app when features register their listeners, and remembers their names."""

    def __init__(self) -> None:
        self.commands: list[tuple[str, list[Any]]] = []
        self.names: set[str] = set()

    def command(self, name: str, matchers: list[Any] | None = None) -> Any:
        self.commands.append((name, matchers or []))
        return lambda listener: listener

    def __getattr__(self, kind: str) -> Any:
        """view, action, options, shortcut, event, view_closed."""

        def register(name: Any, *_: object, **__: object) -> Any:
            names = name if isinstance(name, str) else name.get("callback_id") or name["type"]
            self.names.add(f"{kind.removeprefix('global_').removeprefix('view_')}:{names}")
            return lambda listener: listener

        return register

    async def command_names(self) -> set[str]:
        """As the role matrix has them: a command, or a command and its word."""
        words = [row.removeprefix("command:").split() for row in LISTENERS if row.startswith("command:")]
        named = set()
        for name, matchers in self.commands:
            fitting = [each[1:] for each in words if each[0] == name and bool(each[1:]) == bool(matchers)]
            took = [word for word in fitting if await _fits(matchers, word)]
            named |= {" ".join([f"command:{name}", *word]) for word in took} or {f"command:{name} ?"}
        return named


async def registered() -> set[str]:
    """Every listener of every feature, by its name in the role matrix."""
    recorder = Recorder()
    for feature in FEATURES:
        feature.register(recorder)
    return recorder.names | await recorder.command_names()


async def _fits(matchers: list[Any], word: list[str]) -> bool:
    return all([await match({"text": " ".join(word)}) for match in matchers])
