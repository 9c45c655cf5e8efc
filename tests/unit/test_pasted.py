"""Who is found in pasted text: a table of cases."""

import pytest

from bot.services.pasted import people_in

ADA, BO = ("Ada Lovelace", "ada@x.dk"), ("Bo Ek", "bo@x.dk")

CASES: list[tuple[str, list[tuple[str, str]]]] = [
    ("", []),
    ("no address, @here, a@b", []),
    ("Ada Lovelace <ada@x.dk>", [ADA]),
    ("Ada Lovelace ada@x.dk, Bo Ek bo@x.dk", [ADA, BO]),
    ('"Ada Lovelace" &lt;<mailto:ada@x.dk|ada@x.dk>&gt;; Bo &lt;bo@x.dk&gt;', [ADA, ("Bo", "bo@x.dk")]),
    ("please write to ada.lovelace@x.dk.", [("Ada Lovelace", "ada.lovelace@x.dk")]),
    ("Ada Lovelace\nada@x.dk", [ADA]),
    ("Ada Lovelace\nEmail: ada@x.dk\nBo Ek\nE: bo@x.dk", [ADA, BO]),
    ("| Ada Lovelace | ada@x.dk | 12 |\n| Bo Ek | bo@x.dk | 3 |", [ADA, BO]),
    ("ada@x.dk\tAda Lovelace", [ADA]),
    ("Ada ada@x.dk and again ADA@X.dk", [("Ada", "ada@x.dk")]),
    ("Søren van der Ærø – søren@ærø.dk", [("Søren van der Ærø", "søren@ærø.dk")]),
    ("<@U123456> asked for jo@x.dk", [("Jo", "jo@x.dk")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "people"), CASES)
def test_people_are_found(text: str, people: list[tuple[str, str]]) -> None:
    assert [(each.name, each.email) for each in people_in(text)] == people


def test_a_long_paste_is_read_in_no_time() -> None:
    assert people_in("a" * 40_000 + "@" * 40_000 + " " * 1_000) == []
    assert len(people_in("\n".join(f"P {n} p{n}@x.dk" for n in range(100)))) == 30
