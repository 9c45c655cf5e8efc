"""The style sheets agree with their pages: variables are set and used, and every styled class occurs."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARATIONS = re.compile(r"\{[^{}]*\}")
VARIABLE_SET, VARIABLE_USED = re.compile(r"(--[\w-]+)\s*:"), re.compile(r"var\((--[\w-]+)")
VARIABLE_SET_BY_SCRIPT = re.compile(r"'(--[\w-]+)'")
CLASS = re.compile(r"\.([a-z][\w-]*)")
WORD, BEGINNING = re.compile(r"[\w-]+"), re.compile(r"([a-z]+-[\w-]*)\$\{")

PAGES = pytest.mark.parametrize(
    ("styles", "pages"),
    [
        (["demo/page/style/*.css"], ["demo/page/index.html", "demo/page/js/**/*.js"]),
        (["bot/web/static/style.css"], ["bot/web/templates/*.html"]),
    ],
    ids=["demo", "product"],
)


@PAGES
def test_variables_are_set_and_used(styles: list[str], pages: list[str]) -> None:
    sheet, page = without_comments(text(styles)), text(pages)
    defined = {*VARIABLE_SET.findall(sheet), *VARIABLE_SET_BY_SCRIPT.findall(page)}
    assert defined == set(VARIABLE_USED.findall(sheet))


@PAGES
def test_a_class_with_a_style_stands_in_a_page(styles: list[str], pages: list[str]) -> None:
    sheet, page = without_comments(text(styles)), text(pages)
    classes = set(CLASS.findall(DECLARATIONS.sub("{}", sheet)))
    beginnings = tuple(BEGINNING.findall(page))  # classes whose names a script completes
    unused = classes - set(WORD.findall(page))
    assert [name for name in sorted(unused) if not name.startswith(beginnings)] == []


def without_comments(sheet: str) -> str:
    return COMMENT.sub("", sheet)


def text(patterns: list[str]) -> str:
    files = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    assert files
    return "\n".join(path.read_text(encoding="utf-8") for path in files)
