"""The overview's sort orders: columns, direction, and keys that mark a row's position."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from storage.overview.listing import Sort


@dataclass(frozen=True, slots=True)
class SortOrder:
    """One sort order. `names` are columns of contact; the id follows them, so that each key is unique."""

    names: tuple[str, ...]
    descending: bool = False
    moments: bool = False

    def clauses(self, columns: Sequence[Any], backwards: bool) -> list[Any]:
        down = self.descending != backwards
        return [each.desc() if down else each for each in columns]

    def values(self, key: Sequence[Any]) -> list[Any]:
        """Turn a key into values the database can compare."""
        return [datetime.fromisoformat(key[0]), *key[1:]] if self.moments else list(key)

    def reader(self) -> Callable[[Any], tuple[Any, ...]]:
        """Make what reads a row's key, in a form that JSON can hold."""
        key = attrgetter(*(f"key_{name}" for name in self.names), "id")
        if not self.moments:
            return key

        def with_moment(row: Any) -> tuple[Any, ...]:
            moment, row_id = key(row)
            return moment.isoformat(), row_id

        return with_moment


ORDERS = {
    Sort.NAME: SortOrder(("sort_key",)),
    Sort.NEWEST: SortOrder(("created_at",), descending=True, moments=True),
    Sort.CHANGED: SortOrder(("status_at",), descending=True, moments=True),
    Sort.HIRED: SortOrder(("hire_rank", "sort_key")),
    Sort.TAG: SortOrder(("first_tag", "sort_key")),
    Sort.FREE: SortOrder(("free_key", "sort_key")),
}
