"""A sign-up through a link."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.engine.base import SQLITE, Json, Key, unconfirmed, undecided
from storage.engine.salt import Salted
from storage.entities.link import Link
from storage.entities.status import Decision

HELD_FOR = timedelta(days=1)  # the time in which a sign-up can be confirmed


class Application(Salted):
    """A sign-up through a link. The applicant confirms the address, then the team decides."""

    __tablename__ = "application"
    __table_args__ = (
        Index("ix_application_mailbox_created_at", "mailbox", "created_at"),
        Index("ix_application_expiring", "created_at", **unconfirmed),
        Index("ix_application_waiting", "confirmed_at", "contact_id", **undecided),
        SQLITE,
    )

    id: Mapped[Key]
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str]
    # the inbox behind the address, for rate limits only; once forgotten, the keyed hash of the address
    mailbox: Mapped[str] = mapped_column(default="", server_default="")
    skills: Mapped[list[str]] = mapped_column(JSON)
    message: Mapped[str] = mapped_column(Text)
    agreement_id: Mapped[int | None]  # the version they ticked; never deleted but with the workspace
    # what else they said of themselves: {field: value}; None in sign-ups of earlier versions
    profile: Mapped[Json | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    expired_at: Mapped[datetime | None]  # set if it was not confirmed in time
    before: Mapped[str | None]  # the contact's status before it was confirmed
    decision: Mapped[Decision | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    reason: Mapped[str | None] = mapped_column(Text)
    snoozed_until: Mapped[datetime | None]
    responsible: Mapped[str]  # who gets reminders: the link's maker until it is handed over
    reminders: Mapped[int] = mapped_column(default=0)

    link: Mapped[Link] = relationship(lazy="raise")

    def expired(self, at: datetime) -> bool:
        """Tell whether it is too late to confirm.

        Once marked as expired, it stays so if the clock is set back.
        """
        return self.expired_at is not None or at >= self.created_at + HELD_FOR

    def forget(self, recipient: str, at: datetime) -> None:
        """Delete what was entered, because nobody has confirmed it in time.

        `recipient` is the keyed hash of the address. It stays, so that the email's links still stop email.
        """
        self.expired_at = self.expired_at or at
        self.mailbox = recipient if self.email_key else ""
        self.name = self.email = self.email_key = self.message = ""
        self.skills, self.profile, self.agreement_id = [], None, None

    @property
    def forgotten_recipient(self) -> str | None:
        """The keyed hash of a forgotten address. None if it is not forgotten."""
        return self.mailbox if self.expired_at and not self.email_key else None

    def decide(self, decision: Decision, by: str, at: datetime, reason: str = "") -> None:
        self.decision, self.decided_by, self.decided_at, self.reason = decision, by, at, reason or None
