"""The modal "Edit contact".

It carries the version it shows, so that no editor overwrites another's change.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    InputBlock,
    PlainTextInputElement,
    SectionBlock,
)

from blocks.contact import words
from blocks.invitation.form import EMAIL_MOST, NAME_MOST, NOTE_MOST, resend_button, tags_select
from blocks.kit.acts import ContactId
from blocks.kit.form import row_id
from blocks.kit.modal import ViewJson, actions, modal
from blocks.kit.text import plain
from blocks.profile.form import profile_fields
from storage.entities.contact import Contact, Invitation
from storage.entities.errors import NotFound
from storage.entities.profile import Voice
from storage.entities.profile_form import ProfileForm
from storage.entities.status import Status


def edit_modal(
    contact: Contact, refused: str = "", typed: Mapping[str, Any] | None = None, *, readdress: bool = False
) -> ViewJson:
    """Render the form. After a refusal it shows the reason and what was typed, above the current values.

    `readdress`: the address may be changed.
    """
    blocks: list[Block] = []
    if refused:
        blocks.append(SectionBlock(text=plain(words.not_saved(refused))))
        if typed:
            blocks.append(ContextBlock(elements=[plain(words.you_typed(_in_words(typed)))]))
    blocks.append(
        _input(
            contact,
            "name",
            words.NAME,
            PlainTextInputElement(action_id="name", max_length=NAME_MOST, initial_value=contact.name),
        )
    )
    if readdress:
        blocks.append(_email(contact))
    if contact.status == Status.INVITED and contact.invitation:
        blocks.append(_note(contact, contact.invitation))
    tags = [tag.name for tag in contact.tags]
    blocks.append(_input(contact, "tags", words.TAGS, tags_select(tags), hint=words.TAGS_HINT))
    for field in profile_fields(ProfileForm.of(contact.profile, Voice.TEAM)):
        blocks.append(_input(contact, field.name, field.label, field.element, field.hint, optional=True))
    view = modal(words.EDIT_CONTACT, blocks, callback_id=ContactId.EDIT_MODAL, submit=words.SAVE)
    return view | {"private_metadata": json.dumps({"contact": contact.id, "version": contact.version})}


def _email(contact: Contact) -> InputBlock:
    email = PlainTextInputElement(action_id="email", initial_value=contact.email[:EMAIL_MOST])
    hint = words.EMAIL_HINT if contact.status == Status.INVITED else words.NEW_EMAIL_HINT
    return _input(contact, "email", words.EMAIL, email, hint=hint, optional=False)


def _note(contact: Contact, invitation: Invitation) -> InputBlock:
    note = PlainTextInputElement(
        action_id="note", multiline=True, max_length=NOTE_MOST, initial_value=invitation.note or None
    )
    return _input(contact, "note", words.INVITE_NOTE, note, hint=words.NOTE_GOES_OUT)


def _input(
    contact: Contact, field: str, label: str, element: Any, hint: str = "", optional: bool | None = None
) -> InputBlock:
    """Make a field whose id contains the contact's version.

    Slack keeps input where an id stays, and this must not be kept.
    """
    return InputBlock(
        block_id=f"{field}-{contact.version}",
        label=plain(label),
        element=element,
        hint=plain(hint) if hint else None,
        optional=bool(hint) if optional is None else optional,
    )


def _in_words(typed: Mapping[str, Any]) -> list[str]:
    values = (", ".join(each) if isinstance(each, tuple) else str(each or "") for each in typed.values())
    return list(filter(None, values))


@dataclass(frozen=True, slots=True)
class Edited:
    """The contact and version that an edit form was opened for."""

    contact: int
    version: int


def edited(view: Mapping[str, Any]) -> Edited:
    """Read which contact and version a form is about. Raises NotFound if it is not one of our forms."""
    try:
        carried = json.loads(view["private_metadata"])
        return Edited(row_id(carried["contact"]), int(carried["version"]))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotFound from error


def moved_modal(contact: Contact) -> ViewJson:
    """Render what the form becomes after a new address was saved: a question, or what was emailed there."""
    if contact.unconfirmed_at:
        asked = words.asked_to_confirm(contact.email)
        return modal(words.EDIT_CONTACT, [SectionBlock(text=plain(asked))])
    text = words.send_new_link(contact.email)
    return modal(words.EDIT_CONTACT, [SectionBlock(text=plain(text)), *actions([resend_button(contact)])])
