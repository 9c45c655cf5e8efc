"""Contacts and their invitations. A status changes only through a method of the entity, which may refuse."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Boolean, ForeignKey, Index, Text, UniqueConstraint, event, false
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from language.dates import day_words
from storage.engine.base import (
    SQLITE,
    Key,
    Sortable,
    active,
    answered,
    archived,
    given,
    not_archived,
    not_expired,
    unanswered,
    unasked,
)
from storage.engine.keys import contact_keys
from storage.engine.salt import Salted, next_generation
from storage.entities.application import Application
from storage.entities.availability import UNKNOWN
from storage.entities.errors import Refused
from storage.entities.profile import Profile
from storage.entities.right import Right, Rights
from storage.entities.status import Answer, Decision, Status
from storage.entities.tag import UNTAGGED, Tag

BY_HAND = "invited by hand"  # the source of contacts whom a member entered


class ContactRefused(Refused):
    """A refusal about one contact, shown with its status and the buttons that help.

    `advice` says what to do first, and which right that needs.
    """

    def __init__(self, contact: Contact, reason: str, *, advice: tuple[Right, str] | None = None) -> None:
        super().__init__(f"{reason} {advice[1]}" if advice else reason)
        self.contact, self.reason, self.advice = contact, reason, advice

    def told(self, rights: Rights) -> str:
        """Return the text for a person with these rights, without advice they cannot follow."""
        return self.text if self.advice is None or self.advice[0] in rights else self.reason


class AlreadyContact(ContactRefused):
    """The address is already a contact of this workspace."""


class StillOnItsWay(ContactRefused):
    """The email to be resent has not been sent yet."""


class StatusForbids(ContactRefused):
    """The contact's status does not allow this."""


