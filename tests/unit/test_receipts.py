"""Receipts outlive who wrote them, and take little room."""

from pathlib import Path

import pytest

from storage.engine.receipts import Receipts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "the.journal.receipts"


def test_what_one_process_noted_another_finds(path: Path) -> None:
    Receipts(path).add("1.1.abc")
    beside = Receipts(path)
    beside.add("2.1.def")
    assert all(beside.has(name) for name in ("1.1.abc", "2.1.def"))
    assert not any(beside.has(name) for name in ("1.1.ab", ".1.abc", "", "3.1.abc"))


def test_only_the_last_ones_are_kept(path: Path) -> None:
    receipts = Receipts(path, lines=10)
    for number in range(35):
        receipts.add(f"{number}.1.abc")
    assert [number for number in range(35) if receipts.has(f"{number}.1.abc")] == list(range(20, 35))
    assert sorted(each.name for each in path.parent.iterdir()) == [path.name, f"{path.name}.former"]


def test_who_cannot_write_goes_on_without(path: Path) -> None:
    path.mkdir()
    receipts = Receipts(path)
    receipts.add("1.1.abc")
    assert not receipts.has("1.1.abc")
