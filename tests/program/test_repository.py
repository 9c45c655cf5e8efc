"""What a new clone needs: complete lock files without host names, working scripts, one version."""

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot import __version__

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME: list[str] = PROJECT["project"]["dependencies"]
TRACING: list[str] = PROJECT["project"]["optional-dependencies"]["tracing"]
DEMO: list[str] = PROJECT["dependency-groups"]["demo"]
AUDIT: list[str] = PROJECT["dependency-groups"]["audit"]
DEVELOPMENT: list[str] = [line for line in PROJECT["dependency-groups"]["dev"] if isinstance(line, str)]
WANTED = {
    "requirements.lock": RUNTIME,
    "requirements-demo.lock": RUNTIME + DEMO,
    "requirements-dev.lock": RUNTIME + DEMO + DEVELOPMENT,
    "requirements-audit.lock": AUDIT,
}
LARGER_AND_LARGER = ("requirements.lock", "requirements-demo.lock", "requirements-dev.lock")

LOCKED = re.compile(r"^([a-z0-9-]+)(?:\[.*\])?==(\S+)", re.MULTILINE)
LOCKS = pytest.mark.parametrize("lock", WANTED)


@LOCKS
def test_a_lock_file_names_no_host_and_no_machine(lock: str) -> None:
    assert re.findall(r"\w*://\S*|file:\S*|^-\S.*|/\S+/\S+", text(lock), re.MULTILINE) == []


@LOCKS
def test_every_locked_file_has_its_hash(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z])", text(lock))
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@LOCKS
def test_a_lock_file_holds_what_the_project_asks_for(lock: str) -> None:
    versions = locked(lock)
    unmet = [line for line in WANTED[lock] if not met(Requirement(line), versions)]
    assert unmet == [], "pyproject.toml has changed: make lock"


def test_demo_and_development_run_what_is_shipped() -> None:
    shipped, demo, development = (locked(lock).items() for lock in LARGER_AND_LARGER)
    assert shipped <= demo <= development


def test_what_only_the_demo_needs_is_not_shipped() -> None:
    assert {name_of(line) for line in DEMO} & locked("requirements.lock").keys() == set()


def test_every_import_is_a_dependency() -> None:
    for_demo = {*modules_in("demo"), *modules_in("bot/showcase")}
    product = {*modules_in("bot"), *modules_in("blocks"), *modules_in("storage")} - for_demo
    traces = ROOT / "bot/traces.py"  # loaded only where these packages are installed
    assert packages_imported(product - {traces}) - {name_of(line) for line in RUNTIME} == set()
    assert {name_of(line) for line in TRACING} <= packages_imported({traces})
    assert packages_imported(for_demo) - {name_of(line) for line in RUNTIME + DEMO} == set()


def test_the_changelog_tells_of_this_version() -> None:
    versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", text("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == __version__


@pytest.mark.parametrize(
    "script", ["scripts/setup", "scripts/apt", "scripts/programs", "scripts/lock", "scripts/audit", ".ci/run"]
)
def test_scripts_can_be_run_and_stop_at_the_first_error(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111
    assert re.search(r"^set -eu", text(script), re.MULTILINE)


def met(requirement: Requirement, versions: dict[str, str]) -> bool:
    version = versions.get(canonicalize_name(requirement.name))
    return version is not None and version in requirement.specifier


def name_of(requirement: str) -> str:
    return canonicalize_name(Requirement(requirement).name)


def modules_in(folder: str) -> set[Path]:
    return set((ROOT / folder).rglob("*.py"))


def packages_imported(modules: set[Path]) -> set[str]:
    """List the distributions whose modules these files import."""
    trees = [ast.parse(module.read_text(encoding="utf-8")) for module in modules]
    names = {name for tree in trees for node in ast.walk(tree) for name in imported(node)}
    distributions = packages_distributions()
    return {canonicalize_name(each) for name in names for each in distributions.get(name.split(".")[0], [])}


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [name.name for name in node.names] if isinstance(node, ast.Import) else []


def locked(lock: str) -> dict[str, str]:
    return dict(LOCKED.findall(text(lock)))


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
