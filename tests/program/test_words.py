"""docs/words.txt holds every text people can read, and every text has a sample."""

import ast
import inspect
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from typer.testing import CliRunner

from blocks.kit.modal import Message
from bot.cli import app
from bot.showcase.samples.every import EVERY
from bot.showcase.samples.reading import read
from bot.showcase.samples.sample import Letter, Sample, WebPage
from bot.showcase.words import every_word, lines
from bot.web import pages

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "docs" / "words.txt"
# return types of functions that make something to read
MADE = {"Message", "ViewJson", "BlocksJson", "Content"}
KIT = {"modal", "to_json"}  # they only frame what others make
TEXTS = ("text", "accessibility_label", "initial_value", "fallback")
IN_SLACK = [each for each in EVERY if not isinstance(each.build(), Letter | WebPage)]


def builders(*folders: str) -> Iterator[tuple[str, CodeType]]:
    """Find public functions whose return type is something to read."""
    for path in sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and _makes(node):
                yield f"{module}.{node.name}", _code(module, node.name)


def _makes(function: ast.FunctionDef) -> bool:
    is_public = not function.name.startswith("_") and function.name not in KIT
    return is_public and function.returns is not None and ast.unparse(function.returns) in MADE


def _code(module: str, name: str) -> CodeType:
    code: CodeType = inspect.unwrap(getattr(import_module(module), name)).__code__
    return code


def called_by_samples() -> set[CodeType]:
    called: set[CodeType] = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            called.add(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        for sample in EVERY:
            sample.build()
    finally:
        sys.setprofile(before)
    return called


def test_every_message_modal_and_email_has_a_sample() -> None:
    called = called_by_samples()
    found = dict(builders("blocks", "bot/mail/texts"))
    assert len(found) > 70
    assert [name for name, code in found.items() if code not in called] == []


def test_every_page_has_a_sample() -> None:
    rendered = {code.co_filename for code in called_by_samples()}
    templates = sorted((pages.FOLDER / "templates").glob("*.html"))
    assert [each.name for each in templates if str(each) not in rendered] == []


def test_samples_have_names_of_their_own() -> None:
    names = Counter((sample.feature, sample.name) for sample in EVERY)
    assert [name for name, times in names.items() if times > 1] == []


def test_the_list_of_words_is_that_of_the_program() -> None:
    """Compare the lists. If this fails, review what `make words` changes in docs/words.txt."""
    assert WORDS.read_text(encoding="utf-8") == every_word()


def test_the_command_prints_the_words_or_writes_them(tmp_path: Path) -> None:
    printed = CliRunner().invoke(app, ["words"])
    written = CliRunner().invoke(app, ["words", "--out", str(tmp_path / "words.txt")])
    assert (printed.exit_code, written.exit_code) == (0, 0)
    assert (tmp_path / "words.txt").read_text(encoding="utf-8") == printed.output == every_word()


def texts(node: Any) -> Iterator[str]:
    """Find every text below a node of Block Kit."""
    if isinstance(node, dict):
        yield from (node[name] for name in TEXTS if isinstance(node.get(name), str))
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from texts(child)


def words_alone(text: str) -> str:
    """Reduce a text to its words, without marks and line breaks."""
    return " ".join(re.findall(r"\w+", text))


@pytest.mark.parametrize("sample", IN_SLACK, ids=lambda sample: f"{sample.feature}: {sample.name}")
def test_no_text_is_left_out(sample: Sample) -> None:
    shown: Any = sample.build()
    told = words_alone(" ".join(lines(shown)))
    spoken = texts(shown.blocks if isinstance(shown, Message) else shown)
    assert [each for each in spoken if words_alone(read(each)) not in told] == []