class ChangedMeanwhile(ContactRefused):
    """A teammate or the contact changed something while a form was open."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(
            contact, f"Nothing was saved, because {contact.name} was changed while you had the form open."
        )


class CoolingDown(ContactRefused):
    """The contact declined recently. They may be invited again at `until`."""

    def __init__(self, contact: Contact, text: str, until: datetime) -> None:
        super().__init__(contact, text)
        self.until = until


class Contact(Salted):
    """A workspace's relation to an address: name, tags, status and inviter. See Status for the lifecycle."""

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("workspace_id", "email_key"),
        # One index for each sort order of the overview. Each ends in the id, which cuts pages.
        Index("ix_contact_by_name", "workspace_id", "sort_key", "id", **not_archived),
        Index("ix_contact_by_status", "workspace_id", "status", "sort_key", "id", **not_archived),
        Index("ix_contact_by_tag", "workspace_id", "first_tag", "sort_key", "id", **not_archived),
        Index("ix_contact_by_hires", "workspace_id", "hire_rank", "sort_key", "id", **not_archived),
        Index("ix_contact_by_free", "workspace_id", "free_key", "sort_key", "id", **not_archived),
        Index("ix_contact_archived", "workspace_id", "sort_key", "id", **archived),
        Index("ix_contact_newest", "workspace_id", "created_at", "id"),
        Index("ix_contact_changed", "workspace_id", "status_at", "id"),
        Index("ix_contact_invited_by", "workspace_id", "invited_by"),
        Index("ix_contact_active", "workspace_id", "status_at", **active),
        SQLITE,
    )

    id: Mapped[Key]
    name: Mapped[str]
    email: Mapped[str]  # as typed
    email_key: Mapped[str]  # for comparing addresses
    status: Mapped[Status]
    status_at: Mapped[datetime]
    source: Mapped[str]
    invited_by: Mapped[str | None]
    archived_at: Mapped[datetime | None]
    mail_stopped_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]  # since when the address is known to take no email
    unconfirmed_at: Mapped[datetime | None]  # since when an active contact's new address is unconfirmed
    address_generation: Mapped[int] = mapped_column(default=0, server_default="0")  # number of changes
    farewell_id: Mapped[int | None] = mapped_column(index=True)  # the card that says they will be removed
    left_at: Mapped[datetime | None]  # they left by themselves: declined until they come back
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    # Filled in from storage/engine/keys.py. The full-text index is separate: see the overview's migration.
    sort_key: Mapped[Sortable] = mapped_column(default="", server_default="")
    search_key: Mapped[str] = mapped_column(Text, default="", server_default="")
    # what a search finds of their profile; part of search_key
    profile_key: Mapped[str] = mapped_column(Text, default="", server_default="")
    first_tag: Mapped[Sortable] = mapped_column(default=UNTAGGED, server_default=UNTAGGED)
    hires: Mapped[int] = mapped_column(default=0, server_default="0")  # number of jobs they accepted
    # sorts the most hired contacts first
    hire_rank: Mapped[int] = mapped_column(default=0, server_default="0")
    # sorts who is free sooner first: a day while their word counts, see Availability
    free_key: Mapped[Sortable] = mapped_column(default=UNKNOWN, server_default=UNKNOWN)
    free_asked_at: Mapped[datetime | None]  # when they were last asked by email when they are free

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

    profile: Mapped[Profile | None] = relationship(lazy="raise", viewonly=True)

    @property
    def application(self) -> Application | None:
        """The newest confirmed sign-up, or None."""
        return next((each for each in self.applications if each.confirmed_at), None)

    def application_of(self, application_id: int | None) -> Application | None:
        """Find the application that a card is about. None if the card names none, or it is gone."""
        return next((each for each in self.applications if each.id == application_id), None)

    @property
    def invitation(self) -> Invitation | None:
        """The newest invitation, or None."""
        return self.invitations[0] if self.invitations else None

    @property
    def withdrawn(self) -> bool:
        return self.archived_at is not None and self.status == Status.INVITED

    @property
    def bounced(self) -> bool:
        return self.bounced_at is not None

    @property
    def address_in_doubt(self) -> bool:
        """Whether email to it came back, or may reach somebody else until they have confirmed it."""
        return self.bounced or self.unconfirmed_at is not None

    @property
    def shareable(self) -> bool:
        """Whether they may be shown to people outside the team."""
        return self.archived_at is None and self.status not in {Status.DECLINED, Status.BLOCKED}

    @property
    def unasked(self) -> bool:
        """Added but not invited yet. False if the invitations are not loaded."""
        loaded: list[Invitation] = self.__dict__.get("invitations", [])
        waiting = self.status == Status.INVITED and not self.archived_at
        return waiting and bool(loaded) and loaded[0].unasked

    def rename(self, name: str) -> None:
        """Change the name and raise the version, even for an equal name.

        Tags are stored elsewhere and may have changed with it.
        """
        self.name = name
        self.touch()

    def touch(self) -> None:
        """Raise the version, because what is stored beside the contact has changed."""
        flag_modified(self, "name")

    def invite_again(self, by: str, at: datetime, cool_down: timedelta) -> None:
        """Invite a contact who was withdrawn, or who declined and whose cool-down is over.

        Refuses all others.
        """
        if self.status == Status.DECLINED:
            self._cooled_down(at, cool_down)
        elif self.status == Status.BLOCKED:
            raise AlreadyContact(
                self, f"{self.name} is blocked, so they can't be invited. Unblock them first."
            )
        elif not self.withdrawn:
            raise AlreadyContact(self, f"{self.name} is already one of your contacts.")
        self.archived_at = self.bounced_at = None
        self.invited_by = by
        self._become(Status.INVITED, at)

    def _cooled_down(self, at: datetime, cool_down: timedelta) -> None:
        until = self.status_at + cool_down
        if self.mail_stopped_at:
            raise AlreadyContact(
                self, f"{self.name} asked not to be emailed again, so they can't be invited."
            )
        if at < until:
            text = f"{self.name} declined recently. You can invite them again from {day_words(until.date())}."
            raise CoolingDown(self, text, until)

    def readdress(self, email: str, email_key: str, at: datetime) -> None:
        """Change the address. The link in emails to the former one stops working.

        An active contact first has to confirm it, since offers go there.
        """
        self.email, self.email_key, self.bounced_at = email, email_key, None
        self.address_generation = next_generation(self.address_generation)
        if self.status == Status.ACTIVE:
            self.unconfirmed_at = at
        elif self.invitation:
            self.invitation.readdress()

    def confirm_address(self) -> None:
        self.unconfirmed_at = self.bounced_at = None

    def send_anyway(self) -> None:
        """Email an address that took no email before."""
        self.bounced_at = None

    def answer(self, answer: Answer, at: datetime) -> None:
        if answer == Answer.ACCEPTED:
            self.unconfirmed_at = None
        self._become(Status.ACTIVE if answer == Answer.ACCEPTED else Status.DECLINED, at)

    def reconsider(self, at: datetime) -> None:
        """Return to waiting for an answer: the contact takes back that they declined."""
        self._become(Status.INVITED, at)

    def apply(self, at: datetime, name: str) -> None:
        """Become an applicant after confirming the address. Any earlier status and name are replaced.

        Who left comes back by this.
        """
        self.archived_at = self.bounced_at = self.unconfirmed_at = None
        self.name = name
        if self.left_at:
            self.left_at = self.mail_stopped_at = None
        self._become(Status.APPLIED, at)

    def decide(self, decision: Decision, at: datetime) -> None:
        """Apply the team's decision. The caller checks first that one is wanted."""
        self._become(_DECIDED[decision], at)

    def stands_as(self, decision: Decision) -> bool:
        """Tell whether the contact's status is still the one that this decision led to."""
        return self.status == _DECIDED[decision]

    def leave(self, at: datetime) -> None:
        """Leave this workspace: declined, without email, until they come back by themselves."""
        self.left_at = self.left_at or at
        self.mail_stopped_at = self.mail_stopped_at or at
        if self.status not in {Status.DECLINED, Status.BLOCKED}:
            self._become(Status.DECLINED, at)

    def come_back(self, status: Status, at: datetime) -> None:
        """Return after leaving. `status` is what they were before."""
        self.left_at = self.mail_stopped_at = None
        if self.status == Status.DECLINED and status == Status.ACTIVE:
            self._become(status, at)

    def unblock(self, at: datetime) -> None:
        if self.status != Status.BLOCKED:
            raise StatusForbids(self, f"{self.name} isn't blocked.")
        self._become(Status.DECLINED, at)

    def withdraw(self, at: datetime) -> None:
        self.must_be_waiting("withdrawn")
        self.archived_at = at

    def archive(self, at: datetime) -> None:
        """Remove the contact from lists and stop its email; the status stays.

        An open invitation counts as withdrawn.
        """
        if self.archived_at:
            raise StatusForbids(self, f"{self.name} is already archived.")
        if self.status == Status.BLOCKED:
            raise StatusForbids(
                self, f"{self.name} is blocked, so they can't be archived. Unblock them first."
            )
        self.archived_at = at

    def restore(self) -> None:
        if not self.archived_at:
            raise StatusForbids(self, f"{self.name} isn't archived.")
        self.archived_at = None

    def must_be_editable(self) -> None:
        if self.archived_at:
            raise StatusForbids(self, f"{self.name} is archived.", advice=_RESTORE)
        if self.status in {Status.DECLINED, Status.BLOCKED}:
            raise StatusForbids(self, f"{self.name} is {self.status}, so they can't be edited.")

    def must_be_shareable(self) -> None:
        if self.archived_at:
            raise StatusForbids(self, f"{self.name} is archived.", advice=_RESTORE)
        if not self.shareable:
            raise StatusForbids(self, f"{self.name} is {self.status}, so they can't be shared.")

    def must_take_email(self) -> None:
        """Refuse while the address is known to take no email."""
        if self.bounced_at:
            raise StatusForbids(self, f"Email to {self.name} came back.", advice=_CORRECT)

    def must_be_active(self) -> None:
        if self.status != Status.ACTIVE or self.archived_at:
            raise StatusForbids(self, f"{self.name} isn't an active contact.")

    def must_be_hireable(self, *, later: bool = False) -> None:
        """Refuse, saying what would help, unless an offer is possible.

        With `later`, a contact who has not accepted yet is allowed too: the offer waits.
        """
        if self.archived_at:
            raise StatusForbids(self, f"{self.name} is archived.", advice=_RESTORE)
        if self.mail_stopped_at:
            raise StatusForbids(
                self, f"{self.name} asked not to be emailed again, so no offer can reach them."
            )
        self.must_take_email()
        if self.status != Status.ACTIVE and not (later and self.status == Status.INVITED):
            why, advice = _NOT_HIREABLE[self.status]
            raise StatusForbids(self, f"{self.name} can't be hired yet: {why}", advice=advice)

    def must_be_at(self, version: int) -> None:
        """Refuse a change made while looking at an older version."""
        if self.version != version:
            raise ChangedMeanwhile(self)

    def must_be_waiting(self, verb: str) -> None:
        """Refuse unless the contact still has to answer an invitation. `verb` completes the sentence."""
        if self.withdrawn:
            advice = (Right.INVITE, "Invite them again instead.")
            raise StatusForbids(self, f"The invitation to {self.name} has been withdrawn.", advice=advice)
        if self.status != Status.INVITED:
            raise StatusForbids(
                self, f"{self.name} has already replied ({self.status}), so the invitation can't be {verb}."
            )

    def _become(self, status: Status, at: datetime) -> None:
        self.status, self.status_at = status, at


