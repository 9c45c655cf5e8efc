"""Refusals: each is one sentence for the person who asked, says what to do, and carries its data."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.models import Contact


class Refused(Exception):
    """Something the program will not do, with the reason and what helps, in words for a person."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class FieldRefused(Refused):
    """One field of a form is wrong; `field` is the form field's name."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class FormRefused(Refused):
    """Several fields are wrong: {field: sentence}."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors


class NotFound(Refused):
    """No such row in this workspace; the same words for a stranger's id as for a made-up one."""

    def __init__(self, thing: str = "contact") -> None:
        super().__init__(f"This {thing} is not here any more. It may have been removed since.")


class NotAllowed(Refused):
    """The person may not do this; `admins` are the Slack ids of those who can let them in, once looked up."""

    admins: tuple[str, ...] = ()

    def __init__(self, text: str, *, may_ask: bool = True) -> None:
        super().__init__(text)
        self.may_ask = may_ask


class ContactRefused(Refused):
    """A refusal about one contact, shown with its status and the buttons that fit."""

    def __init__(self, contact: Contact, text: str) -> None:
        super().__init__(text)
        self.contact = contact


class AlreadyContact(ContactRefused):
    """The address is a contact of this workspace already."""


class StillOnItsWay(ContactRefused):
    """The mail asked for again has not left yet."""


class StatusForbids(ContactRefused):
    """The contact's status does not allow this."""


class ChangedMeanwhile(ContactRefused):
    """Somebody else, or the contact, changed something while a form was open."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(
            contact, f"{contact.name} was changed while you had the form open. Nothing was saved."
        )


class CoolingDown(ContactRefused):
    """They said no a short while ago; `until` is when they may be asked again."""

    def __init__(self, contact: Contact, text: str, until: datetime) -> None:
        super().__init__(contact, text)
        self.until = until


class HireForbids(Refused):
    """Where a hire stands does not allow this."""


class Overlaps(Refused):
    """An offer for days on which they are hired already; who means it may send it all the same."""


class ImportForbids(Refused):
    """Where an import stands does not allow this."""


class LinkPaused(Refused):
    """A sign-up link that takes nobody for the moment."""

    def __init__(self) -> None:
        super().__init__("This sign-up link is taking a break. Please try again later.")


class LinkGone(Refused):
    """A well-signed link that no longer works: withdrawn, rotated, expired or used up."""


class NotInstalled(Refused):
    """A workspace that is not ours."""

    def __init__(self) -> None:
        super().__init__(
            "Trusted Contacts is not installed in this workspace. An administrator has to install it first."
        )


class NotConnected(Refused):
    """Slack has not let us in yet since we started."""

    def __init__(self) -> None:
        super().__init__("Trusted Contacts has no connection to Slack yet. Please try again in a minute.")


class DatabaseAway(Refused):
    """Locked by somebody else, or not to be reached."""

    def __init__(self) -> None:
        super().__init__(
            "The database cannot be reached just now. Nothing was changed; please try again in a moment."
        )


class AlreadyDone(Exception):
    """The same click or event was delivered again. Nothing is done and nobody is told."""
