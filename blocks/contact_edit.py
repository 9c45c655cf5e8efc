"""The modal "Edit contact": it carries the version it shows, so that of two editors none undoes the other."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    EmailInputElement,
    InputBlock,
    PlainTextInputElement,
    SectionBlock,
)

from blocks.acts import ContactId
from blocks.form import row_id
from blocks.invitation import EMAIL_MOST, NAME_MOST, NOTE_MOST, resend_button, tags_select
from blocks.modal import ViewJson, actions, modal
from blocks.text import plain
from storage.errors import NotFound
from storage.models import Contact
from storage.status import Status

TITLE = "Edit contact"


def edit_modal(contact: Contact, refused: str = "", typed: Mapping[str, Any] | None = None) -> ViewJson:
    """The contact as it is. After a refusal with the reason above and what was typed: nothing is lost."""
    blocks: list[Block] = []
    if refused:
        blocks.append(SectionBlock(text=plain(f"{refused} This is how it is now.")))
        if typed:
            blocks.append(ContextBlock(elements=[plain(f"You had typed: {_in_words(typed)}")]))
    blocks.append(
        _input(
            contact,
            "name",
            "Name",
            PlainTextInputElement(action_id="name", max_length=NAME_MOST, initial_value=contact.name),
        )
    )
    if contact.status == Status.INVITED:
        blocks += _while_invited(contact)
    tags = [tag.name for tag in contact.tags]
    blocks.append(_input(contact, "tags", "Tags", tags_select(tags), hint="Your team's own words."))
    view = modal(TITLE, blocks, callback_id=ContactId.EDIT_MODAL, submit="Save")
    return view | {"private_metadata": json.dumps({"contact": contact.id, "version": contact.version})}


def _while_invited(contact: Contact) -> list[Block]:
    email = EmailInputElement(action_id="email", initial_value=contact.email[:EMAIL_MOST])
    hint = "Another address makes the link that was mailed stop working; you can send a new one then."
    fields: list[Block] = [_input(contact, "email", "Email", email, hint=hint, optional=False)]
    invitation = contact.invitation
    if invitation:
        note = PlainTextInputElement(
            action_id="note", multiline=True, max_length=NOTE_MOST, initial_value=invitation.note or None
        )
        fields.append(_input(contact, "note", "Invite note", note, hint="They read this in the next mail."))
    return fields


def _input(
    contact: Contact, field: str, label: str, element: Any, hint: str = "", optional: bool | None = None
) -> InputBlock:
    """Another version has other ids: Slack keeps what was typed where an id stays."""
    return InputBlock(
        block_id=f"{field}-{contact.version}",
        label=plain(label),
        element=element,
        hint=plain(hint) if hint else None,
        optional=bool(hint) if optional is None else optional,
    )


def _in_words(typed: Mapping[str, Any]) -> str:
    values = (", ".join(each) if isinstance(each, tuple) else str(each) for each in typed.values())
    return " · ".join(filter(None, values))


@dataclass(frozen=True, slots=True)
class Edited:
    """Which contact a form was about, at which version."""

    contact: int
    version: int


def edited(view: Mapping[str, Any]) -> Edited:
    """Raises NotFound for what no form of ours carries."""
    try:
        carried = json.loads(view["private_metadata"])
        return Edited(row_id(carried["contact"]), int(carried["version"]))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotFound from error


def unversioned(form: Mapping[str, Any]) -> dict[str, Any]:
    """{field: value} without the version in the field's name."""
    return {field.rpartition("-")[0]: value for field, value in form.items()}


def moved_modal(contact: Contact) -> ViewJson:
    """After another address was saved: nothing has been mailed there yet."""
    text = f"Saved. The link mailed before does not work any more. Send a new one to {contact.email}?"
    return modal(TITLE, [SectionBlock(text=plain(text)), *actions([resend_button(contact)])])


def field_errors(view: Mapping[str, Any], errors: Mapping[str, str]) -> dict[str, str]:
    """The same errors by the names the fields have in this view."""
    fields: Sequence[str] = list(view["state"]["values"])
    return {
        next((each for each in fields if each.rpartition("-")[0] == field), field): text
        for field, text in errors.items()
    }
