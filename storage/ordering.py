"""The orders of the overview: by which columns, in which direction, and how a row's key is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.listing import Sort


@dataclass(frozen=True, slots=True)
class Order:
    """`names` are columns of contact; behind them comes the id, so that no two rows have the same key."""

    names: tuple[str, ...]
    descending: bool = False
    moments: bool = False

    def clauses(self, columns: Sequence[Any], backwards: bool) -> list[Any]:
        down = self.descending != backwards
        return [each.desc() if down else each for each in columns]

    def values(self, key: Sequence[Any]) -> list[Any]:
        """A key as the database compares it."""
        return [datetime.fromisoformat(key[0]), *key[1:]] if self.moments else list(key)

    def key_of(self, row: Any) -> tuple[Any, ...]:
        """A row's key as it can be written down."""
        values = [getattr(row, f"key_{name}") for name in self.names]
        return (*(each.isoformat() if self.moments else each for each in values), row.id)


ORDERS = {
    Sort.NAME: Order(("sort_key",)),
    Sort.NEWEST: Order(("created_at",), descending=True, moments=True),
    Sort.CHANGED: Order(("status_at",), descending=True, moments=True),
    Sort.HIRED: Order(("hire_rank", "sort_key")),
    Sort.TAG: Order(("first_tag", "sort_key")),
}
