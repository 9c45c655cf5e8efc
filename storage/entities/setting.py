"""The groups of settings, and the kinds of values with their bounds. `settings.py` lists the settings."""

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from storage.entities.errors import Refused

METADATA = "setting"
MOST_GROUPS = 20  # each is asked for once a day
_A_GROUP = re.compile(r"S[A-Z0-9]{2,20}")  # a Slack user group id


class Group(StrEnum):
    """The groups shown in Settings, in this order. A group without settings is not shown."""

    PEOPLE = "People and rights"
    EMAILS = "Emails"
    TIMES = "Times"
    PRIVACY = "Privacy"


class Kind(Protocol):
    """A kind of value and how it is checked. blocks/workspace/kinds.py has the inputs and words."""

    @property
    def empty(self) -> bool:
        """Tell whether the field may be left empty."""

    @property
    def bounds(self) -> str:
        """Describe in words which values are allowed."""

    def parse(self, given: Any) -> Any:
        """Check a form's value and return the one to store. Raises Refused."""


@dataclass(frozen=True, slots=True)
class People:
    """Members of the workspace, as a list of Slack ids."""

    empty: bool = True
    bounds: str = "people of the workspace"

    def parse(self, given: Iterable[str]) -> list[str]:
        return sorted(set(given))


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the workspace, as a Slack id, or None."""

    empty: bool = True
    bounds: str = "a person of the workspace"

    def parse(self, given: str | None) -> str | None:
        return given or None


@dataclass(frozen=True, slots=True)
class UserGroups:
    """Slack user groups of the workspace, as a list of Slack ids."""

    empty: bool = True
    bounds: str = "user groups of the workspace"

    def parse(self, given: Iterable[str]) -> list[str]:
        return sorted({each for each in given if _A_GROUP.fullmatch(each)})[:MOST_GROUPS]


@dataclass(frozen=True, slots=True)
class Channel:
    """A public or private channel, as its Slack id, or None."""

    empty: bool = True
    bounds: str = "a channel"

    def parse(self, given: str | None) -> str | None:
        return given or None


@dataclass(frozen=True, slots=True)
class YesNo:
    """A tick box."""

    empty: bool = True
    bounds: str = "yes or no"

    def parse(self, given: Any) -> bool:
        return bool(given)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. Empty if not set."""

    most: int
    empty: bool = True

    @property
    def bounds(self) -> str:
        return f"up to {self.most} characters"

    def parse(self, given: str) -> str:
        return given[: self.most].strip()


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A whole number within bounds. None if it may be, and is, left empty."""

    least: int
    most: int
    unit: str
    empty: bool = False

    @property
    def bounds(self) -> str:
        return f"a whole number from {self.least} to {self.most}"

    def parse(self, given: str) -> int | None:
        if self.empty and not given.strip():
            return None
        number = whole(given, self.least, self.most)
        if number is None:
            leave = ", or leave it empty" if self.empty else ""
            raise Refused(f"Please give {self.bounds}{leave}.")
        return number


@dataclass(frozen=True, slots=True)
class Days:
    """Numbers of days from some beginning, in rising order, such as "3, 7". May be empty."""

    latest: int
    most: int
    empty: bool = True

    @property
    def bounds(self) -> str:
        return f"up to {self.most} whole numbers from 1 to {self.latest}, the smaller first"

    def parse(self, given: str) -> list[int]:
        days = [whole(part, 1, self.latest) for part in re.split(r"[,;\s]+", given) if part]
        known = [day for day in days if day is not None]
        if len(known) < len(days) or known != sorted(set(known)) or len(known) > self.most:
            raise Refused(f"Please give {self.bounds}, such as 3, 7, or leave it empty.")
        return known


def whole(typed: str, least: int, most: int) -> int | None:
    """Parse a whole number. None if it is no number or out of bounds."""
    typed = typed.strip()
    if not (typed.isdecimal() and len(typed) < 6):
        return None
    return int(typed) if least <= int(typed) <= most else None


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its group, label, hint and kind of value.

    The hint may contain `{managers}`, what hiring managers may do, and `{default}`, the value used while the
    setting is empty.
    """

    name: str
    group: Group
    label: str
    kind: Kind
    hint: str
    default: Any


def setting(group: Group, label: str, kind: Kind, *, default: Any, hint: str = "") -> Any:
    """Make a field of WorkspaceSettings, described for Settings, the handbook and tests."""
    about = {"group": group, "label": label, "kind": kind, "hint": hint, "default": default}
    return field(default_factory=lambda: copy.copy(default), metadata={METADATA: about})
