"""The words of lists."""

from collections.abc import Iterable

from language.plurals import count_words

LIST, EVERYBODY = "List", "All contacts"
SAVE_LIST, EDIT_LIST, SAVE, DELETE_LIST, DELETE, KEEP = (
    "Save list",
    "Edit list",
    "Save",
    "Delete list",
    "Delete",
    "Keep",
)
STAR, UNSTAR = "Star", "Unstar"
NAME, WHO_SEES_IT, ONLY_ME, THE_TEAM = "Name", "Who sees it", "Only me", "The team"
TELL = "Tell a channel"
TELL_HINT = (
    "When somebody new is on the list, I say how many and their titles, without names. At most once an hour."
    " Invite me to the channel first."
)
DELETE_QUESTION = "Delete this list?"
DELETE_MEANS = "Nobody on it is changed."
DELETED = "The list is deleted."


def option(name: str, *, starred: bool) -> str:
    return f"★ {name}" if starred else name


def news(people: int, name: str) -> str:
    return (
        count_words(people, one="{n} new person is", other="{n} new people are") + f" on the list “{name}”."
    )


def titles(some: Iterable[str]) -> str:
    return " · ".join(some)


WHERE = "Choose it under List on the Home tab of Trusted Contacts."
