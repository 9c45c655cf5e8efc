"""Imports as entities: the file offered under its message, one person's review of it, and its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import JSON, Boolean, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import SQLITE, Base, Json, Key, Tenant
from storage.errors import ImportForbids
from storage.status import ImportState, RowKind, RowOutcome

LIVING = {ImportState.READING, ImportState.COLUMNS, ImportState.REVIEW, ImportState.UNREADABLE}
UNDER_WAY = {ImportState.RUNNING, ImportState.SENDING}


class ImportOffer(Tenant, Base):
    """Our message under a shared file; `problem` says why the file cannot be imported."""

    __tablename__ = "import_offer"
    __table_args__ = (UniqueConstraint("workspace_id", "file_id", "channel"), SQLITE)

    id: Mapped[Key]
    file_id: Mapped[str]
    file_name: Mapped[str]
    shared_by: Mapped[str]
    channel: Mapped[str]
    thread_ts: Mapped[str | None]
    ts: Mapped[str | None]
    problem: Mapped[str | None]
    declined_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Import(Tenant, Base):
    """One person's import of one file: read, reviewed, run, and perhaps undone.

    `channel` is a person's id until the import's message is posted. `show`, `find` and `first_line` say
    which rows the review shows; `drawn` is part of the ids of what it shows, so that a new drawing forgets
    old ticks. `result` is the count of what became of the rows, once they are forgotten.
    """

    __tablename__ = "import"
    __table_args__ = (Index("ix_import_workspace_id_file_hash", "workspace_id", "file_hash"), SQLITE)

    id: Mapped[Key]
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("import_offer.id"), index=True)
    made_by: Mapped[str]
    state: Mapped[ImportState]
    problem: Mapped[str | None]

    file_id: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[str | None]
    encoding: Mapped[str | None]  # the one it was read by
    encoding_wanted: Mapped[str | None]
    header: Mapped[list[str]] = mapped_column(JSON, default=list)
    columns: Mapped[Json] = mapped_column(default=dict)
    columns_wanted: Mapped[Json] = mapped_column(default=dict)
    left_out: Mapped[str | None]  # what stood before the header

    view_id: Mapped[str | None]
    show: Mapped[str] = mapped_column(default="all")
    find: Mapped[str] = mapped_column(default="")
    first_line: Mapped[int] = mapped_column(default=0)
    drawn: Mapped[int] = mapped_column(default=0)

    channel: Mapped[str]
    thread_ts: Mapped[str | None]
    ts: Mapped[str | None]  # of the import's message, once it is posted

    note: Mapped[str] = mapped_column(Text, default="")
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)  # for everyone
    reached_line: Mapped[int] = mapped_column(default=0)
    sends_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]  # before the mails left: contacts are made, nothing is sent
    stopped_at: Mapped[datetime | None]  # while they left: nothing more is made or sent
    stopped_by: Mapped[str | None]
    undone_by: Mapped[str | None]
    result: Mapped[Json | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    def must_be(self, *states: ImportState) -> None:
        """Refuses with what has become of it unless it stands there."""
        if self.state not in states:
            raise ImportForbids(_BECAME.get(self.state, "This import has gone on meanwhile."))

    def start(self, at: datetime, sends_at: datetime, note: str, tags: list[str]) -> None:
        """Its selected rows become contacts from now on; their mails leave at `sends_at`."""
        self.must_be(ImportState.REVIEW)
        self.state, self.started_at, self.sends_at = ImportState.RUNNING, at, sends_at
        self.note, self.tags = note, tags

    def contacts_made(self, at: datetime) -> None:
        self.state, self.finished_at = ImportState.SENDING, at

    def stop(self, by: str, at: datetime) -> None:
        """Before the mails leave that cancels them and keeps the contacts; later it stops everything."""
        self.must_be(*UNDER_WAY)
        if self.cancelled_at or self.stopped_at:
            raise ImportForbids("This import has been stopped already.")
        if self.sends_at and at < self.sends_at:
            self.cancelled_at = at
        else:
            self.stopped_at = at
        self.stopped_by = by

    @property
    def halted(self) -> bool:
        return bool(self.cancelled_at or self.stopped_at)


_BECAME = {
    ImportState.READING: "This file is still being read. Please try again in a moment.",
    ImportState.REVIEW: "This import has not been started yet.",
    ImportState.RUNNING: "This import has been started already. Its message tells how far it is.",
    ImportState.SENDING: "This import has been started already. Its message tells how far it is.",
    ImportState.DONE: "This import is finished.",
    ImportState.UNDOING: "This import is being undone.",
    ImportState.UNDONE: "This import has been undone.",
    ImportState.GIVEN_UP: "This review was left for a day, so the file is forgotten. Share it again.",
}


class ImportFile(Tenant, Base):
    """The bytes of a file, kept until its import is finished or given up."""

    __tablename__ = "import_file"
    __table_args__ = ()

    import_id: Mapped[int] = mapped_column(ForeignKey("import.id", ondelete="CASCADE"), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ImportRow(Tenant, Base):
    """One row of a file: as it stood there, as it was understood, whether it is wanted, what became of it.

    `ticked` is when its tick was last changed, in microseconds, so that of two ticks the later one counts.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("import_id", "line"),
        Index(
            "ix_import_row_contact_id",
            "contact_id",
            sqlite_where=text("contact_id IS NOT NULL"),
            postgresql_where=text("contact_id IS NOT NULL"),
        ),
        SQLITE,
    )

    id: Mapped[Key]
    import_id: Mapped[int] = mapped_column(ForeignKey("import.id", ondelete="CASCADE"))
    line: Mapped[int]
    cells: Mapped[list[str]] = mapped_column(JSON)
    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str]
    recipient: Mapped[str | None]  # keyed hash of the address
    tags: Mapped[list[str]] = mapped_column(JSON)
    sought: Mapped[str]  # what Find looks in
    sort_key: Mapped[str] = mapped_column(default="")  # of the contact it becomes, as storage.keys makes them
    search_key: Mapped[str] = mapped_column(default="")
    kind: Mapped[RowKind]
    reason: Mapped[str]  # why it is what it is, in words
    selected: Mapped[bool] = mapped_column(Boolean)
    ticked: Mapped[int]
    outcome: Mapped[RowOutcome | None]
    detail: Mapped[str | None]
    contact_id: Mapped[int | None]  # no foreign key: what was imported is told after an erasure, too
    added_tags: Mapped[list[int] | None] = mapped_column(JSON)  # tags an existing contact got by it
    kept: Mapped[str | None]  # why undoing the import left it; empty when it was reversed


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a review in the order of the file; `number` is the first one's place among `of` that match."""

    rows: list[ImportRow]
    number: int
    of: int
    next_line: int | None

    @property
    def first(self) -> bool:
        return self.number <= 1


