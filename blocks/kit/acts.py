"""The buttons on a contact, which other features show too, and reading which contact they are about."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import ButtonElement, ConfirmObject

from blocks.kit import words
from blocks.kit.form import row_id
from blocks.kit.modal import button
from blocks.kit.text import clip, plain
from storage.entities.contact import Contact
from storage.overview.listing import Listed

ROW_MENU = "row"  # the action id of menus at rows drawn by an earlier version


class ContactId(StrEnum):
    """Action and callback ids of a contact's modal and forms."""

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
    EMAILS = "contact_emails"
    SEND_ANYWAY = "send_anyway"


def resend_word(contact: Contact | Listed) -> str:
    """Name the button that emails the invitation, as it stands with the contact."""
    if contact.unasked:
        return words.SEND_INVITATION
    return words.SEND_ANYWAY if contact.bounced else words.RESEND


def hire_word(contact: Contact | Listed) -> str:
    return words.REHIRE if contact.hires else words.HIRE


def contact_id(action: Mapping[str, Any]) -> int:
    """Read which contact a button, or an earlier version's menu, is about. Raises NotFound."""
    if "selected_option" in action:
        chosen = str((action["selected_option"] or {}).get("value", ""))
        return row_id(chosen.partition(":")[2])
    return row_id(action.get("value"))


def open_button(contact: Contact | Listed) -> ButtonElement:
    return button(words.OPEN, ContactId.OPEN, contact.id, about=contact.name)


def invite_again_button(contact: Contact) -> ButtonElement:
    return simple_button(words.INVITE_AGAIN, ContactId.INVITE_AGAIN, contact)


def edit_button(contact: Contact) -> ButtonElement:
    return simple_button(words.EDIT, ContactId.EDIT, contact)


def send_anyway_button(contact: Contact) -> ButtonElement:
    """Make the button that emails an active contact again, or asks them again to confirm their address."""
    label = words.RESEND if contact.unconfirmed_at else words.SEND_ANYWAY
    return simple_button(label, ContactId.SEND_ANYWAY, contact)


def restore_button(contact: Contact) -> ButtonElement:
    return button(words.RESTORE, ContactId.RESTORE, contact.id, about=contact.name)


def archive_button(contact: Contact) -> ButtonElement:
    ask = ConfirmObject(
        title=plain(words.ARCHIVE_QUESTION),
        text=plain(words.archive_means(clip(contact.name, 80))),
        confirm=plain(words.ARCHIVE),
        deny=plain(words.KEEP),
    )
    return button(words.ARCHIVE, ContactId.ARCHIVE, contact.id, about=contact.name, confirm=ask)


def simple_button(label: str, action_id: str, contact: Contact) -> ButtonElement:
    return button(label, action_id, contact.id, about=contact.name)
