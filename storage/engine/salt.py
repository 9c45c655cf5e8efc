"""Random values that distinguish a row from any other with its id, in this database or another.

After a restore, new rows get the ids of rows made since the backup, and other databases use these numbers
too. So signed links and Message-IDs contain the row's salt besides its id.
"""

import secrets
from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.functions import FunctionElement

from storage.engine.base import Base, Key, Tenant

MOST_SKIPPED = 2**40


class RandomSalt(FunctionElement[str]):
    """22 random hexadecimal digits, new for every row, even if one statement adds thousands."""

    name = "random_salt"
    type = String()
    inherit_cache = True


@compiles(RandomSalt, "sqlite")
def _on_sqlite(_element: RandomSalt, _compiler: Any, **_: Any) -> str:
    return "lower(hex(randomblob(11)))"


@compiles(RandomSalt, "postgresql")
def _on_postgresql(_element: RandomSalt, _compiler: Any, **_: Any) -> str:
    """Combine a random UUID's end, one per statement, with random digits for each row.

    A UUID per row would delay an import of 100,000 people by seconds.
    """
    return (
        "(right((SELECT gen_random_uuid())::text, 12)"
        " || lpad(to_hex((random() * 1099511627776)::bigint), 10, '0'))"
    )


class Salted(Tenant, Base):
    """A row named in links or emails. Its salt is made by the database, so that no writer can forget it."""

    __abstract__ = True

    id: Mapped[Key]
    salt: Mapped[str | None] = mapped_column(default=RandomSalt())  # None in rows older than salts


def next_generation(generation: int) -> int:
    """Choose the next generation, higher and partly random.

    After a restore, links of the next number may already be out: it must not be used again.
    """
    return generation + 1 + secrets.randbelow(MOST_SKIPPED)
