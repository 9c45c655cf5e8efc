"""Rows of a file under review, and counts of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import JSON, Boolean, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import SQLITE, Base, Json, Key, Tenant, given
from storage.entities.imports import Import
from storage.entities.status import RowKind, RowOutcome


class ImportFile(Tenant, Base):
    """A file's bytes, kept until its import is finished or given up."""

    __tablename__ = "import_file"
    __table_args__ = ()

    import_id: Mapped[int] = mapped_column(ForeignKey("import.id", ondelete="CASCADE"), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ImportRow(Tenant, Base):
    """One row of a file: its cells, their meaning, whether it is selected, and its outcome.

    `ticked` is the time of its last tick in microseconds, so that the later of two ticks wins.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("import_id", "line"),
        Index(
            "ix_import_row_contact_id",
            "contact_id",
            **given("contact_id"),
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
    sought: Mapped[str]  # the text that Find searches
    # what the file says of their work, {field: value}, and what it could not say: "links" …
    profile: Mapped[Json | None] = mapped_column(JSON(none_as_null=True))
    # keys of the future contact, made by storage/engine/keys.py
    sort_key: Mapped[str] = mapped_column(default="")
    search_key: Mapped[str] = mapped_column(default="")
    kind: Mapped[RowKind]
    reason: Mapped[str]  # why the row has this kind, in words
    selected: Mapped[bool] = mapped_column(Boolean)
    ticked: Mapped[int]
    outcome: Mapped[RowOutcome | None]
    detail: Mapped[str | None]
    contact_id: Mapped[int | None]  # no foreign key: the result is still shown after an erasure
    # ids of tags that this import added to an existing contact
    added_tags: Mapped[list[int] | None] = mapped_column(JSON)
    # what the team said before of an existing contact, {field: value}, in the fields that this import changed
    profile_before: Mapped[Json | None] = mapped_column(JSON(none_as_null=True))
    kept: Mapped[str | None]  # why undo kept the contact; empty if reversed


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One page of a review in file order. `number` is the position of its first row among `of` matches."""

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
    """What the review's modal shows. `earlier` is an earlier import of the same file."""

    job: Import
    page: ReviewPage
    summary: Summary
    earlier: Import | None


class RowCount(NamedTuple):
    """The number of rows with equal kind, selection and outcome."""

    kind: RowKind
    selected: bool
    outcome: RowOutcome | None
    rows: int
