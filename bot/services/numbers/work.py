"""Outbox work for numbers: the message, its picture, and the file."""

from dataclasses import dataclass

from storage.outbox.work import Repeat, SlackWork


@dataclass(frozen=True)
class NumbersMessage(SlackWork):
    """Send somebody the numbers. `request` names the command: once only."""

    kind = "numbers"
    repeat = Repeat.ONCE
    to: str
    request: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.request}"


@dataclass(frozen=True)
class WeeklyNumbers(SlackWork):
    """Post the week's numbers in the channel that Settings name. `by` is who switched it on."""

    kind = "weekly_numbers"
    by: str

    @property
    def key(self) -> str:
        return self.kind


@dataclass(frozen=True)
class NumbersPicture(SlackWork):
    """Put the picture into the thread of a message with numbers, by the calendar of `reader`."""

    kind = "numbers_picture"
    repeat = Repeat.ONCE
    channel: str
    ts: str
    reader: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.channel}:{self.ts}"


@dataclass(frozen=True)
class NumbersFile(SlackWork):
    """Send somebody the numbers as a CSV file. `request` names the press: once only."""

    kind = "numbers_file"
    repeat = Repeat.ONCE
    to: str
    request: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.request}"
