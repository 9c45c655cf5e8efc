"""A company's agreement, version by version, and who said yes to which."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import SQLITE, Base, Key, Tenant
from storage.entities.errors import FieldRefused

AGREE = "agree"  # the field with the tick box


class Agreement(Tenant, Base):
    """One version of what people agree to: a text, or the https address of one. Never updated.

    A text has one version, however often it is saved. Which version is asked for, Settings say.
    """

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number"),
        UniqueConstraint("workspace_id", "digest"),
        SQLITE,
    )

    id: Mapped[Key]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str]  # of the text, which is too long for an index
    made_at: Mapped[datetime]
    made_by: Mapped[str]

    @property
    def is_address(self) -> bool:
        return self.text.startswith("https://") and not any(map(str.isspace, self.text))


class Agreed(Tenant, Base):
    """A contact's yes to one version."""

    __tablename__ = "agreed"
    __table_args__ = (UniqueConstraint("workspace_id", "contact_id", "agreement_id"), SQLITE)

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    at: Mapped[datetime]


class NotAgreed(FieldRefused):
    """The person has not ticked the version that is asked for now. `ticked`: another one."""

    def __init__(self, asked: Agreement, *, ticked: bool) -> None:
        super().__init__(AGREE, CHANGED if ticked else NOT_TICKED)
        self.asked = asked


NOT_TICKED = "Please tick “I agree” first."
CHANGED = "The agreement was changed meanwhile. Please read it again, and tick “I agree”."


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
