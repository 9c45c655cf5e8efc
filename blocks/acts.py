"""What may be done with a contact in its status, in a row's menu and in its modal. Features add acts here."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import ButtonElement, ConfirmObject, Option, OverflowMenuElement

from blocks.form import row_id
from blocks.modal import button
from blocks.text import clip, plain
from storage.listing import Listed
from storage.models import Contact
from storage.status import Status

ROW_MENU = "row"  # the action id of a row's menu, wherever the row is shown


class Act(StrEnum):
    """Its value is in the options of a row's menu, so that a press on an old one still means the same."""

    OPEN = "open"
    EDIT = "edit"
    HIRE = "hire"
    RESEND = "resend"
    APPROVE = "approve"
    UNBLOCK = "unblock"
    ARCHIVE = "archive"
    RESTORE = "restore"


class ContactId(StrEnum):
    """The ids Slack sends back to us from a contact's modal and its forms."""

    MODAL = "contact"
    OPEN = "open_contact"
    EDIT = "edit_contact"
    EDIT_MODAL = "edit"
    ADD_NOTE = "add_note"
    NOTE_MODAL = "note_about"
    HISTORY = "contact_history"
    ARCHIVE = "archive_contact"
    RESTORE = "restore_contact"
    INVITE_AGAIN = "invite_again"


WORDS = {
    Act.OPEN: "Open",
    Act.EDIT: "Edit",
    Act.HIRE: "Hire",
    Act.RESEND: "Resend",
    Act.APPROVE: "Approve",
    Act.UNBLOCK: "Unblock",
    Act.ARCHIVE: "Archive",
    Act.RESTORE: "Restore",
}
_ALLOWED = {
    Status.INVITED: (Act.EDIT, Act.RESEND, Act.ARCHIVE),
    Status.APPLIED: (Act.EDIT, Act.APPROVE, Act.ARCHIVE),
    Status.ACTIVE: (Act.EDIT, Act.HIRE, Act.ARCHIVE),
    Status.DECLINED: (Act.ARCHIVE,),
    Status.BLOCKED: (Act.UNBLOCK,),
}
MOST_IN_MENU = 5  # Slack's limit


def acts(contact: Contact | Listed) -> tuple[Act, ...]:
    """What a row's menu offers."""
    if contact.archived_at:
        return (Act.OPEN, Act.RESTORE)
    return (Act.OPEN, *_ALLOWED[contact.status])[:MOST_IN_MENU]


def row_menu(contact: Contact | Listed) -> OverflowMenuElement:
    options = [Option(text=plain(_words(act, contact)), value=f"{act}:{contact.id}") for act in acts(contact)]
    return OverflowMenuElement(action_id=ROW_MENU, options=options)


def _words(act: Act, contact: Contact | Listed) -> str:
    if act is Act.HIRE:
        return hire_word(contact)
    return "Send invitation" if act is Act.RESEND and contact.unasked else WORDS[act]


def hire_word(contact: Contact | Listed) -> str:
    return "Re-hire" if contact.hires else "Hire"


def chosen_act(action: Mapping[str, Any]) -> str:
    """What was chosen in a row's menu; empty for a button."""
    return str(_chosen(action).partition(":")[0]) if "selected_option" in action else ""


def contact_id(action: Mapping[str, Any]) -> int:
    """Whom a button or a row's menu is about."""
    if "selected_option" in action:
        return row_id(_chosen(action).partition(":")[2])
    return row_id(action.get("value"))


def _chosen(action: Mapping[str, Any]) -> str:
    return str((action.get("selected_option") or {}).get("value", ""))


def open_button(contact: Contact) -> ButtonElement:
    return button("Open", ContactId.OPEN, contact.id, about=contact.name)


def invite_again_button(contact: Contact) -> ButtonElement:
    return simple_button("Invite again", ContactId.INVITE_AGAIN, contact)


def restore_button(contact: Contact) -> ButtonElement:
    return button("Restore", ContactId.RESTORE, contact.id, about=contact.name)


def archive_button(contact: Contact) -> ButtonElement:
    ask = ConfirmObject(
        title=plain("Archive this contact?"),
        text=plain(f"{clip(contact.name, 80)} is in no list and gets no mail until you restore them."),
        confirm=plain("Archive"),
        deny=plain("Keep"),
    )
    return button("Archive", ContactId.ARCHIVE, contact.id, about=contact.name, confirm=ask)


def simple_button(words: str, action_id: str, contact: Contact) -> ButtonElement:
    return button(words, action_id, contact.id, about=contact.name)
