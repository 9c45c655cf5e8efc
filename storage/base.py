"""The declarative base: column types, constraint names and what every tenant table has."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Integer,
    MetaData,
    String,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC; SQLite keeps no zone, so it is put on again when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a naive datetime was about to be stored; times come from the clock")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


BigId = BigInteger().with_variant(Integer, "sqlite")
Key = Annotated[int, mapped_column(BigId, primary_key=True)]
Json = dict[str, Any]
# Compared by code point on both databases, so that an order is the same and a page's end can be named.
Sortable = Annotated[str, mapped_column(String().with_variant(String(collation="C"), "postgresql"))]
archived: dict[str, Any] = {
    "sqlite_where": text("archived_at IS NOT NULL"),
    "postgresql_where": text("archived_at IS NOT NULL"),
}
not_archived: dict[str, Any] = {
    "sqlite_where": text("archived_at IS NULL"),
    "postgresql_where": text("archived_at IS NULL"),
}

# Without AUTOINCREMENT SQLite gives the id of an erased row to the next one, and an old signed link would
# open somebody else's page.
SQLITE = {"sqlite_autoincrement": True}


class Base(DeclarativeBase):
    """Every constraint has a name, so that a migration can speak of it on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        datetime: UtcDateTime(),
        Json: JSON(),
        str: String(),
        int: BigId,
        StrEnum: Enum(StrEnum, native_enum=False, length=40, values_callable=lambda e: [v.value for v in e]),
    }
    __table_args__: Any = SQLITE


class Tenant:
    """A row that belongs to one workspace; no statement may touch such a table without naming it."""

    @declared_attr
    def workspace_id(cls) -> Mapped[int]:  # noqa: N805 (declared_attr gets the class)
        return mapped_column(BigId, ForeignKey("workspace.id"))
