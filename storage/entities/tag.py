"""Tags, and which contacts have them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import SQLITE, Base, Key, Sortable, Tenant
from storage.engine.keys import search_key
from storage.entities.errors import Refused

UNTAGGED = "\U0010ffff"  # sorts after every tag; not a character, so no tag contains it


class Tag(Tenant, Base):
    """A tag of the team. `key` is its form for comparing."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("workspace_id", "key"), SQLITE)

    id: Mapped[Key]
    name: Mapped[str]
    key: Mapped[str]
    search_key: Mapped[Sortable] = mapped_column(default="", server_default="")

    def must_be_called(self, shown: str | None) -> None:
        """Refuse a form that shows another name. Forms of earlier releases tell none."""
        if shown is not None and shown != self.name:
            raise TagChanged(self, shown)


class TagChanged(Refused):
    """A teammate renamed the tag while a form about it was open."""

    def __init__(self, tag: Tag, shown: str) -> None:
        super().__init__(
            f"Nothing was changed, because the tag “{shown}” was renamed to “{tag.name}” while you had the"
            " form open."
        )
        self.tag = tag


class ContactTag(Tenant, Base):
    __tablename__ = "contact_tag"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    __table_args__ = ()


@event.listens_for(Tag, "before_insert")
@event.listens_for(Tag, "before_update")
def _tag_keys(_mapper: object, _connection: object, tag: Tag) -> None:
    tag.search_key = search_key(tag.name)
