"""What the app asks for at Slack: the scopes of manifest.yml, so that nothing else can differ from it."""

from functools import cache
from pathlib import Path

import yaml

MANIFEST = Path(__file__).parent.parent / "manifest.yml"


@cache
def bot_scopes() -> tuple[str, ...]:
    scopes: list[str] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"]
    return tuple(scopes)
