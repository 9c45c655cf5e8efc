"""The base classes of outbox work: frozen dataclasses, each stored in a row and read back from it.

Each feature's classes are in `bot/services/*/work.py`. To add one: write the class there, call
`uow.outbox.add(...)` where it is needed, and register its handler in `register` of a module in
bot/workers/kinds.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from enum import Enum, IntEnum, StrEnum, auto
from functools import cache
from types import UnionType
from typing import Any, ClassVar, Self, get_args, get_origin, get_type_hints

from storage.engine.base import Json
from storage.entities.outbox import Outbox

COLUMNS = ("contact_id", "recipient", "import_id")


class Lane(StrEnum):
    """What a row needs: the relay, Slack, long work on a file, or only the database.

    Lanes do not delay each other.
    """

    MAIL = "mail"
    SLACK = "slack"
    IMPORT = "import"
    QUIET = "quiet"


class Priority(IntEnum):
    """The order of due rows, lowest first, so that one invitation does not wait behind an import.

    `REMINDER` also marks reminders: they wait for days, most are never sent, and none counts as a contact's
    newest email.
    """

    PERSONAL = 10
    REMINDER = 50
    BULK = 90


class Repeat(Enum):
    """What happens when work is added under an existing key."""

    ONCE = auto()  # nothing
    REVIVE = auto()  # nothing, unless the row was cancelled: then it is queued again
    AGAIN = auto()  # it is done again, even if it is being done now


class NotUnderstood(Exception):
    """A row with a payload that does not fit its kind."""


class NotKnown(NotUnderstood):
    """A row of a kind this version does not know. A newer one may run beside it."""


def column() -> dict[str, str]:
    """Mark a field as stored in the row's column of the same name instead of the payload."""
    return {"in": "column"}


def stored_as(name: str) -> dict[str, str]:
    """Give a field another name in the payload."""
    return {"name": name}


@dataclass(frozen=True)
class Work(ABC):
    """One piece of work. Rows in databases hold `kind` and the names of fields: do not rename them.

    Without `slots`: dataclasses would then make a second class, and both would be listed as subclasses.
    """

    kind: ClassVar[str]
    lane: ClassVar[Lane]
    repeat: ClassVar[Repeat] = Repeat.AGAIN

    @property
    @abstractmethod
    def key(self) -> str:
        """Identify the work within its workspace. Adding a key again does not make a second row."""

    @property
    def priority(self) -> Priority:
        return Priority.PERSONAL

    @classmethod
    def from_key(cls, key: str) -> Json:
        """Read fields that rows of earlier versions hold only in their key. The payload takes precedence."""
        return {}

    @property
    def payload(self) -> Json:
        return {_name(each): getattr(self, each.name) for each in fields(self) if not _in_column(each)}

    @property
    def columns(self) -> Json:
        """Build the row's columns about its contact, recipient and import.

        None where the work has no such field.
        """
        own = {each.name: getattr(self, each.name) for each in fields(self) if _in_column(each)}
        return dict.fromkeys(COLUMNS) | own

    @classmethod
    def read(cls, row: Outbox) -> Self:
        """Read the work from a row. Raises NotUnderstood."""
        try:
            given = row.payload if cls._complete(row.payload) else cls.from_key(_own(row.key)) | row.payload
            there = (each for each in fields(cls) if _is_there(each, given))
            return cls(**{each.name: _value(cls, each, row, given) for each in there})
        except (TypeError, ValueError, IndexError) as error:
            reason = f"A row of the kind {cls.kind} lacks something or has another form."
            raise NotUnderstood(reason) from error

    @classmethod
    def _complete(cls, payload: Json) -> bool:
        return all(_is_there(each, payload) or each.default is not MISSING for each in fields(cls))


@dataclass(frozen=True)
class MailWork(Work):
    """An email, rendered when it is sent. `recipient` is the keyed hash of its address.

    `import_id` is the import it belongs to: an import's emails are counted and stopped together.
    """

    lane = Lane.MAIL
    repeat = Repeat.ONCE

    contact_id: int | None = field(kw_only=True, metadata=column())
    recipient: str = field(kw_only=True, metadata=column())
    import_id: int | None = field(default=None, kw_only=True, metadata=column())


@dataclass(frozen=True)
class SlackWork(Work):
    """Something to show in Slack."""

    lane = Lane.SLACK

    contact_id: int | None = field(default=None, kw_only=True, metadata=column())


@dataclass(frozen=True)
class ReplyWork(SlackWork):
    """Replace a message whose button was pressed. `reply_to` is the click's response_url."""

    reply_to: str

    @property
    def key(self) -> str:
        return f"reply:{self.reply_to}"


@dataclass(frozen=True)
class QuietWork(Work):
    """Work that only changes the database."""

    lane = Lane.QUIET

    contact_id: int | None = field(default=None, kw_only=True, metadata=column())


@dataclass(frozen=True)
class FileWork(Work):
    """Long work on a file, done in steps. Adding its key again continues it."""

    lane = Lane.IMPORT


def _name(each: Field[Any]) -> str:
    return str(each.metadata.get("name", each.name))


def _in_column(each: Field[Any]) -> bool:
    return each.metadata.get("in") == "column"


def _own(key: str) -> str:
    """Remove the workspace's prefix from a row's key."""
    return key.partition(":")[2]


def _is_there(each: Field[Any], given: Mapping[str, Any]) -> bool:
    return _in_column(each) or _name(each) in given


def _value(cls: type[Work], each: Field[Any], row: Outbox, given: Mapping[str, Any]) -> Any:
    value = getattr(row, each.name) if _in_column(each) else given[_name(each)]
    if not _fits(value, _hints(cls)[each.name]):
        raise NotUnderstood(f"In a row of the kind {cls.kind}, {_name(each)} has another form.")
    return value


@cache
def _hints(cls: type[Work]) -> dict[str, Any]:
    return get_type_hints(cls)


def _fits(value: Any, hint: Any) -> bool:
    """Tell whether a value has the type of a hint. Elements of lists and objects are not checked."""
    if isinstance(hint, UnionType):
        return any(_fits(value, each) for each in get_args(hint))
    expected = get_origin(hint) or hint
    return isinstance(value, expected) and (expected is bool or not isinstance(value, bool))
