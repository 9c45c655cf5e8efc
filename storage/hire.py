"""A hire: what an active contact was offered, and how it went on. Amounts are exact, days without a zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Boolean, Date, Dialect, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from storage.base import SQLITE, Base, Key, Tenant
from storage.errors import HireForbids
from storage.models import Contact
from storage.status import HireState, Per

_accepted = text("state = 'accepted'")


# ISO 4217: active codes of currencies in which freelancers are paid, and how many decimals each has.
_TWO_DECIMALS = """
    EUR USD GBP DKK SEK NOK CHF PLN CZK HUF RON BGN TRY UAH RSD MDL GEL AMD AZN ILS EGP MAD NGN KES GHS ZAR
    AED SAR QAR INR PKR BDT LKR NPR THB MYR SGD IDR PHP CNY HKD TWD KZT AUD NZD CAD MXN BRL ARS COP PEN UYU
    BOB CRC DOP GTQ
"""
_NO_DECIMALS = "JPY KRW VND ISK CLP PYG UGX RWF XOF XAF"
_THREE_DECIMALS = "KWD BHD OMR JOD TND"
CURRENCIES: dict[str, int] = {
    code: decimals
    for codes, decimals in ((_TWO_DECIMALS, 2), (_NO_DECIMALS, 0), (_THREE_DECIMALS, 3))
    for code in codes.split()
}


class Exact(TypeDecorator[Decimal]):
    """A decimal as its digits: SQLite would make a float of it."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


@dataclass(frozen=True, slots=True)
class Terms:
    """What is offered; `end` is the last day, None for open end."""

    title: str
    rate: Decimal
    currency: str  # ISO 4217
    per: Per
    start: date
    end: date | None
    message: str


class Hire(Tenant, Base):
    """One offer and what became of it.

    offered → accepted → ended; offered → declined; offered or accepted → cancelled, with the reason that the
    person is told. `sent_at` is empty while the offer waits for its contact to become active.
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
            sqlite_where=_accepted,
            postgresql_where=_accepted,
        ),
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
    request_key: Mapped[str]  # the modal it came from, so that a second press is the same press
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)
    let_end: Mapped[bool] = mapped_column(Boolean, default=False)  # asked about its end, nobody prolongs it
    again: Mapped[bool | None] = mapped_column(Boolean)  # whether the team would hire them again
    # The direct message that asks the person, if they are a member of this workspace.
    asked_user: Mapped[str | None]
    asked_channel: Mapped[str | None]
    asked_ts: Mapped[str | None]

    contact: Mapped[Contact] = relationship(lazy="raise")

    @property
    def terms(self) -> Terms:
        return Terms(self.title, self.rate, self.currency, self.per, self.start, self.end, self.message)

    @property
    def waits(self) -> bool:
        """For its contact to become active: nothing was mailed yet."""
        return self.state == HireState.OFFERED and self.sent_at is None

    @property
    def under_way(self) -> bool:
        """Offered or accepted: something is still to come."""
        return self.state in {HireState.OFFERED, HireState.ACCEPTED}

    def running(self, today: date) -> bool:
        return self.state == HireState.ACCEPTED and self.start <= today

    def cancellable(self, today: date) -> bool:
        """Until the job begins; then it can be ended."""
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
            raise HireForbids(f"“{self.title}” has begun, so it cannot be cancelled. End the hire instead.")
        self.state, self.reason, self.finished_at = HireState.CANCELLED, reason, at

    def finish(self, at: datetime) -> None:
        self._must_be(HireState.ACCEPTED)
        self.state, self.finished_at = HireState.ENDED, at

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
            raise HireForbids(f"“{self.title}” {_BECAME[self.state]}.")


_BECAME = {
    HireState.OFFERED: "has not been answered yet",
    HireState.ACCEPTED: "has been accepted",
    HireState.ENDED: "has ended already",
    HireState.DECLINED: "was declined already",
    HireState.CANCELLED: "was cancelled already",
}
