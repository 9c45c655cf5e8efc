"""Outbox work about profiles."""

from dataclasses import dataclass

from storage.outbox.work import Repeat, SlackWork


@dataclass(frozen=True)
class CvFile(SlackWork):
    """Send a member a contact's CV by direct message, as it is when sent."""

    kind = "cv_file"
    repeat = Repeat.ONCE
    to: str
    contact: int
    request: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.request}"
