"""Rules of the code base that no linter checks: imports, commits, environment, sleeping."""

import ast
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from importlinter import configuration
from importlinter.application.use_cases import lint_imports

ROOT = Path(__file__).parents[2]
PRODUCT = ("bot", "blocks", "storage", "language", "demo")
VAGUE = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc"}


@dataclass(frozen=True)
class Source:
    path: str
    tree: ast.Module


def test_imports_go_in_one_direction() -> None:
    configuration.configure()
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None, no_logo=True)


def test_only_the_unit_of_work_commits() -> None:
    commits = found(
        sources(*PRODUCT), lambda node: isinstance(node, ast.Call) and called(node).endswith(".commit")
    )
    assert outside(commits, "storage/uow.py") == []


def test_only_the_settings_read_the_environment() -> None:
    assert outside(found(sources(*PRODUCT), reads_the_environment), "bot/settings.py") == []


def test_no_function_imports() -> None:
    inside = [
        place(source, node)
        for source in sources(*PRODUCT)
        for function in ast.walk(source.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_every_module_says_what_lives_in_it() -> None:
    silent = [
        source.path for source in sources(*PRODUCT) if source.tree.body and not ast.get_docstring(source.tree)
    ]
    assert silent == []


def test_a_migration_imports_nothing_that_lives() -> None:
    frozen = {"alembic", "sqlalchemy", *sys.stdlib_module_names}
    alive = [
        place(source, node)
        for source in sources("storage/migrations/versions")
        for node in ast.walk(source.tree)
        if {name.split(".")[0] for name in modules(node)} - frozen
    ]
    assert alive == []


def test_names_say_what_they_name() -> None:
    vague_files = [source.path for source in sources(*PRODUCT) if Path(source.path).stem in VAGUE]
    assert vague_files == []
    assert found(sources(*PRODUCT), is_called_handle) == []


def test_tests_use_fakes_and_patch_nothing() -> None:
    assert found(sources("tests"), patches) == []


def test_tests_do_not_sleep() -> None:
    assert found(sources("tests"), sleeps) == []


def reads_the_environment(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return ast.unparse(node) in ("os.environ", "os.environb", "os.getenv")
    return bool(imported(node) & {"dotenv", "pydantic_settings", "os.environ", "os.getenv"})


def is_called_handle(node: ast.AST) -> bool:
    """Tell whether a name like `handle_DATA` is required by a mail library."""
    return (
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("handle_")
        and node.name.islower()
    )


def patches(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return ast.unparse(node) == "monkeypatch.setattr"
    return bool(imported(node) & {"unittest.mock", "mock", "pytest_mock"})


def sleeps(node: ast.AST) -> bool:
    """Tell whether a call really sleeps. `asyncio.sleep(0)` only lets other tasks run."""
    if not isinstance(node, ast.Call) or called(node) not in ("time.sleep", "asyncio.sleep", "anyio.sleep"):
        return bool(imported(node) & {"time.sleep", "asyncio.sleep", "anyio.sleep"})
    return [ast.unparse(argument) for argument in node.args] != ["0"]


def called(call: ast.Call) -> str:
    return ast.unparse(call.func)


def imported(node: ast.AST) -> set[str]:
    """List what an import statement brings: modules, and names as `module.name`."""
    if isinstance(node, ast.Import):
        return {name.name for name in node.names}
    if isinstance(node, ast.ImportFrom):
        return {str(node.module)} | {f"{node.module}.{name.name}" for name in node.names}
    return set()


def modules(node: ast.AST) -> set[str]:
    """List the modules an import statement names; a relative one is a dot."""
    if isinstance(node, ast.ImportFrom):
        return {node.module if node.module and not node.level else "."}
    return imported(node)


def found(sources: Iterable[Source], wanted: Callable[[ast.AST], bool]) -> list[str]:
    return [place(source, node) for source in sources for node in ast.walk(source.tree) if wanted(node)]


def place(source: Source, node: ast.AST) -> str:
    return f"{source.path}:{getattr(node, 'lineno', 0)}"


def outside(places: list[str], home: str) -> list[str]:
    return [place for place in places if not place.startswith(f"{home}:")]


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(Source(path.relative_to(ROOT).as_posix(), parsed(path)) for path in paths)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
