"""The app's Slack messages that are kept up to date."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import Base, Key, Tenant


class Card(Tenant, Base):
    """One of the app's Slack messages about a contact, kept up to date. `ts` is empty until it is posted."""

    __tablename__ = "card"

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    hire_id: Mapped[int | None] = mapped_column(index=True)  # set if the message is about a job
    # set if it is about an application; each application has cards of its own
    application_id: Mapped[int | None]
    channel: Mapped[str]  # a Slack user id until posted, then the conversation's id
    ts: Mapped[str | None]
