"""The outbox's rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import SQLITE, Json, Key, given, where
from storage.engine.salt import Salted
from storage.entities.status import Outcome

RETURNED = "returned"  # the fault of an email that came back for the moment, such as from a full mailbox
SUSPECT = 2  # deaths after which a row may be what kills workers, and is sent alone


class Outbox(Salted):
    """An email, something to show in Slack, or other work, enqueued by a change and done after it.

    Adding a `key` twice makes one row. `wanted_version` counts the adds: a row added again while it is being
    sent is queued again afterwards. Lower `priority` goes first. `attempts` counts the tries, `bugs` those
    that failed by our own fault, and `lost` the workers that died while sending it. `kind` names the subclass
    of storage.outbox.work.Work whose fields are in the payload.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "lane",
            "priority",
            "due_at",
            "id",
            **where("state = 'queued'"),
        ),
        Index(
            "ix_outbox_leased",
            "lease_until",
            **where("state = 'sending'"),
        ),
        Index(
            "ix_outbox_suspect",
            "lane",
            "priority",
            "due_at",
            **where(f"state = 'queued' AND lost >= {SUSPECT}"),
        ),
        Index(
            "ix_outbox_import_id_state",
            "import_id",
            "state",
            **given("import_id"),
        ),
        Index(
            "ix_outbox_failed",
            "workspace_id",
            "contact_id",
            **where("state = 'failed'"),
        ),
        Index(
            "ix_outbox_bounced",
            "workspace_id",
            "contact_id",
            **where("state = 'bounced'"),
        ),
        Index(
            "ix_outbox_held",
            "lane",
            **where("state = 'held'"),
        ),
        SQLITE,
    )

    id: Mapped[Key]
    lane: Mapped[str]  # a value of storage.outbox.work.Lane
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    contact_id: Mapped[int | None] = mapped_column(index=True)
    recipient: Mapped[str | None]  # keyed hash of the address, checked against the suppression list
    import_id: Mapped[int | None]  # the import this email belongs to, for counting and stopping
    payload: Mapped[Json]
    priority: Mapped[int]
    state: Mapped[Outcome]
    wanted_version: Mapped[int] = mapped_column("wanted", default=1)
    attempts: Mapped[int] = mapped_column(default=0)
    bugs: Mapped[int] = mapped_column(default=0, server_default="0")
    lost: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]
    fault: Mapped[str | None]  # why it was refused (bot.mail.verdict), or that it came back
    reply: Mapped[str | None]  # the relay's words at the last try, without addresses
    created_at: Mapped[datetime]
    request: Mapped[str | None]  # the id of the request that enqueued it last

    @property
    def is_suspect(self) -> bool:
        return self.lost >= SUSPECT

    @property
    def left(self) -> bool:
        """Whether the email left, as far as we know: a tried one may have, without our learning of it."""
        tried = self.state == Outcome.QUEUED and self.attempts > 0
        return tried or self.state in {Outcome.SENT, Outcome.SENDING}

    @property
    def undeliverable(self) -> bool:
        """Whether the address is to blame that the email did not arrive."""
        failed = self.state == Outcome.FAILED and self.fault not in {"us", "message"}
        return failed or self.state == Outcome.BOUNCED

    def come_back(self, state: Outcome, error: str, reply: str, at: datetime, fault: str) -> None:
        """End the email with a report of failed delivery."""
        self.state, self.error, self.reply, self.fault = state, error, reply, fault
        self.finished_at, self.lease_until = at, None
