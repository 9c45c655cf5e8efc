"""Refusals of deciding on applications, and what the sign-up form says at its fields."""

from collections.abc import Iterable

from language.lists import or_words
from storage.entities.contact import Contact, StatusForbids
from storage.entities.errors import FieldRefused
from storage.entities.status import Decision

NAME_MISSING = "Please enter your name."


def only_addresses_at(domains: Iterable[str]) -> str:
    return f"This link is for addresses at {or_words(domains)}."


class AlreadyDecided(StatusForbids):
    """A teammate decided first. `by` is their name; empty if it is not known."""

    def __init__(self, contact: Contact, decision: Decision, by: str) -> None:
        super().__init__(contact, f"{contact.name} was already {decision} by {by or 'someone else'}.")


class NotWaiting(StatusForbids):
    """The contact does not wait for approval."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(contact, f"{contact.name} isn't waiting for approval ({contact.status}).")


class NobodyChosen(FieldRefused):
    """The list of applicants was submitted with nobody ticked. `field` is that of its first boxes."""

    def __init__(self, field: str) -> None:
        super().__init__(field, "No one is selected. Tick at least one person.")


class MayNotDecide(FieldRefused):
    """An application was to be handed to a person who may not decide. `who` describes those who may."""

    def __init__(self, who: str) -> None:
        super().__init__("to", f"Please choose {who}: others may not decide.")
