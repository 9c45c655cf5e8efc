"""The tables as entities. A status changes only by a verb of its entity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from storage.base import SQLITE, Base, Json, Key, Sortable, Tenant, archived, not_archived
from storage.errors import (
    AlreadyContact,
    ChangedMeanwhile,
    CoolingDown,
    LinkGone,
    LinkPaused,
    StatusForbids,
)
from storage.keys import contact_keys, search_key
from storage.status import Answer, Decision, Status

UNTAGGED = "\U0010ffff"  # behind every tag; no tag has it, since it is no character


class Workspace(Base):
    """A Slack installation: `slack_id` is the enterprise's id for an org-wide install, else the team's."""

    __tablename__ = "workspace"

    id: Mapped[Key]
    slack_id: Mapped[str] = mapped_column(unique=True)
    team_name: Mapped[str]
    bot_id: Mapped[str]
    bot_user_id: Mapped[str]
    settings: Mapped[Json] = mapped_column(default=dict)
    created_at: Mapped[datetime]


class Person(Base):
    """Somebody who answered us on this installation, in whichever workspace, by one or more addresses."""

    __tablename__ = "person"

    id: Mapped[Key]
    created_at: Mapped[datetime]


class Address(Base):
    """An address whose owner has confirmed it by answering a mail sent to it."""

    __tablename__ = "address"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    email_key: Mapped[str] = mapped_column(unique=True)
    confirmed_at: Mapped[datetime]


class Contact(Tenant, Base):
    """A workspace's relation to an address: the name as written there, tags, status, who brought it."""

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("workspace_id", "email_key"),
        # One index for each order of the overview; each ends in the id, by which pages are cut.
        Index("ix_contact_by_name", "workspace_id", "sort_key", "id", **not_archived),
        Index("ix_contact_by_status", "workspace_id", "status", "sort_key", "id", **not_archived),
        Index("ix_contact_by_tag", "workspace_id", "first_tag", "sort_key", "id", **not_archived),
        Index("ix_contact_by_hires", "workspace_id", "hire_rank", "sort_key", "id", **not_archived),
        Index("ix_contact_archived", "workspace_id", "sort_key", "id", **archived),
        Index("ix_contact_newest", "workspace_id", "created_at", "id"),
        Index("ix_contact_changed", "workspace_id", "status_at", "id"),
        Index("ix_contact_invited_by", "workspace_id", "invited_by"),
        SQLITE,
    )

    id: Mapped[Key]
    name: Mapped[str]
    email: Mapped[str]  # as typed
    email_key: Mapped[str]  # how it is compared
    status: Mapped[Status]
    status_at: Mapped[datetime]
    source: Mapped[str]
    invited_by: Mapped[str | None]
    archived_at: Mapped[datetime | None]
    mail_stopped_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    # Made by storage/keys.py. A search's index stands apart: see the migration of the overview.
    sort_key: Mapped[Sortable] = mapped_column(default="", server_default="")
    search_key: Mapped[str] = mapped_column(Text, default="", server_default="")
    first_tag: Mapped[Sortable] = mapped_column(default=UNTAGGED, server_default=UNTAGGED)
    hires: Mapped[int] = mapped_column(default=0, server_default="0")  # how often they said yes to a job
    hire_rank: Mapped[int] = mapped_column(default=0, server_default="0")  # by it the most hired come first

    tags: Mapped[list[Tag]] = relationship(
        secondary="contact_tag", order_by="Tag.key", lazy="raise", viewonly=True
    )
    invitations: Mapped[list[Invitation]] = relationship(
        back_populates="contact", order_by="Invitation.id.desc()", lazy="raise", viewonly=True
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    applications: Mapped[list[Application]] = relationship(
        order_by="Application.id.desc()", lazy="raise", viewonly=True
    )

    @property
    def application(self) -> Application | None:
        """The newest confirmed sign-up, if there ever was one."""
        return next((each for each in self.applications if each.confirmed_at), None)

    @property
    def invitation(self) -> Invitation | None:
        """The newest invitation, if there ever was one."""
        return self.invitations[0] if self.invitations else None

    @property
    def withdrawn(self) -> bool:
        return self.archived_at is not None and self.status == Status.INVITED

    @property
    def unasked(self) -> bool:
        """Added, and not invited yet; known where the invitations were loaded."""
        loaded: list[Invitation] = self.__dict__.get("invitations", [])
        waiting = self.status == Status.INVITED and not self.archived_at
        return waiting and bool(loaded) and loaded[0].mails == 0

    def rename(self, name: str) -> None:
        """Makes a new version also where the name stays: tags, kept elsewhere, may have changed with it."""
        self.name = name
        flag_modified(self, "name")

    def invite_again(self, by: str, at: datetime, cool_down: timedelta) -> None:
        """A withdrawn contact comes back; one who said no may be asked again after the cool-down."""
        if self.status == Status.DECLINED:
            self._cooled_down(at, cool_down)
        elif self.status == Status.BLOCKED:
            raise AlreadyContact(self, f"{self.name} is blocked here, so they cannot be invited.")
        elif not self.withdrawn:
            raise AlreadyContact(self, f"{self.name} is one of your contacts already.")
        self.archived_at = None
        self.invited_by = by
        self._become(Status.INVITED, at)

    def _cooled_down(self, at: datetime, cool_down: timedelta) -> None:
        until = self.status_at + cool_down
        if self.mail_stopped_at:
            raise AlreadyContact(
                self, f"{self.name} has asked us not to write again, so no mail goes to them."
            )
        if at < until:
            text = f"{self.name} said no a short while ago. You can ask them again from {until:%-d %B %Y}."
            raise CoolingDown(self, text, until)

    def answer(self, answer: Answer, at: datetime) -> None:
        self._become(Status.ACTIVE if answer == Answer.ACCEPTED else Status.DECLINED, at)

    def apply(self, at: datetime) -> None:
        """They signed up by a link and confirmed their address: now they wait for us, whatever was before."""
        self.archived_at = None
        self._become(Status.APPLIED, at)

    def decide(self, decision: Decision, at: datetime) -> None:
        """Our answer; `must_be_applied` says whether one is wanted."""
        self._become(_DECIDED[decision], at)

    def stands_as(self, decision: Decision) -> bool:
        """Whether our answer still holds."""
        return self.status == _DECIDED[decision]

    def unblock(self, at: datetime) -> None:
        if self.status != Status.BLOCKED:
            raise StatusForbids(self, f"{self.name} is not blocked.")
        self._become(Status.DECLINED, at)

    def withdraw(self, at: datetime) -> None:
        self.must_be_waiting("withdrawn")
        self.archived_at = at

    def archive(self, at: datetime) -> None:
        """Out of lists and of all mail, in the status they have; whoever owes us an answer is withdrawn."""
        if self.archived_at:
            raise StatusForbids(self, f"{self.name} is archived already.")
        if self.status == Status.BLOCKED:
            raise StatusForbids(self, f"{self.name} is blocked, and stays so until you unblock them.")
        self.archived_at = at

    def restore(self) -> None:
        if not self.archived_at:
            raise StatusForbids(self, f"{self.name} is not archived.")
        self.archived_at = None

    def must_be_editable(self) -> None:
        if self.archived_at:
            raise StatusForbids(self, f"{self.name} is archived. Restore them first.")
        if self.status in {Status.DECLINED, Status.BLOCKED}:
            raise StatusForbids(self, f"{self.name} is {self.status}, so there is nothing to edit.")

    def must_be_hireable(self, *, later: bool = False) -> None:
        """Refuses with what helps; `later`: the offer may wait until they have accepted their invitation."""
        if self.archived_at:
            raise StatusForbids(self, f"{self.name} is archived. Restore them first.")
        if self.mail_stopped_at:
            raise StatusForbids(
                self, f"{self.name} has asked us not to write again, so no offer can reach them."
            )
        if self.status != Status.ACTIVE and not (later and self.status == Status.INVITED):
            raise StatusForbids(self, f"{self.name} cannot be hired yet: {_NOT_HIREABLE[self.status]}")

    def must_be_at(self, version: int) -> None:
        """Refuses what somebody decided while looking at an older version."""
        if self.version != version:
            raise ChangedMeanwhile(self)

    def must_be_waiting(self, verb: str) -> None:
        """Refuses with the present status unless they still owe us an answer."""
        if self.withdrawn:
            raise StatusForbids(
                self, f"The invitation of {self.name} has been withdrawn. Invite them again instead."
            )
        if self.status != Status.INVITED:
            raise StatusForbids(
                self, f"{self.name} has answered already ({self.status}), so nothing can be {verb}."
            )

    def _become(self, status: Status, at: datetime) -> None:
        self.status, self.status_at = status, at


_DECIDED = {
    Decision.APPROVED: Status.ACTIVE,
    Decision.DECLINED: Status.DECLINED,
    Decision.BLOCKED: Status.BLOCKED,
}


_NOT_HIREABLE = {
    Status.INVITED: "they have not answered your invitation.",
    Status.APPLIED: "they are waiting for your approval.",
    Status.DECLINED: "they said no, or you did. Invite them again first.",
    Status.BLOCKED: "they are blocked. Unblock them first.",
}


class Invitation(Tenant, Base):
    """One asking: what was written, by whom, until when, and what became of it.

    `generation` is part of the signed link; raising it kills every link mailed before.
    """

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("workspace_id", "request_key"), SQLITE)

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    note: Mapped[str] = mapped_column(Text)
    invited_by: Mapped[str]
    generation: Mapped[int] = mapped_column(default=1)
    mails: Mapped[int] = mapped_column(default=0)  # how many times a mail was asked for
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer: Mapped[Answer | None]
    withdrawn_at: Mapped[datetime | None]
    request_key: Mapped[str | None]  # the modal it came from, so that a second press is the same press
    import_id: Mapped[int | None]  # the import it came by, if it did
    created_at: Mapped[datetime]

    contact: Mapped[Contact] = relationship(back_populates="invitations", lazy="raise")

    def expired(self, at: datetime) -> bool:
        return at >= self.expires_at

    def open(self, at: datetime) -> bool:
        """Whether an answer is still wanted."""
        return not (self.answered_at or self.withdrawn_at or self.expired(at))

    def close(self, at: datetime) -> None:
        """An answer is not wanted any more."""
        if self.open(at):
            self.withdrawn_at = at

    def readdress(self) -> None:
        """The link that was mailed stops working: it may lie in somebody else's mailbox."""
        self.generation += 1

    def revive(self, at: datetime, lifetime: timedelta) -> None:
        """After having been taken back: to be mailed anew, by another link."""
        self.withdrawn_at, self.mails = None, 0
        self.generation += 1
        self.expires_at = at + lifetime

    def renew(self, at: datetime, lifetime: timedelta) -> None:
        """A living link stays as it is; an expired one gets a successor and never comes back to life."""
        if self.expired(at):
            self.generation += 1
        self.expires_at = at + lifetime


