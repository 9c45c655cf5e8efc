"""What a fresh clone relies on: complete lock files that name no host, scripts that run, one version."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME: list[str] = PROJECT["project"]["dependencies"]
DEVELOPMENT: list[str] = PROJECT["dependency-groups"]["dev"]

LOCKED = re.compile(r"^([a-z0-9-]+)(?:\[.*\])?==(\S+)", re.MULTILINE)
LOCKS = pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])


@LOCKS
def test_a_lock_file_names_no_host_and_no_machine(lock: str) -> None:
    assert re.findall(r"\w*://\S*|file:\S*|^-\S.*|/\S+/\S+", text(lock), re.MULTILINE) == []


@LOCKS
def test_every_locked_file_has_its_hash(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z])", text(lock))
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(
    ("lock", "wanted"), [("requirements.lock", RUNTIME), ("requirements-dev.lock", RUNTIME + DEVELOPMENT)]
)
def test_a_lock_file_holds_what_the_project_asks_for(lock: str, wanted: list[str]) -> None:
    versions = locked(lock)
    unmet = [line for line in wanted if not met(Requirement(line), versions)]
    assert unmet == [], "pyproject.toml has changed: make lock"


def test_development_runs_what_is_shipped() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


def test_the_changelog_tells_of_this_version() -> None:
    versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", text("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == PROJECT["project"]["version"]


@pytest.mark.parametrize(
    "script", ["scripts/setup", "scripts/apt", "scripts/programs", "scripts/lock", ".ci/run"]
)
def test_scripts_can_be_run_and_stop_at_the_first_error(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111
    assert re.search(r"^set -eu", text(script), re.MULTILINE)


def met(requirement: Requirement, versions: dict[str, str]) -> bool:
    version = versions.get(canonicalize_name(requirement.name))
    return version is not None and version in requirement.specifier


def locked(lock: str) -> dict[str, str]:
    return dict(LOCKED.findall(text(lock)))


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
