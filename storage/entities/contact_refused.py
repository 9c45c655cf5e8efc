"""Refusals of changing contacts and their tags: what forms say at their fields, and lookups that fail."""

from storage.entities.errors import FieldRefused, FormRefused, Refused
from storage.entities.link import LinkGone

NAME_MISSING = "Please enter a name."
EMAIL_TAKEN = "Another of your contacts already has this address."
ASKED_NOT_TO_BE_EMAILED = "This person asked not to be emailed."
NO_ACTION = "Please choose an action."
NO_TAGS = "Please add at least one tag."
NO_CHANNEL = "Please choose a channel."
NO_CONTACTS = "Please select at least one contact."
MOST_SHARED = 12  # in one message: each takes up to four of its 50 blocks
TOO_MANY_TO_SHARE = f"One message has room for {MOST_SHARED} contacts. Please select at most that many."
NOBODY_TO_SHARE = "None of them can be shared: they're declined, blocked or archived."


class NameMissing(FormRefused):
    """A contact was to be saved without a name."""

    def __init__(self) -> None:
        super().__init__({"name": NAME_MISSING})


class NoteEmpty(FieldRefused):
    """A note has no text."""

    def __init__(self) -> None:
        super().__init__("note", "Please write a note.")


class NoActionChosen(FormRefused):
    """The form for bulk actions was submitted without an action."""

    def __init__(self) -> None:
        super().__init__({"act": NO_ACTION})


class TagNameMissing(FieldRefused):
    """A tag was to be renamed to nothing."""

    def __init__(self) -> None:
        super().__init__("name", "Please enter a name for the tag.")


class TagNameTaken(FieldRefused):
    """Another tag already has the name."""

    def __init__(self, name: str) -> None:
        super().__init__("name", f"There's already a tag {name}. Choose Merge to combine them.")


class SameTag(FieldRefused):
    """A tag was to be merged into itself."""

    def __init__(self) -> None:
        super().__init__("into", "Please choose another tag.")


class AddressNeeded(Refused):
    """A command was typed without a valid address. `example` has one; `why` says what is wrong, if any is."""

    def __init__(self, example: str, why: str) -> None:
        super().__init__(f"Please add an email address: {example}. {why}".strip())


class NoSuchContact(Refused):
    """No contact has this address."""

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} isn't one of your contacts.")


class AddressChangedAgain(LinkGone):
    """A link to confirm an address that is not the contact's any more."""

    def __init__(self) -> None:
        super().__init__("This address is no longer waiting to be confirmed. There's nothing you need to do.")