class Link(Tenant, Base):
    """A generic invite link: who signs up by it waits until somebody approves.

    `generation` is part of the signed address; raising it stops every copy handed out before.
    """

    __tablename__ = "link"

    id: Mapped[Key]
    name: Mapped[str]
    tags: Mapped[list[str]] = mapped_column(JSON)
    domains: Mapped[list[str]] = mapped_column(JSON)  # the only ones allowed; none means any
    channel: Mapped[str]
    made_by: Mapped[str]
    generation: Mapped[int] = mapped_column(default=1)
    expires_at: Mapped[datetime | None]
    most_signups: Mapped[int | None]
    opened: Mapped[int] = mapped_column(default=0)
    off_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    request_key: Mapped[str | None]
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("workspace_id", "request_key"), SQLITE)

    def must_be_open(self, generation: int, at: datetime) -> None:
        """Raises LinkGone with kind words when nobody can sign up by it."""
        if self.off_at or generation != self.generation:
            raise LinkGone(
                "This sign-up link has been switched off. Ask whoever gave it to you for a new one."
            )
        if self.expires_at and at >= self.expires_at:
            raise LinkGone("This sign-up link is over. Ask whoever gave it to you for a new one.")
        if self.paused_at:
            raise LinkPaused

    def rotate(self) -> None:
        """Every copy of the address stops at once; the link goes on, also if it was paused or off."""
        self.generation += 1
        self.paused_at = self.off_at = None

    def switch_off(self, at: datetime) -> None:
        self.off_at = self.off_at or at


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """What has come of one link."""

    opened: int
    signed_up: int
    confirmed: int
    approved: int
    declined: int
    blocked: int


