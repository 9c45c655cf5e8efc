"""What the app's manifest declares: scopes, events, commands, shortcuts and tabs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from demo.world.model import Json


@dataclass(frozen=True)
class Command:
    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    type: str
    name: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True)
class Manifest:
    """The manifest as read. None for scopes, events or commands means no manifest: everything is allowed."""

    name: str = "Demo app"
    scopes: frozenset[str] | None = None
    events: frozenset[str] | None = None
    commands: tuple[Command, ...] | None = None
    shortcuts: tuple[Shortcut, ...] = ()
    home_tab: bool = True
    messages_tab: bool = True
    messages_read_only: bool = False
    interactive: bool = True
    color: str = "#1f4d3a"

    def command(self, name: str) -> Command | None:
        if self.commands is None:
            return Command(name)
        return next((each for each in self.commands if each.command == name), None)

    def subscribes(self, event: str) -> bool:
        return self.events is None or event in self.events


def read_manifest(source: Path | str | Json | None) -> Manifest:
    if source is None:
        return Manifest()
    data = source if isinstance(source, dict) else yaml.safe_load(Path(source).read_text("utf-8"))
    features = data.get("features") or {}
    settings = data.get("settings") or {}
    home = features.get("app_home") or {}
    display = data.get("display_information") or {}
    return Manifest(
        name=(features.get("bot_user") or {}).get("display_name") or display.get("name", "Demo app"),
        scopes=frozenset(_path(data, "oauth_config", "scopes").get("bot") or ()),
        events=frozenset(_path(settings, "event_subscriptions").get("bot_events") or ()),
        commands=tuple(_command(each) for each in features.get("slash_commands") or ()),
        shortcuts=tuple(_shortcut(each) for each in features.get("shortcuts") or ()),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", False)),
        messages_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
        interactive=bool(_path(settings, "interactivity").get("is_enabled", False)),
        color=display.get("background_color", "#1f4d3a"),
    )


def _path(data: Json, *keys: str) -> Json:
    node: Any = data
    for key in keys:
        node = (node or {}).get(key)
    return node or {}


def _command(each: Json) -> Command:
    return Command(
        each["command"],
        each.get("description", ""),
        each.get("usage_hint", ""),
        bool(each.get("should_escape", False)),
    )


def _shortcut(each: Json) -> Shortcut:
    return Shortcut(each["type"], each["name"], each["callback_id"], each.get("description", ""))
