"""The database's identity and the number of times the program was started on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import Base, Key


class Epoch(Base):
    """The one row that reveals a restored or copied database.

    The journal counts starts, too: a database with fewer is older than its journal. `copied_at` is set in
    backups only, never in a running database.
    """

    __tablename__ = "epoch"

    id: Mapped[Key]
    database: Mapped[str]  # random; the journal holds the same value
    starts: Mapped[int] = mapped_column(default=0)
    copied_at: Mapped[datetime | None]
