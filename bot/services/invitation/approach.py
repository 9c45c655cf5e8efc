"""Decides whether an address may be invited, for single invitations and imports alike."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from storage.entities.status import Status


class Approach(StrEnum):
    """What to do about an address."""

    NEW = "new"  # invite them
    AGAIN = "again"  # withdrawn before: invite them again
    CONTACT = "contact"  # already a contact: no email
    NEVER = "never"  # declined, blocked or opted out: no email
    BOUNCED = "bounced"  # withdrawn after their email bounced: no email from an import


class HasStatus(Protocol):
    """The parts of a contact that this decision needs."""

    @property
    def status(self) -> Status: ...

    @property
    def withdrawn(self) -> bool: ...

    @property
    def mail_stopped_at(self) -> datetime | None: ...

    @property
    def bounced_at(self) -> datetime | None: ...


def approach(known: HasStatus | None, *, suppressed: bool) -> Approach:
    """Decide about an address from its contact, if any. `suppressed` means its owner opted out."""
    if suppressed or (known and (known.mail_stopped_at or known.status in _REFUSED)):
        return Approach.NEVER
    if known is None:
        return Approach.NEW
    if not known.withdrawn:
        return Approach.CONTACT
    return Approach.BOUNCED if known.bounced_at else Approach.AGAIN


_REFUSED = {Status.DECLINED, Status.BLOCKED}