_DECIDED = {
    Decision.APPROVED: Status.ACTIVE,
    Decision.DECLINED: Status.DECLINED,
    Decision.BLOCKED: Status.BLOCKED,
}


_CORRECT = (Right.EDIT, "Correct the address with Edit first, or press Send anyway.")
_RESTORE = (Right.EDIT, "Restore them first.")
_NOT_HIREABLE: dict[Status, tuple[str, tuple[Right, str] | None]] = {
    Status.INVITED: ("they haven't replied to your invitation.", None),
    Status.APPLIED: ("they need your approval first.", None),
    Status.DECLINED: ("they declined, or you did.", (Right.INVITE, "Invite them again first.")),
    Status.BLOCKED: ("they are blocked.", (Right.APPROVE, "Unblock them first.")),
}


class Invitation(Salted):
    """One invitation of a contact: its text, inviter, expiry and answer.

    `generation` is part of the signed link; raising it invalidates every link emailed before.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key"),
        Index("ix_invitation_expiring", "expires_at", **not_expired),
        Index("ix_invitation_unasked", "workspace_id", "contact_id", **unasked),
        # For counting: each has every column that a count reads.
        Index("ix_invitation_began", "workspace_id", "began_at", **given("began_at")),
        Index(
            "ix_invitation_by_answer",
            "workspace_id",
            "answered_at",
            "answer",
            "began_at",
            **given("answered_at"),
        ),
        Index(
            "ix_invitation_import",
            "workspace_id",
            "import_id",
            "began_at",
            "answered_at",
            "answer",
            **given("import_id"),
        ),
        # What somebody has to look after today, whose invitations they are.
        Index("ix_invitation_answered", "workspace_id", "invited_by", "answered_at", **answered),
        Index("ix_invitation_ending", "workspace_id", "invited_by", "expires_at", **unanswered),
        SQLITE,
    )

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    note: Mapped[str] = mapped_column(Text)
    invited_by: Mapped[str]
    generation: Mapped[int] = mapped_column(default=1)
    mails: Mapped[int] = mapped_column(default=0)  # number of emails requested
    # no email was sent, and none is on its way: added only, or called off before it left
    unasked: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    # when its first email was sent or given up; expiry and reminders count from here
    began_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    expired_at: Mapped[datetime | None]  # stays set even if the clock is set back
    answered_at: Mapped[datetime | None]
    answer: Mapped[Answer | None]
    withdrawn_at: Mapped[datetime | None]
    new_link_asked_at: Mapped[datetime | None]  # by the person, after the invitation had expired
    # the modal's id, so that a repeated submission makes no second invitation
    request_key: Mapped[str | None]
    import_id: Mapped[int | None]  # the import it came from, if any
    created_at: Mapped[datetime]

    contact: Mapped[Contact] = relationship(back_populates="invitations", lazy="raise")

    @property
    def leaving(self) -> bool:
        """Whether its first email is still on its way. Until then it does not expire."""
        return self.began_at is None and not self.unasked

    def expired(self, at: datetime) -> bool:
        return self.expired_at is not None or (at >= self.expires_at and not self.leaving)

    def lasts_until(self, at: datetime, lifetime: timedelta) -> datetime:
        """Return when the invitation expires if its email leaves now, to the hour.

        An email that is sent again a moment later says the same.
        """
        begins = at.replace(minute=0, second=0, microsecond=0)
        return begins + lifetime if self.leaving else self.expires_at

    def open(self, at: datetime) -> bool:
        """Tell whether an answer is still possible."""
        return not (self.answered_at or self.withdrawn_at or self.expired(at))

    def reopen(self, at: datetime) -> None:
        """Forget that the person declined. They have to answer again."""
        self.answered_at, self.answer = None, None
        self.contact.reconsider(at)

    def close(self, at: datetime) -> None:
        """Withdraw the invitation if it is open."""
        if self.open(at):
            self.withdrawn_at = at

    def readdress(self) -> None:
        """Invalidate the emailed link, which may be in someone else's mailbox.

        An email to the old address that has not left is called off.
        """
        self.generation = next_generation(self.generation)
        self.unasked = self.began_at is None

    def revive(self, at: datetime, lifetime: timedelta) -> None:
        """Reopen a withdrawn invitation, with a new link and no emails sent."""
        self.withdrawn_at, self.began_at, self.mails, self.unasked = None, None, 0, True
        self.generation = next_generation(self.generation)
        self._last_until(at + lifetime)

    def renew(self, at: datetime, lifetime: timedelta) -> None:
        """Extend the expiry. A valid link stays; an expired one is replaced and never works again."""
        if self.expired(at):
            self.generation = next_generation(self.generation)
        self._last_until(at + lifetime)

    def _last_until(self, expires_at: datetime) -> None:
        self.expires_at, self.expired_at, self.new_link_asked_at = expires_at, None, None


@event.listens_for(Contact, "before_insert")
@event.listens_for(Contact, "before_update")
def _contact_keys(_mapper: object, _connection: object, contact: Contact) -> None:
    """Update sort and search keys whenever a contact is written."""
    keys = contact_keys(contact.name, contact.email, contact.email_key)
    contact.sort_key = keys["sort_key"]
    contact.search_key = keys["search_key"] + (contact.profile_key or "")
