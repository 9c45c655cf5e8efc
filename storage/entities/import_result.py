"""The results of an import and of its undo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import NamedTuple

from storage.engine.base import Json
from storage.entities.import_row import RowCount
from storage.entities.status import RowKind, RowOutcome


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The totals of an import. Invited, skipped and failed add up to the file's rows.

    `reasons` counts the skipped rows by reason.
    """

    invited: int
    skipped: int
    failed: int
    selected: int
    made: int  # selected rows processed so far
    reasons: dict[str, int]
    problems: list[tuple[int, str]]  # (line, reason) of the first failed rows

    @classmethod
    def of(cls, alike: Iterable[RowCount], problems: list[tuple[int, str]], *, over: bool) -> ImportResult:
        """Count rows by result.

        Until the import is over, unprocessed selected rows are not counted as skipped.
        """
        counts: Counter[str] = Counter()
        reasons: Counter[str] = Counter()
        for kind, selected, outcome, count in alike:
            counts["selected"] += count * selected
            counts["made"] += count * (selected and outcome is not None)
            if kind is RowKind.BAD or outcome is RowOutcome.FAILED:
                counts["failed"] += count
            elif outcome is RowOutcome.INVITED:
                counts["invited"] += count
            elif over or not selected:
                counts["skipped"] += count
                reasons[_why_skipped(kind, outcome, selected=selected)] += count
        numbers = {each: counts[each] for each in ("invited", "skipped", "failed", "selected", "made")}
        return cls(**numbers, reasons=dict(reasons), problems=problems)

    @classmethod
    def from_json(cls, kept: Json) -> ImportResult:
        return cls(**kept | {"problems": [(line, why) for line, why in kept["problems"]]})

    def to_json(self) -> Json:
        return asdict(self)


def _why_skipped(kind: RowKind, outcome: RowOutcome | None, *, selected: bool) -> str:
    if kind is RowKind.TWICE:
        return "twice in the file"
    if kind is RowKind.BOUNCED:
        return "email bounced"
    if outcome is RowOutcome.SKIPPED or kind is RowKind.NEVER:
        return "declined, blocked or opted out"
    if outcome is RowOutcome.TAGGED or kind is RowKind.CONTACT:
        return "already a contact"
    return "not reached" if selected else "not selected"


class Undoing(NamedTuple):
    """A row of an import being undone, and why its contact is kept ("" if it is not)."""

    id: int
    line: int
    contact_id: int
    outcome: RowOutcome
    added_tags: list[int] | None
    profile: Json | None
    profile_before: Json | None
    why_kept: str


MOST_NAMED = 20  # kept contacts listed by name


@dataclass(frozen=True, slots=True)
class UndoResult:
    """The totals of an undo: how many were reversed, how many kept for each reason, and some names."""

    reversed: int
    kept: dict[str, int]
    named: list[tuple[str, str]]
    in_all: int = 0  # rows the undo looks at

    @classmethod
    def of(cls, counts: dict[str, int], named: list[tuple[str, str]], in_all: int = 0) -> UndoResult:
        """Build the totals from {reason: count}, where "" counts the reversed rows."""
        return cls(counts.get("", 0), {why: count for why, count in counts.items() if why}, named, in_all)

    @property
    def looked_at(self) -> int:
        return self.reversed + sum(self.kept.values())