class Application(Tenant, Base):
    """One sign-up by a link, and what became of it: confirmed by its address's owner, then decided by us."""

    __tablename__ = "application"
    __table_args__ = (Index("ix_application_email_key_created_at", "email_key", "created_at"), SQLITE)

    id: Mapped[Key]
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str]
    skills: Mapped[list[str]] = mapped_column(JSON)
    message: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    before: Mapped[str | None]  # the contact's status until then
    decision: Mapped[Decision | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    reason: Mapped[str | None] = mapped_column(Text)
    snoozed_until: Mapped[datetime | None]
    responsible: Mapped[str]  # who is reminded: the link's maker, until it is handed over
    reminders: Mapped[int] = mapped_column(default=0)

    link: Mapped[Link] = relationship(lazy="raise")

    def decide(self, decision: Decision, by: str, at: datetime, reason: str = "") -> None:
        self.decision, self.decided_by, self.decided_at, self.reason = decision, by, at, reason or None


class Tag(Tenant, Base):
    """A word of the team's own; `key` is how it is compared."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("workspace_id", "key"), SQLITE)

    id: Mapped[Key]
    name: Mapped[str]
    key: Mapped[str]
    search_key: Mapped[Sortable] = mapped_column(default="", server_default="")


class ContactTag(Tenant, Base):
    """Which contact carries which tag."""

    __tablename__ = "contact_tag"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    __table_args__ = ()


@event.listens_for(Contact, "before_insert")
@event.listens_for(Contact, "before_update")
def _contact_keys(_mapper: object, _connection: object, contact: Contact) -> None:
    """Whoever changes a name or an address need not think of the keys."""
    keys = contact_keys(contact.name, contact.email, contact.email_key)
    contact.sort_key, contact.search_key = keys["sort_key"], keys["search_key"]


@event.listens_for(Tag, "before_insert")
@event.listens_for(Tag, "before_update")
def _tag_keys(_mapper: object, _connection: object, tag: Tag) -> None:
    tag.search_key = search_key(tag.name)
