"""The list of subcommands, and suggestions for misspelt words."""

import pytest

from blocks.kit.subcommands import SUBCOMMANDS, meant
from blocks.workspace.help import help_message
from storage.entities.right import Right

EVERYTHING = frozenset(Right)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("improt", "import"),
        ("Exprot", "export"),
        ("imports", "import"),
        ("histroy ada@example.com", "history"),
        ("setings", "settings"),
        ("hlep", "help"),
        ("zzz", None),
        ("python", None),
        ("", None),
    ],
)
def test_a_misspelt_word_is_known_by_its_likeness(typed: str, word: str | None) -> None:
    sub = meant(typed, EVERYTHING)
    assert (sub and sub.word) == word


def test_nobody_is_led_to_what_they_may_not_use() -> None:
    assert meant("setings", EVERYTHING - {Right.SETTLE}) is None


def test_no_word_stands_for_two() -> None:
    words = [sub.word for sub in SUBCOMMANDS if sub.word]
    assert len(set(words)) == len(words)


def test_help_has_a_line_for_each() -> None:
    [section] = help_message(EVERYTHING).blocks
    lines = section["text"]["text"].splitlines()
    told = [f"• *{sub.typed}* – {sub.told(EVERYTHING)}" for sub in SUBCOMMANDS]
    assert lines[-len(told) :] == told
