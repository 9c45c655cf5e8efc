"""Enqueues work on connection requests after an invitation has changed."""

from dataclasses import dataclass
from datetime import timedelta

from storage.outbox.work import Priority, QuietWork

A_LITTLE_LATER = timedelta(seconds=3)  # by then the person has their answer


@dataclass(frozen=True)
class LookAfterRequests(QuietWork):
    """Update the connection requests of a contact's invitation, if there are any."""

    kind = "requests"
    contact: int

    @property
    def key(self) -> str:
        return f"requests:{self.contact}"

    @property
    def priority(self) -> Priority:
        return Priority.BULK
