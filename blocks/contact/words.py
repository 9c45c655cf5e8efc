"""The words of one contact or several: the modal, editing, exports, tags, bulk actions."""

from collections.abc import Iterable

from language.lists import and_words
from language.plurals import count_words, number_words
from storage.entities.contact_refused import MOST_SHARED
from storage.overview.listing import MOST_COUNTED

# The contact's modal
STATUS, ADDED, EMAIL, TAGS = "Status", "Added", "Email", "Tags"
NO_EMAIL_YET = "none yet"
LEFT = "They left. No email, import or offer reaches them until they come back by themselves."
ASKED_NOT_TO_EMAIL = "Asked not to be emailed again, so no email goes to them."
INVITE_NOTE, WHAT_THEY_WROTE, NOTES = "Invite note", "What they wrote", "Notes (only your team sees these)"
ADD_NOTE, HISTORY, EDIT, COPY_LINK, DECLINE, BLOCK = (
    "Add note",
    "History",
    "Edit",
    "Copy link",
    "Decline",
    "Block",
)
EMAILS, NO_EMAILS = "Emails", "No emails yet."
UNCONFIRMED = "They haven't confirmed this address yet. Offers are sent when they do."
NOTE, NOTE_HINT = "Note", "Only your team sees notes. Your name and the date are added."

# Editing
EDIT_CONTACT, SAVE, NAME = "Edit contact", "Save", "Name"
TAGS_HINT = "Only your team sees tags."
EMAIL_HINT = "With a new address, the link we emailed stops working, and you can send a new one."
NEW_EMAIL_HINT = "Email to this address came back. We'll ask the new one to confirm before offers go there."
NOTE_GOES_OUT = "This goes into the next email."
AS_IT_IS_NOW = "This is the contact as it is now."

# Sharing
SHARE, SHARE_CONTACT, CHANNEL = "Share", "Share contact", "Channel"
SHARE_HINT = (
    "Everybody there reads name, title, links and tags, never the address or a rate. Invite me to the channel"
    " first."
)

SHARE_THEM_HINT = (
    "Everybody there reads names, titles, links and tags, never an address or a rate. Invite me to the"
    " channel first."
)

# Exports
EXPORT = "Export"
NOTHING_TO_EXPORT = "There's nothing to export: no contacts match your search and filters on the Home tab."
NARROWED, ALL_CONTACTS = (
    "the contacts that match your search and filters",
    "all contacts except archived ones",
)
ALL_JOBS = "all agreed jobs"

# Tags
MANAGE_TAGS, CLOSE, NEXT = "Manage tags", "Close", "Next"
FIND, FIND_HINT = "Find", "Part of a tag, then Enter."
NO_TAGS = "No tags match."
RENAME_TAG, RENAME, NEW_NAME = "Rename tag", "Rename", "New name"
MERGE_TAG, MERGE, MERGE_INTO, ANOTHER_TAG = "Merge tag", "Merge", "Merge into", "Another tag"
DELETE_TAG, DELETE = "Delete tag", "Delete"

# Bulk actions
BULK_ACTIONS, CONTINUE, ACTION, WHO = "Bulk actions", "Continue", "Action", "Contacts"
ACTS = {
    "tag": ("Tag them", "Adds the tags below to their own."),
    "remind": ("Remind them", "Emails the invitation again to those who haven't replied."),
    "share": ("Share them", f"Shows up to {MOST_SHARED} of them in a channel, without address and rate."),
    "export": ("Export them", "Sends you a CSV file for Excel in a message."),
    "archive": ("Archive them", "They leave lists and get no email. You can restore them."),
}
BULK_TAGS_HINT, WHOLE_LIST = "Only for Tag them.", "The whole list"
NO_MATCH = "No contacts match your search and filters."
_BULK_DONE = {"tag": "tagged", "remind": "reminded", "share": "shared", "archive": "archived"}
_LEFT = {
    "remind": "already being emailed, resent three times today, or they have replied",
    "share": "declined, blocked or archived",
    "archive": "blocked, or archived already",
}


def since(status: str, day: str) -> str:
    return f"{status} since {day}"


