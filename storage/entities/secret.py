"""Secrets of the installation, encrypted."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import Base


class EncryptedSecret(Base):
    """A secret of the installation, encrypted with SECRET_KEY, such as the suppression list's pepper."""

    __tablename__ = "sealed"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    __table_args__ = ()
