"""The state of trouble with the mail relay."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import Base, Json

FIRST_PROBE = timedelta(seconds=5)
LONGEST_PROBE = timedelta(minutes=30)


class RelayTrouble(Base):
    """A run of refusals, shared by all processes. The row exists until an email is accepted again.

    After `paused_at` one email at a time is tried: `probe` is its outbox row, and the next is due at
    `probe_at`. `quick` probes follow each other without a wait. `run` lists people refused in the same words
    without a success in between. `told`: the administrators know, and inviters read `reason`.
    """

    __tablename__ = "relay_trouble"
    __table_args__ = ()

    lane: Mapped[str] = mapped_column(primary_key=True)
    refusals: Mapped[int] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(Text, default="")
    advice: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    run: Mapped[Json] = mapped_column(default=dict)
    paused_at: Mapped[datetime | None]
    probe_at: Mapped[datetime | None]
    probe: Mapped[int | None]
    wait_seconds: Mapped[int] = mapped_column(default=0)
    quick: Mapped[int] = mapped_column(default=0)
    told: Mapped[bool] = mapped_column(default=False)

    def pause(self, at: datetime, quick: int = 0) -> None:
        """Stop the lane, and probe with one email from now on."""
        self.paused_at, self.quick = at, quick
        self.wait_seconds = int(FIRST_PROBE.total_seconds())
        self.probe_at = at if quick else at + FIRST_PROBE

    def may_probe(self, at: datetime) -> bool:
        return self.probe_at is None or self.probe_at <= at

    def probe_with(self, row_id: int, until: datetime) -> None:
        """Remember the row being tried. If its process dies, the next probe is at `until`."""
        self.probe, self.probe_at = row_id, until

    def probe_refused(self, at: datetime, *, first_try: bool) -> None:
        """Double the wait for the next probe.

        Quick probes are only used up by emails that were not tried before.
        """
        self.probe, self.quick = None, self.quick - 1 if self.quick and first_try else 0
        if self.quick:
            self.probe_at = at
            return
        self.probe_at = at + timedelta(seconds=self.wait_seconds)
        self.wait_seconds = min(self.wait_seconds * 2, int(LONGEST_PROBE.total_seconds()))

    def probe_said_nothing(self, at: datetime) -> None:
        """Plan a probe with another email, since this one did not show whether the relay takes our email."""
        self.probe, self.probe_at = None, at
