"""Imports: the offer below a shared file, and each person's import of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import SQLITE, Base, Json, Key, Tenant
from storage.entities.errors import FieldRefused, Refused
from storage.entities.status import ImportState

LIVING = {ImportState.READING, ImportState.COLUMNS, ImportState.REVIEW, ImportState.UNREADABLE}
OUTSIDE_SLACK = "{name} is stored outside Slack, so it can't be imported. Please upload the file itself."
FROM_ELSEWHERE = "{name} belongs to another organisation, so it can't be imported here. Please upload a copy."
TOO_LARGE = "{name} is {size} MB, but an import takes up to {most} MB. Please split it and share the parts."
NOBODY_SELECTED = "No one is selected. Tick at least one row, or press Select all."
CHOOSE_COLUMN = "Please choose a column."
CHOOSE_OTHER_COLUMN = "This column is not in the file. Please choose another one."
SAME_COLUMN = "This is the column of the names. Please choose another one."
TWICE_COLUMN = "You have already chosen this column. Please choose another one."
NOT_READABLE = (
    "{name} can't be imported because it is {kind}. "
    "Please save the list as a CSV file or as an Excel workbook (.xlsx) and share that."
)
NO_INVITATION = "Please write an invitation. It goes into the email."
HIDDEN = "hidden"  # the reason stored with a new row that its sheet does not show
UNDER_WAY = {ImportState.RUNNING, ImportState.SENDING}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file was read, and what could be chosen instead.

    `doubted` are names whose letters another encoding would read otherwise. `guess` are the columns that were
    recognised; `samples` has a cell of each column.
    """

    encodings: list[str] = field(default_factory=list)
    doubted: list[str] = field(default_factory=list)
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    hidden: int = 0  # rows that the sheet does not show
    turned: bool = False  # all names were written "Lindholm, Ada"
    tags_cut: list[int] = field(default_factory=list)  # lines with more tags, or longer ones, than fit
    # lines whose cells about somebody's work are left out: {field of the profile: lines}
    unread: dict[str, list[int]] = field(default_factory=dict)
    guess: dict[str, Any] = field(default_factory=dict)
    samples: list[str] = field(default_factory=list)

    def to_json(self) -> Json:
        return asdict(self)


class ImportForbids(Refused):
    """The import's state does not allow this."""


class NobodySelected(ImportForbids):
    """No row is selected for this."""

    def __init__(self) -> None:
        super().__init__(NOBODY_SELECTED)


class TwiceInFile(FieldRefused):
    """The address is on another line of the file as well."""

    def __init__(self, line: int) -> None:
        super().__init__("email", f"This address is already on line {line}. Please enter another one.")


class ImportOffer(Tenant, Base):
    """The app's message below a shared file. `problem` says why the file cannot be imported."""

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
    """One person's import of one file: read, reviewed, run, and possibly undone. See ImportState.

    `channel` is a user id until the import's message is posted. `show`, `find` and `first_line` choose the
    rows on the review's page. `drawn` is part of its block ids, so that a redraw drops old ticks. `result`
    keeps the totals once the rows are deleted.
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
    encoding: Mapped[str | None]  # the encoding it was read with
    encoding_wanted: Mapped[str | None]
    header: Mapped[list[str]] = mapped_column(JSON, default=list)
    columns: Mapped[Json] = mapped_column(default=dict)
    columns_wanted: Mapped[Json] = mapped_column(default=dict)
    left_out: Mapped[str | None]  # lines found above the header
    sheet_wanted: Mapped[str | None]
    # how it was read, until it is started or given up; see Reading
    reading: Mapped[Json] = mapped_column(default=dict, server_default="{}")

    view_id: Mapped[str | None]
    show: Mapped[str] = mapped_column(default="all")
    find: Mapped[str] = mapped_column(default="")
    first_line: Mapped[int] = mapped_column(default=0)
    drawn: Mapped[int] = mapped_column(default=0)

    channel: Mapped[str]
    thread_ts: Mapped[str | None]
    ts: Mapped[str | None]  # of the import's message, once posted

    note: Mapped[str] = mapped_column(Text, default="")
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)  # added to every selected row
    reached_line: Mapped[int] = mapped_column(default=0)
    sends_at: Mapped[datetime | None]
    # stopped before emails were sent: contacts are made, no email is sent
    cancelled_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]  # stopped while emails were sent: nothing more is made or sent
    stopped_by: Mapped[str | None]
    undone_by: Mapped[str | None]
    result: Mapped[Json | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    def must_be(self, *states: ImportState) -> None:
        """Refuse, saying what happened meanwhile, unless the import is in one of these states."""
        if self.state not in states:
            raise ImportForbids(_BECAME.get(self.state, _MOVED_ON))

    def start(self, at: datetime, sends_at: datetime, note: str, tags: list[str]) -> None:
        """Start turning selected rows into contacts. Their emails are due at `sends_at`."""
        self.must_be(ImportState.REVIEW)
        self.state, self.started_at, self.sends_at = ImportState.RUNNING, at, sends_at
        self.note, self.tags, self.reading = note, tags, {}

    def contacts_made(self, at: datetime) -> None:
        self.state, self.finished_at = ImportState.SENDING, at

    def stop(self, by: str, at: datetime) -> None:
        """Stop the import.

        Before its emails are due, this cancels them and keeps the contacts; later it stops everything.
        """
        if self.halted and self.state in {*UNDER_WAY, ImportState.DONE}:
            raise ImportForbids("This import was already stopped. See its message for the result.")
        self.must_be(*UNDER_WAY)
        if self.sends_at and at < self.sends_at:
            self.cancelled_at = at
        else:
            self.stopped_at = at
        self.stopped_by = by

    def resume(self, at: datetime) -> None:
        """Send the emails of a stopped import after all. Its contacts must have been made."""
        self.must_be(ImportState.SENDING, ImportState.DONE)
        if not self.halted:
            raise ImportForbids("This import wasn't stopped, so there's nothing left to send.")
        self.cancelled_at = self.stopped_at = self.stopped_by = None
        self.state, self.sends_at = ImportState.SENDING, at

    def must_be_undoable(self) -> None:
        """Refuse to undo an import whose contacts are still made, or whose emails still go out."""
        if not (self.state is ImportState.SENDING and self.halted):
            self.must_be(ImportState.DONE)

    @property
    def how_read(self) -> Reading:
        return Reading(**self.reading or {})

    @property
    def halted(self) -> bool:
        return bool(self.cancelled_at or self.stopped_at)

    @property
    def under_way(self) -> bool:
        """Whether contacts are made or emails go out."""
        return self.state in UNDER_WAY and not self.halted


_MOVED_ON = "This import has moved on since you opened this. See its message."
_BECAME = {
    ImportState.READING: "This file is still being read. Please try again in a moment.",
    ImportState.REVIEW: "This import hasn't started yet. Review the list and import it first.",
    ImportState.RUNNING: "This import has already started. See its message for progress.",
    ImportState.SENDING: "This import has already started. See its message for progress.",
    ImportState.DONE: "This import is already finished. See its message for the result.",
    ImportState.UNDOING: "This import is already being undone. See its message for progress.",
    ImportState.UNDONE: "This import was already undone. Share the file again to import it.",
    ImportState.GIVEN_UP: "This review was open for over a day, so its file was deleted. Share it again.",
}