def what_they_do(skills: Iterable[str]) -> str:
    return f"What they do: {', '.join(skills)}"


def about(name: str, email: str) -> str:
    return f"About {name} ({email})"


def who_stands(name: str, email: str, status: str) -> str:
    return f"{name} ({email}): {status}"


def noted(author: str, day: str) -> str:
    return f"{author} on {day}"


def not_saved(reason: str) -> str:
    return f"{reason} {AS_IT_IS_NOW}"


def you_typed(values: Iterable[str]) -> str:
    return f"You typed: {' · '.join(values)}"


def send_new_link(email: str) -> str:
    return f"Saved. The link we emailed before no longer works. Send a new one to {email}?"


def asked_to_confirm(email: str) -> str:
    return f"Saved. We've asked {email} to confirm the address. Offers go there once it's confirmed."


def contacts(number: int) -> str:
    if number >= MOST_COUNTED:
        return f"{number_words(MOST_COUNTED)} or more contacts"
    return _contacts(number)


def _contacts(number: int) -> str:
    return count_words(number, one="{n} contact", other="{n} contacts")


def exported(rows: int, *, more: bool) -> str:
    return f"Your export: {_contacts(rows)}." + (" More follow in the next file." if more else "")


def hires_exported(rows: int) -> str:
    return f"Your export: {count_words(rows, one='{n} job', other='{n} jobs')}."


def export_begun(what: str) -> str:
    return f"You'll get a file with {what} in a message from this app in a moment."


def alike(pairs: Iterable[tuple[str, str]]) -> str:
    found = ", ".join(and_words(pair) for pair in pairs)
    return f"These may be the same: {found}. Merge them into one."


def merge_means(tag: str) -> str:
    return f"Contacts tagged {tag} get this tag instead:"


def delete_means(tag: str) -> str:
    return f"Delete {tag}? The tag is removed from all contacts; the contacts stay."


def first_of(most: int) -> str:
    return f"Below are the first {most}. To choose among others, search or filter on the Home tab."


def all_of(number: int | None) -> str:
    return f"All {_number(number)}"


def _number(number: int | None) -> str:
    """Write how many a list has, up to the number at which counting stops. Empty if nobody knows."""
    if number is None:
        return "of them"
    return f"{number_words(MOST_COUNTED)} or more" if number >= MOST_COUNTED else number_words(number)


def further(number: int) -> str:
    return f"From number {number}"


def bulk_question(act: str, number: int | None, tags: str) -> str:
    people = "all contacts of the list" if number is None else contacts(number)
    return {
        "tag": f"Add {tags} to {people}?",
        "remind": f"Email {people} again? Only those who haven't replied get an email.",
        "share": f"Share {people} in a channel?",
        "export": f"Export {people}? You'll get a CSV file in a message from this app.",
        "archive": f"Archive {people}? Invitation links of those who haven't replied stop working.",
    }[act]


def bulk_submit(act: str, number: int | None) -> str:
    verb = {"tag": "Tag", "remind": "Remind", "share": SHARE, "export": EXPORT, "archive": "Archive"}[act]
    return f"{verb} all" if number is None else f"{verb} {_number(number)}"


def bulk_begun(act: str) -> str:
    if act == "export":
        return export_begun("the contacts you chose")
    return "This takes a moment. You'll get a message from this app when it's done."


def bulk_over(act: str, done: int, left: int) -> str:
    return f"Your bulk action is done: {bulk_done(act, done, left)}"


def bulk_done(act: str, done: int, left: int, channel: str = "") -> str:
    where = f" in {channel}" if channel else ""
    text = f"{number_words(done)} {_BULK_DONE[act]}{where}."
    return (
        f"{text} {number_words(left)} left unchanged: {_LEFT.get(act, 'no longer here')}." if left else text
    )


def shared(names: Iterable[str]) -> str:
    first, *others = names
    if not others:
        return f"{first}, one of our trusted contacts"
    return f"{number_words(1 + len(others))} of our trusted contacts: {and_words([first, *others])}"


def shared_by(who: str) -> str:
    return f"Shared by {who}. Open shows more to hiring managers."


def shared_in(channel: str) -> str:
    return f"Shared in {channel}."
