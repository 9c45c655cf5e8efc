"""A hire: an offer to a contact, and the job it became. Amounts are exact; dates have no time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Boolean, Date, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from storage.engine.base import SQLITE, Base, Exact, Key, Tenant, given, where
from storage.engine.salt import Salted
from storage.entities.contact import Contact
from storage.entities.errors import Refused
from storage.entities.link import LinkGone
from storage.entities.money import Rate
from storage.entities.status import HireState, Per


class HireForbids(Refused):
    """The hire's state does not allow this."""


class OfferWithdrawn(LinkGone):
    """The hirer has cancelled the offer."""

    def __init__(self, title: str) -> None:
        super().__init__(f"The offer “{title}” has been withdrawn. There's nothing you need to do.")


class Overlaps(Refused):
    """The contact is already hired on some of these days. The hirer may confirm and send it anyway."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is offered. `end` is the last day, None if open-ended."""

    title: str
    rate: Decimal
    currency: str  # ISO 4217
    per: Per
    start: date
    end: date | None
    message: str

    @property
    def pay(self) -> Rate:
        return Rate(self.rate, self.currency, self.per)


class Hire(Salted):
    """One offer and what became of it.

    offered → accepted → ended; offered → declined; offered or accepted → cancelled, with a reason that the
    contact reads. `sent_at` is empty while the offer waits for its contact to become active.
    """

    __tablename__ = "hire"
    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key"),
        Index("ix_hire_contact_id", "contact_id", "id"),
        Index(
            "ix_hire_current",
            "workspace_id",
            "start",
            "id",
            **where("state = 'accepted'"),
        ),
        Index("ix_hire_answered", "workspace_id", "answered_at", **given("answered_at")),
        SQLITE,
    )

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    title: Mapped[str]
    rate: Mapped[Decimal] = mapped_column(Exact)
    currency: Mapped[str]
    per: Mapped[Per]
    start: Mapped[date] = mapped_column(Date)
    end: Mapped[date | None] = mapped_column(Date)
    message: Mapped[str] = mapped_column(Text)
    state: Mapped[HireState]
    offered_by: Mapped[str]
    request_key: Mapped[str]  # the modal's id, so that a repeated submission makes no second offer
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)
    # asked whether to extend it, the hirer chose to let it end
    let_end: Mapped[bool] = mapped_column(Boolean, default=False)
    again: Mapped[bool | None] = mapped_column(Boolean)  # whether the team would hire them again
    # The direct message with the offer, if the contact is a member of this workspace.
    asked_user: Mapped[str | None]
    asked_channel: Mapped[str | None]
    asked_ts: Mapped[str | None]

    contact: Mapped[Contact] = relationship(lazy="raise")

    @property
    def agreed(self) -> bool:
        """Whether the contact has accepted, so that it is a job and no longer an offer."""
        return self.state not in {HireState.OFFERED, HireState.DECLINED} and self.answered_at is not None

    def attach(self, contact: Contact) -> None:
        """Set the contact, already loaded, without a query and without marking a change."""
        set_committed_value(self, "contact", contact)

    @property
    def terms(self) -> Terms:
        return Terms(self.title, self.rate, self.currency, self.per, self.start, self.end, self.message)

    @property
    def waits(self) -> bool:
        """Whether the offer waits, unsent, for its contact to become active."""
        return self.state == HireState.OFFERED and self.sent_at is None

    @property
    def under_way(self) -> bool:
        """Whether the hire is offered or accepted, so something is still to come."""
        return self.state in {HireState.OFFERED, HireState.ACCEPTED}

    def running(self, today: date) -> bool:
        return self.state == HireState.ACCEPTED and self.start <= today

    def cancellable(self, today: date) -> bool:
        """Tell whether the hire can be cancelled. A job that has begun can only be ended."""
        return self.under_way and not self.running(today)

    def answer(self, accepted: bool, at: datetime) -> None:
        self._must_be(HireState.OFFERED)
        self.state = HireState.ACCEPTED if accepted else HireState.DECLINED
        self.answered_at = at
        if not accepted:
            self.finished_at = at

    def cancel(self, reason: str, at: datetime, today: date) -> None:
        self._must_be(HireState.OFFERED, HireState.ACCEPTED)
        if self.running(today):
            raise HireForbids(
                f"“{self.title}” has already started, so it can't be cancelled. End the hire instead."
            )
        self.state, self.reason, self.finished_at = HireState.CANCELLED, reason, at

    def finish(self, at: datetime, last_day: date) -> None:
        """End the job. Ended early, it has its real last day."""
        self._must_be(HireState.ACCEPTED)
        if not self.running(last_day):
            raise HireForbids(
                f"“{self.title}” hasn't started yet, so it can't be ended. Cancel the job instead."
            )
        self.state, self.finished_at = HireState.ENDED, at
        self.end = min(self.end or last_day, last_day)

    def extend(self, end: date) -> None:
        self._must_be(HireState.ACCEPTED)
        self.end, self.let_end = end, False

    def let_it_end(self) -> None:
        self._must_be(HireState.ACCEPTED)
        self.let_end = True

    def judge(self, again: bool) -> None:
        self._must_be(HireState.ENDED)
        self.again = again

    def _must_be(self, *states: HireState) -> None:
        if self.state not in states:
            raise HireForbids(f"“{self.title}” {_BECAME[self.state]}, so this isn't possible.")


class ErasedJob(Tenant, Base):
    """The days and amount of a job whose contact was erased, kept where a company must keep them."""

    __tablename__ = "erased_job"

    id: Mapped[Key]
    start: Mapped[date] = mapped_column(Date)
    end: Mapped[date | None] = mapped_column(Date)
    rate: Mapped[Decimal] = mapped_column(Exact)
    currency: Mapped[str]
    per: Mapped[Per]


_BECAME = {
    HireState.OFFERED: "has no reply yet",
    HireState.ACCEPTED: "was already accepted",
    HireState.ENDED: "has already ended",
    HireState.DECLINED: "was already declined",
    HireState.CANCELLED: "was already cancelled",
}
