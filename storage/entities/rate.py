"""Rate limit counters."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import Base


class RateCounter(Base):
    """The state of one rate limit, shared by all processes.

    `next_at` is when the next action is allowed, in microseconds since 1970.
    """

    __tablename__ = "rate"

    name: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[int]
    __table_args__ = ()
