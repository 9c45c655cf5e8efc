"""The declarative base: column types, naming of constraints, and the tenant column."""

from datetime import UTC, datetime
from decimal import Decimal
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
    """A datetime column in UTC. SQLite stores no time zone, so it is added back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a naive datetime was about to be stored; times come from the clock")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


class Exact(TypeDecorator[Decimal]):
    """A decimal stored as text, because SQLite would turn it into a float."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


BigId = BigInteger().with_variant(Integer, "sqlite")
Key = Annotated[int, mapped_column(BigId, primary_key=True)]
Json = dict[str, Any]
# Compared by code point on both databases, so that they sort alike and pages can be cut by key.
Sortable = Annotated[str, mapped_column(String().with_variant(String(collation="C"), "postgresql"))]


def where(sqlite: str, postgresql: str | None = None) -> dict[str, Any]:
    """Limit an index to the rows of a condition."""
    return {"sqlite_where": text(sqlite), "postgresql_where": text(postgresql or sqlite)}


def given(name: str) -> dict[str, Any]:
    """Limit an index to the rows in which this column is not empty."""
    return where(f"{name} IS NOT NULL")


archived = given("archived_at")
not_archived = where("archived_at IS NULL")
not_expired = where("expired_at IS NULL")
answered = given("answered_at")
unanswered = where("answered_at IS NULL AND withdrawn_at IS NULL AND expired_at IS NULL")
# each as the database renders a true column in a query, so that the partial index is used
unasked = where("unasked = 1", "unasked")
unconfirmed = where("confirmed_at IS NULL AND expired_at IS NULL")
undecided = where("confirmed_at IS NOT NULL AND decided_at IS NULL")
active = where("status = 'active' AND archived_at IS NULL")

# Without AUTOINCREMENT, SQLite reuses an erased row's id, and an old button would mean another person.
SQLITE = {"sqlite_autoincrement": True}


class Base(DeclarativeBase):
    """The base of all tables.

    Every constraint gets a name, so that migrations can refer to it on both databases.
    """

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
    """A mixin for tables that belong to one workspace. Every statement must name the workspace."""

    @declared_attr
    def workspace_id(cls) -> Mapped[int]:  # noqa: N805 (declared_attr gets the class)
        return mapped_column(BigId, ForeignKey("workspace.id"))
