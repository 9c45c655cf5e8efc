"""Sign-up links, counts of their use, and their refusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import JSON, Date, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import SQLITE, Key
from storage.engine.salt import Salted, next_generation
from storage.entities.errors import Refused

NO_LINK_NAME = "Please enter a name for the link, so you can tell your links apart."
NO_CONVERSATION = "Please choose where to post applications."
WRONG_LAST_DAY = "Please choose a future day within the next hundred years, or leave this empty."
WRONG_MOST = "Please enter a whole number from 1 to 999999, or leave this empty."


def no_domain(word: str) -> str:
    return f"“{word}” is not a domain. Enter domains such as acme.com, separated by commas."


def too_many_domains(most: int) -> str:
    return f"Please enter at most {most} domains."


class LinkPaused(Refused):
    """The sign-up link is paused and accepts no sign-ups for now."""

    def __init__(self) -> None:
        super().__init__("This link is paused. Please try again later.")


class LinkChanged(Refused):
    """A teammate rotated the link or switched it off or on while this person was looking at it."""

    def __init__(self, link: Link) -> None:
        super().__init__(
            f"Nothing was done, because the link “{link.name}” was changed while you were looking at it."
        )
        self.link = link


class AlarmAnswered(Refused):
    """The link is paused no longer: somebody has answered its warning."""

    def __init__(self, link: Link) -> None:
        super().__init__(f"Nothing was done, because the link “{link.name}” isn't paused any more.")


class LinkGone(Refused):
    """A correctly signed link that no longer works: switched off, rotated, expired or used up."""


class SignupsOff(LinkGone):
    """The link was switched off or replaced by a new one."""

    def __init__(self) -> None:
        super().__init__(
            "This sign-up link has been switched off. Ask the person who gave it to you for a new one."
        )


class SignupsOver(LinkGone):
    """The link has expired."""

    def __init__(self) -> None:
        super().__init__("This sign-up link has expired. Ask the person who gave it to you for a new one.")


class SignupsFull(LinkGone):
    """The maximum of sign-ups is reached."""

    def __init__(self) -> None:
        super().__init__("This sign-up link is full. Ask the person who gave it to you for a new one.")


class LastPlaceTaken(LinkGone):
    """Somebody else confirmed for the last place meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "The last place on this sign-up link has just been taken."
            " You can ask the person who gave you the link for a new one."
        )


class ConfirmationExpired(LinkGone):
    """The applicant did not confirm within a day."""

    def __init__(self) -> None:
        super().__init__("This confirmation link is more than a day old. Please sign up again.")


class Link(Salted):
    """A sign-up link. People who sign up with it wait for approval.

    `generation` is part of the signed URL; raising it invalidates every copy handed out before.
    """

    __tablename__ = "link"

    id: Mapped[Key]
    name: Mapped[str]
    tags: Mapped[list[str]] = mapped_column(JSON)
    domains: Mapped[list[str]] = mapped_column(JSON)  # allowed email domains; empty allows any
    channel: Mapped[str]  # where applications are posted; if empty, the channel from Settings
    channel_private: Mapped[bool] = mapped_column(default=False, server_default=false())
    made_by: Mapped[str]
    generation: Mapped[int] = mapped_column(default=1)
    last_day: Mapped[date | None] = mapped_column(Date)  # in its maker's calendar
    expires_at: Mapped[datetime | None]  # midnight after the last day, in its maker's zone
    expired_at: Mapped[datetime | None]  # stays set even if the clock is set back
    most_signups: Mapped[int | None]
    opened: Mapped[int] = mapped_column(default=0)
    off_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    request_key: Mapped[str | None]
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("workspace_id", "request_key"), SQLITE)

    def posts_in_private(self, conversation: str) -> bool:
        """Tell whether only chosen people read a conversation: a direct message or a private channel.

        Slack does not tell us of a channel; it counts as public unless a command typed there has told.
        """
        return not conversation.startswith("C") or (self.channel_private and conversation == self.channel)

    def must_be_open(self, generation: int, at: datetime) -> None:
        """Refuse unless the link accepts sign-ups: raises LinkGone or LinkPaused."""
        if self.off_at or generation != self.generation:
            raise SignupsOff
        if self.expired_at or (self.expires_at and at >= self.expires_at):
            raise SignupsOver
        if self.paused_at:
            raise LinkPaused

    @property
    def version(self) -> str:
        """A text that changes with what people see of the link, so that an outdated button is known."""
        return f"{self.generation}{'-off' if self.off_at else ''}"

    def must_be_at(self, version: str) -> None:
        """Refuse a press made while looking at an older version. Buttons of earlier releases name none."""
        if version and self.version != version:
            raise LinkChanged(self)

    def rotate(self) -> None:
        """Invalidate every copy of the URL and switch the link on, even if it was paused or off."""
        self.generation = next_generation(self.generation)
        self.paused_at = self.off_at = None

    def resume(self) -> None:
        """Take sign-ups again after a warning. Refused if the warning was answered before."""
        self.must_be_paused()
        self.paused_at = None

    def must_be_paused(self) -> None:
        if not self.paused_at or self.off_at:
            raise AlarmAnswered(self)

    def switch_off(self, at: datetime) -> None:
        self.off_at = self.off_at or at


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """How often one link was opened, and how many of its applicants got how far."""

    opened: int
    signed_up: int
    confirmed: int
    approved: int
    declined: int
    blocked: int
