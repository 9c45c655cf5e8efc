"""The journal's file after a crash, on a full disk and between several processes."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.engine.journal import EVERYWHERE, Entry, Journal, JournalKind, JournalRefused

ADA, BO, GRACE = (Entry(JournalKind.STOPPED, EVERYWHERE, name, "2026-06-10") for name in ("a", "b", "c"))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "journal")
    yield journal
    journal.close()


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Let the kernel cut writes off there, as it does where a disk is full."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_a_line_torn_off_by_a_crash_takes_no_other_along(journal: Journal) -> None:
    journal.append([ADA, BO])
    journal.path.write_bytes(journal.path.read_bytes()[:-9])
    assert journal.read().entries == (ADA,)
    journal.append([GRACE])
    journal.append([BO])
    assert journal.read().entries == (ADA, GRACE, BO)


def test_what_a_full_disk_takes_half_of_is_not_taken_for_written(journal: Journal) -> None:
    journal.append([ADA])
    with no_file_longer_than(journal.path.stat().st_size + 9), pytest.raises(JournalRefused):
        journal.append([BO])
    journal.append([GRACE])
    assert journal.read().entries == (ADA, GRACE)


def test_processes_that_start_together_are_counted_in_any_order(journal: Journal) -> None:
    journal.started("ours", 2)
    journal.started(None, 1)
    assert (journal.read().database, journal.read().starts) == ("ours", 2)


def test_a_mark_that_was_created_and_not_written_is_none(journal: Journal) -> None:
    journal.path.with_name("journal.mark").touch()
    assert journal.read().mark == 0


def test_a_mark_that_is_lower_leaves_nothing_of_the_one_before(journal: Journal) -> None:
    journal.mark(1_234)
    journal.mark(7)
    assert journal.read().mark == 7


def test_the_journal_and_its_mark_are_for_their_owner_alone(journal: Journal) -> None:
    journal.append([ADA])
    journal.mark(1)
    paths = (journal.path, journal.path.with_name("journal.mark"))
    assert [path.stat().st_mode & 0o077 for path in paths] == [0, 0]
