"""manifest.yml agrees with the program: commands, events, addresses and scopes."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from typer.testing import CliRunner

from blocks.kit.subcommands import COMMAND, usage_hint
from bot.cli import app
from demo.api.methods import METHODS
from tests.kit.recorder import registered

ROOT = Path(__file__).parents[2]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
SCOPES = set(MANIFEST["oauth_config"]["scopes"]["bot"])
EVENT_SCOPES = {
    "app_home_opened": set(),
    "app_uninstalled": set(),
    "tokens_revoked": set(),
    "file_shared": {"files:read"},
    "subteam_members_changed": {"usergroups:read"},
    "subteam_updated": {"usergroups:read"},
    "user_change": {"users:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
}
EVENTS: list[str] = MANIFEST["settings"].get("event_subscriptions", {}).get("bot_events", [])


async def names(kind: str) -> set[str]:
    found = (name.partition(":") for name in registered())
    return {name.split()[0] for what, _, name in found if what == kind}


async def test_the_commands_are_those_the_program_listens_to() -> None:
    commands = {each["command"] for each in MANIFEST["features"]["slash_commands"]}
    assert commands == await names("command")


def test_the_hint_behind_contacts_is_the_list_of_subcommands() -> None:
    hints = {each["command"]: each["usage_hint"] for each in MANIFEST["features"]["slash_commands"]}
    assert hints[COMMAND] == usage_hint()


async def test_the_events_are_those_the_program_listens_to() -> None:
    assert set(EVENTS) == await names("event")


async def test_the_shortcuts_are_those_the_program_listens_to() -> None:
    shortcuts = {each["callback_id"] for each in MANIFEST["features"].get("shortcuts", [])}
    assert shortcuts == await names("shortcut")


def test_the_command_prints_it_for_an_address_of_ones_own() -> None:
    printed = CliRunner().invoke(app, ["manifest", "--url", "https://people.acme.example/"])
    expected = (ROOT / "manifest.yml").read_text(encoding="utf-8")
    expected = expected.replace("https://contacts.example.com", "https://people.acme.example")
    assert (printed.exit_code, yaml.safe_load(printed.output)) == (0, yaml.safe_load(expected))
    assert "example.com" not in printed.output


def test_the_command_prints_it_for_socket_mode() -> None:
    printed = CliRunner().invoke(app, ["manifest", "--url", "https://people.acme.example", "--socket-mode"])
    assert yaml.safe_load(printed.output)["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize("url", ["contacts.acme.example", "http://contacts.acme.example", "https://"])
def test_the_command_refuses_an_address_that_slack_cannot_reach(url: str) -> None:
    refused = CliRunner().invoke(app, ["manifest", "--url", url])
    assert (refused.exit_code, "--url" in refused.output) == (2, True)


def test_every_method_called_has_its_scope() -> None:
    unmet = {method for method in methods_called() if needed(method) and not needed(method) & SCOPES}
    assert unmet == set()


def test_no_scope_is_asked_for_without_need() -> None:
    """Slack's reviewers ask about each scope, and each one makes administrators hesitate."""
    reasons = {"commands"} | {scope for method in methods_called() for scope in needed(method)}
    for event in EVENTS:
        reasons |= EVENT_SCOPES[event]
    if any('.get("email")' in text for text in sources()):
        reasons.add("users:read.email")  # a field of users.info that needs this scope
    assert SCOPES - reasons == set()


def test_every_address_is_a_route_of_the_program() -> None:
    addresses = list(urls(MANIFEST))
    assert len(addresses) >= 5
    paths = {re.sub(r"^https://[^/]+", "", address) for address in addresses}
    assert paths == {"/slack/events", "/slack/oauth_redirect"}
    assert len({re.sub(r"/slack/\w+$", "", address) for address in addresses}) == 1


def test_the_home_tab_and_the_messages_are_as_the_program_uses_them() -> None:
    home = MANIFEST["features"]["app_home"]
    assert home["messages_tab_enabled"], "without it Slack refuses the app's direct messages"
    assert home["home_tab_enabled"] == ("views.publish" in methods_called())
    assert MANIFEST["settings"]["interactivity"]["is_enabled"]


def test_slack_accepts_the_manifest() -> None:
    """Compare with Slack's published schema, if there is a copy beside the checkout."""
    version = f"{MANIFEST['_metadata']['major_version']}.0.0"
    schema = next(ROOT.parent.glob(f"*/slack-samples/manifest/manifest.schema.{version}.json"), None)
    if schema is None:
        pytest.skip("Slack's manifest schema does not lie beside the checkout")
    jsonschema.Draft7Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(MANIFEST)


def methods_called() -> set[str]:
    """List the Web API methods called in the program's source: client.views_open is views.open."""
    # The client's name for the three steps of an upload.
    steps = {"files_upload_v2": "files_completeUploadExternal"}
    called = {
        name for text in sources() for name in re.findall(r"client\.([a-z]+(?:_[a-zA-Z0-9]+)+)\b", text)
    }
    names = {steps.get(each, each).replace("_", ".") for each in called}
    return names & set(METHODS)


def needed(method: str) -> set[str]:
    """List the scopes for a method, of which any is enough."""
    return set(filter(None, METHODS[method].scope.split("|")))


def sources() -> list[str]:
    files = (path for path in (ROOT / "bot").rglob("*.py") if "demo" not in path.parts)
    return [path.read_text(encoding="utf-8") for path in files]


def urls(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from urls(value)
    elif isinstance(node, list):
        for value in node:
            yield from urls(value)
    elif isinstance(node, str) and node.startswith("http"):
        yield node
