"""How somebody is asked: decided here, for one invitation and for every row of an import."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from storage.status import Status


class Approach(StrEnum):
    """What an address is to us before we write to it."""

    NEW = "new"  # they get an invitation
    AGAIN = "again"  # withdrawn before: they are invited again
    CONTACT = "contact"  # they are here already; no mail
    NEVER = "never"  # they said no, we did, or they want no mail


class Standing(Protocol):
    """As much of a contact as the decision needs."""

    @property
    def status(self) -> Status: ...

    @property
    def withdrawn(self) -> bool: ...

    @property
    def mail_stopped_at(self) -> datetime | None: ...


def approach(known: Standing | None, *, suppressed: bool) -> Approach:
    """`known` is the contact this address is already; `suppressed`: its owner wants no mail of ours."""
    if suppressed or (known and (known.mail_stopped_at or known.status in _REFUSED)):
        return Approach.NEVER
    if known is None:
        return Approach.NEW
    return Approach.AGAIN if known.withdrawn else Approach.CONTACT


_REFUSED = {Status.DECLINED, Status.BLOCKED}
