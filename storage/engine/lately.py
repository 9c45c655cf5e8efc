"""A memory of what was found out lately, for choices that are only about speed."""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Lately(Generic[Value]):
    """Keeps each value for a while, and no more than `most` of them."""

    def __init__(self, lasts: timedelta, most: int) -> None:
        self._lasts, self._most = lasts, most
        self._kept: OrderedDict[Hashable, tuple[datetime, Value]] = OrderedDict()

    def get(self, key: Hashable, now: datetime) -> Value | None:
        until, value = self._kept.get(key) or (now, None)
        return value if now < until else None

    def note(self, key: Hashable, value: Value, now: datetime) -> None:
        self._kept.pop(key, None)
        self._kept[key] = now + self._lasts, value
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
