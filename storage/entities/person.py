"""People who answered an email, and their confirmed addresses."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import Base, Key
from storage.engine.salt import Salted
from storage.entities.errors import FieldRefused
from storage.entities.link import LinkGone

CLAIM_HELD_FOR = timedelta(days=1)  # the time in which another address can be confirmed


class OwnNameMissing(FieldRefused):
    def __init__(self) -> None:
        super().__init__("name", "Please enter your name.")


class AddressClaimGone(LinkGone):
    """The link that confirms another address is too old, or the address was added already."""

    def __init__(self) -> None:
        super().__init__("This link no longer works. Add the address again on your page.")


class Person(Base):
    """Someone who answered an email of any workspace of this installation.

    They may have several addresses.
    """

    __tablename__ = "person"

    id: Mapped[Key]
    created_at: Mapped[datetime]


class Address(Base):
    """An address confirmed by its owner, who answered an email sent to it."""

    __tablename__ = "address"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    email_key: Mapped[str] = mapped_column(unique=True)
    confirmed_at: Mapped[datetime]


class AddressClaim(Salted):
    """Somebody's request to add another address to their own, until its owner confirms it."""

    __tablename__ = "address_claim"

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    email: Mapped[str]  # as typed
    email_key: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    def expired(self, at: datetime) -> bool:
        return at >= self.created_at + CLAIM_HELD_FOR
