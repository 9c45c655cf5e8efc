"""README, docs/, .env.example and Makefile agree with the program, and link to what there is."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from blocks.kit.subcommands import COMMAND, SUBCOMMANDS
from blocks.workspace import kinds
from bot.cli import app
from bot.security.tokens import Purpose
from bot.settings import Settings
from bot.values import PLACEHOLDERS
from storage.entities.setting import Group, Setting
from storage.entities.settings import SETTINGS

ROOT = Path(__file__).parents[2]
PAGES = {
    path.name: path.read_text(encoding="utf-8") for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))
}
README = PAGES["README.md"]
HISTORY = {"CHANGELOG.md"}  # tells what was, so that it may name what is gone
TOLD = "\n".join(text for name, text in PAGES.items() if name not in HISTORY)
MOST_WORDS = 1_000
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
    assert set(re.findall(r"^(?:.*`)?make ([a-z]+)", TOLD, re.MULTILINE)) - targets == set()


def test_every_command_named_exists() -> None:
    assert (
        set(re.findall(r"(?:python -m bot|bin/trusted-contacts) ([a-z][a-z-]+)", TOLD)) - commands() == set()
    )


def test_the_table_of_commands_is_whole() -> None:
    rows = re.findall(r"^\| `([a-z-]+)\b[^`]*` \|", section("operating.md", "Commands"), re.MULTILINE)
    assert sorted(rows) == sorted(commands())


def test_the_table_of_subcommands_is_the_list_of_them() -> None:
    rows = re.findall(
        rf"^\| `({COMMAND}\b[^`]*)` \|", section("README.md", "Commands in Slack"), re.MULTILINE
    )
    assert rows == [sub.typed for sub in SUBCOMMANDS]


def test_a_load_balancer_is_told_to_pass_every_page_on() -> None:
    pages = {f"`/{purpose}/`" for purpose in Purpose if purpose is not Purpose.FORM}
    assert {page for page in pages if page not in section("operating.md", "Load balancer")} == set()


def test_the_table_of_settings_is_whole() -> None:
    assert set(documented()) == set(FIELDS)


def test_the_table_tells_the_defaults() -> None:
    unset = {name for name, default in documented().items() if default == NONE}
    assert unset == {name for name, field in FIELDS.items() if not field.default}
    assert read(documented()) == read({})


def test_the_table_of_workspace_settings_is_the_one_in_the_code() -> None:
    rows = re.findall(
        r"^\| (?:" + "|".join(Group) + r") \|.*", section("handbook.md", "Workspace settings"), re.MULTILINE
    )
    assert rows == [row(each) for each in SETTINGS]


def test_the_example_has_every_setting() -> None:
    assert set(example("#?")) == set(FIELDS)


def test_what_the_example_comments_out_is_the_default() -> None:
    assert read({name: value for name, value in example("#").items() if value}) == read({})


def test_what_the_example_fills_in_is_refused_where_it_must_be_replaced() -> None:
    filled = {value for name, value in example("").items() if name in {"SLACK_BOT_TOKEN", "SMTP_URL"}}
    assert filled == set(PLACEHOLDERS)


def test_what_the_example_leaves_to_fill_in_is_what_the_start_needs() -> None:
    assert set(example("")) == {name.upper() for name in REQUIRED} | {"PUBLIC_URL"}
    filled_in = section("README.md", "Five minutes").partition("4. **")[0]
    assert set(re.findall(r"^ +\| `([A-Z_]+)`", filled_in, re.MULTILINE)) == set(example(""))


@pytest.mark.parametrize("page", PAGES)
def test_every_file_and_heading_linked_to_exists(page: str) -> None:
    assert [link for link in links(page) if not leads_somewhere(page, link)] == []


def test_every_page_can_be_reached_from_readme() -> None:
    reached, ahead = set[str](), {"README.md"}
    while ahead:
        reached |= ahead
        ahead = {Path(link.partition("#")[0]).name for page in ahead for link in links(page)} & set(
            PAGES
        ) - reached
    assert set(PAGES) - reached == set()


def test_readme_is_read_in_five_minutes() -> None:
    assert len(README.split()) <= MOST_WORDS


def test_the_map_of_the_house_is_true() -> None:
    assert [path for path in drawn_paths() if not (ROOT / path).exists()] == []


def commands() -> set[str]:
    group = typer.main.get_group(app)
    return set(group.list_commands(typer.Context(group)))


def links(page: str) -> list[str]:
    """List what a page links to and shows, but for web addresses."""
    return re.findall(r"\]\((?!https?:)([^)]+)\)", PAGES[page])


def leads_somewhere(page: str, link: str) -> bool:
    """Tell whether a link's file exists and has the heading that it names."""
    path, _, heading = link.partition("#")
    folder = ROOT if (ROOT / page).exists() else ROOT / "docs"
    target = (folder / path).resolve() if path else folder / page
    return target.exists() and (not heading or heading in headings(PAGES[target.name]))


def headings(text: str) -> set[str]:
    """Name the headings as a link to them does: small letters, hyphens, no punctuation."""
    found = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in found}


def documented() -> dict[str, str]:
    """Read the table of settings: {name: default}."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| (\S+) \|", section("operating.md", "Settings"), re.MULTILINE)
    return {name: default.strip("`") for name, default in rows}


def row(setting: Setting) -> str:
    """Write a setting's line as in the handbook's table."""
    unset = {
        "company_name": "the workspace's name",
        "sender_name": "the company's name",
        "postal_address": "`POSTAL_ADDRESS`",
        "import_grace_seconds": "`IMPORT_GRACE_SECONDS`",
    }
    words = kinds.FIELDS[type(setting.kind)].words(setting.kind, setting.default)
    default = unset.get(setting.name) or "".join(part.to_dict()["text"] for part in words)
    hint = setting.hint.format(managers="They invite and approve people. ", default=default)
    cells = (setting.group, f"`{setting.label}`", default, setting.kind.bounds, hint)
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")


def example(mark: str) -> dict[str, str]:
    """Read the lines of .env.example that begin with `mark`: {name: value}."""
    return dict(re.findall(rf"^{mark}([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))


def read(written: dict[str, str]) -> Settings:
    """Read these settings as the program does, beside the required ones."""
    values = {name.lower(): value for name, value in written.items() if value != NONE}
    return Settings(_env_file=None, **(REQUIRED | values))  # type: ignore[arg-type]


def drawn_paths() -> Iterator[str]:
    folder = ""
    for indent, name in re.findall(r"^( *)([a-z_]+(?:/|\.py)) ", section("code.md", "Layout"), re.MULTILINE):
        folder = folder if indent else name
        yield folder + name if indent else name


def section(page: str, heading: str) -> str:
    found = re.search(rf"^## {heading}.*?(?=^## |\Z)", PAGES[page], re.MULTILINE | re.DOTALL)
    assert found, f"{page} has no section {heading!r}"
    return found[0]
