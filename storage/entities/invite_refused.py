"""Refusals of inviting."""

from datetime import datetime

from language.dates import moment_words
from storage.entities.contact import Contact, ContactRefused, StillOnItsWay
from storage.entities.errors import FieldRefused, FormRefused

NAME_MISSING = "Please enter a name."


class AskedNotToBeEmailed(FormRefused):
    """The address has opted out of email."""

    def __init__(self) -> None:
        super().__init__({"email": "This person asked not to be emailed, so you can't invite them."})


class NobodyTicked(FieldRefused):
    """A list was submitted without anyone selected. `field` is its first block."""

    def __init__(self, field: str) -> None:
        super().__init__(field, "No one is selected. Please tick at least one person.")


class EmailOnItsWay(StillOnItsWay):
    """The email to be resent is being sent at this moment."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(contact, f"The email to {contact.name} is already on its way.")


class ResentTooOften(ContactRefused):
    """The invitation was resent as often as is allowed in a day. `again_at` is when it can be once more."""

    def __init__(self, contact: Contact, most: int, again_at: datetime) -> None:
        super().__init__(
            contact,
            f"The invitation to {contact.name} was resent {most} times in the last 24 hours. You can resend "
            f"it again from {moment_words(again_at)}.",
        )
        self.again_at = again_at


class LinkExpired(ContactRefused):
    """The personal link to be copied has expired."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(contact, "This link has expired. Resend the invitation to get a new one.")
