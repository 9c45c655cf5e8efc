"""README, .env.example and Makefile say the same as the program."""

import re
from collections.abc import Iterator
from pathlib import Path

import typer.main

from bot.cli import app
from bot.links import Purpose
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
FIELDS = {name.upper(): field for name, field in Settings.model_fields.items()}
REQUIRED = {
    "slack_bot_token": "xoxb-1",
    "slack_signing_secret": "1",
    "smtp_url": "smtps://mail.acme.example",
    "mail_from": "talent@acme.example",
    "secret_key": "1",
}
NONE = "–"


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^(?:.*`)?make ([a-z]+)", README, re.MULTILINE)) - targets == set()


def test_every_command_named_exists() -> None:
    commands = set(typer.main.get_group(app).commands)
    assert set(re.findall(r"python -m bot ([a-z-]+)", README)) - commands == set()


def test_a_load_balancer_is_told_to_pass_every_page_on() -> None:
    pages = {f"`/{purpose}/`" for purpose in Purpose if purpose is not Purpose.FORM}
    assert {page for page in pages if page not in section("Running it grown-up")} == set()


def test_the_table_of_settings_is_whole() -> None:
    assert set(documented()) == set(FIELDS)


def test_the_table_tells_the_defaults() -> None:
    unset = {name for name, default in documented().items() if default == NONE}
    assert unset == {name for name, field in FIELDS.items() if not field.default}
    assert read(documented()) == read({})


def test_the_example_has_every_setting() -> None:
    assert set(example("#?")) == set(FIELDS)


def test_what_the_example_comments_out_is_the_default() -> None:
    assert read({name: value for name, value in example("#").items() if value}) == read({})


def test_what_the_example_leaves_to_fill_in_is_what_the_start_needs() -> None:
    assert set(example("")) == {name.upper() for name in REQUIRED} | {"PUBLIC_URL"}
    filled_in = section("Five minutes").partition("4. **")[0]
    assert set(re.findall(r"^ +\| `([A-Z_]+)`", filled_in, re.MULTILINE)) == set(example(""))


def test_every_file_linked_to_exists() -> None:
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert [path for path in linked if not (ROOT / path).exists()] == []


def test_the_map_of_the_house_is_true() -> None:
    assert [path for path in drawn_paths() if not (ROOT / path).exists()] == []


def documented() -> dict[str, str]:
    """The rows of the table of settings: {name: default}."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| (\S+) \|", section("Settings"), re.MULTILINE)
    return {name: default.strip("`") for name, default in rows}


def example(mark: str) -> dict[str, str]:
    """The lines of .env.example that begin with `mark`: {name: value}."""
    return dict(re.findall(rf"^{mark}([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))


def read(written: dict[str, str]) -> Settings:
    """What the program makes of these values, beside the least it needs."""
    values = {name.lower(): value for name, value in written.items() if value != NONE}
    return Settings(_env_file=None, **(REQUIRED | values))  # type: ignore[arg-type]


def drawn_paths() -> Iterator[str]:
    folder = ""
    for indent, name in re.findall(r"^( *)([a-z_]+(?:/|\.py)) ", section("The house"), re.MULTILINE):
        folder = folder if indent else name
        yield folder + name if indent else name


def section(heading: str) -> str:
    found = re.search(rf"^## {heading}.*?(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, f"the README has no section {heading!r}"
    return found[0]