@dataclass(frozen=True, slots=True)
class Summary:
    """How many rows there are of each kind, and how many are selected."""

    kinds: dict[RowKind, int]
    selected: int


@dataclass(frozen=True, slots=True)
class Review:
    """What the modal of a review shows; `earlier` is an import of the very same file."""

    job: Import
    page: Page
    summary: Summary
    earlier: Import | None
    company: str


class RowCount(NamedTuple):
    """How many rows of a file are alike."""

    kind: RowKind
    selected: bool
    outcome: RowOutcome | None
    rows: int


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of every row of a file: the three numbers add up to its rows.

    `reasons` tells why how many were skipped.
    """

    invited: int
    skipped: int
    failed: int
    selected: int
    made: int  # of the selected, so far
    reasons: dict[str, int]
    problems: list[tuple[int, str]]  # (line, why) of the first that failed

    @classmethod
    def of(cls, alike: Iterable[RowCount], problems: list[tuple[int, str]], *, over: bool) -> ImportResult:
        """While it runs, a selected row may yet become somebody."""
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
    if outcome is RowOutcome.TAGGED or kind is RowKind.CONTACT:
        return "already a contact"
    if outcome is RowOutcome.SKIPPED or kind is RowKind.NEVER:
        return "declined, blocked or opted out"
    return "not reached" if selected else "not selected"


class Undoing(NamedTuple):
    """A row of an import that is being undone, and why its contact is kept, if it is."""

    id: int
    line: int
    contact_id: int
    outcome: RowOutcome
    added_tags: list[int] | None
    why_kept: str


MOST_NAMED = 20  # of those who are kept


@dataclass(frozen=True, slots=True)
class UndoResult:
    """How many are reversed, and kept for which reason; the first of those kept by name."""

    reversed: int
    kept: dict[str, int]
    named: list[tuple[str, str]]

    @classmethod
    def of(cls, counts: dict[str, int], named: list[tuple[str, str]]) -> UndoResult:
        """`counts`: {why kept: how many}, "" for those reversed."""
        return cls(counts.get("", 0), {why: count for why, count in counts.items() if why}, named)
