"""A contact's modal: where they stand, what the team knows of them, and the buttons their status allows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    DividerBlock,
    InputBlock,
    PlainTextInputElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextSectionElement,
    SectionBlock,
)

from blocks.acts import ContactId, archive_button, invite_again_button, restore_button, simple_button
from blocks.approval import ApprovalId, approve_button, unblock_button
from blocks.hire import hire_button, hires_of
from blocks.invitation import InvitationId, resend_button, withdraw_button
from blocks.modal import ViewJson, actions, modal
from blocks.quote import quote
from blocks.status import address_words, mail_words, status_words
from blocks.text import TITLE_LENGTH, clip, day, escape, ours, plain
from storage.bookkeeping import Outbox
from storage.hire import Hire
from storage.models import Contact
from storage.status import Outcome, Status
from storage.team import Note

MOST_IN_A_ROW = 5  # buttons: more of them wrap on a narrow screen
NOTE_MOST = 2_000


def contact_modal(
    contact: Contact, mail: Outbox | None, notes: Sequence[Note], hires: Sequence[Hire], today: date
) -> ViewJson:
    """Everything at a glance; titled with the name, cut to the room there is. `today` is the reader's."""
    blocks: list[Block] = [
        *([SectionBlock(text=plain(contact.name, 200))] if len(contact.name) > TITLE_LENGTH else []),
        ContextBlock(elements=[plain(address_words(contact.email))]),
        SectionBlock(fields=[ours(each) for each in _facts(contact, mail)]),
        *_words(contact, mail),
        *_buttons(contact),
        *hires_of(contact, hires, today),
        *_notes(notes),
    ]
    view = modal(contact.name, blocks, callback_id=ContactId.MODAL)
    return view | {"private_metadata": str(contact.id)}


def _facts(contact: Contact, mail: Outbox | None) -> list[str]:
    tags = ", ".join(tag.name for tag in contact.tags)
    source = escape(contact.source) + (f" by <@{contact.invited_by}>" if contact.invited_by else "")
    facts = [
        f"*Status*\n{status_words(contact)} since {day(contact.archived_at or contact.status_at)}",
        f"*Added*\n{day(contact.created_at)}, {source}",
        f"*Mail*\n{mail_words(mail) if mail else 'none yet'}",
    ]
    return [*facts, f"*Tags*\n{_literal(clip(tags, 1_500))}"] if tags else facts


def _literal(text: str) -> str:
    """People's words between ours: a zero-width space keeps a mark from being one."""
    return escape("".join(f"\u200b{char}" if char in "*_~`" else char for char in text))


def _words(contact: Contact, mail: Outbox | None) -> list[Block]:
    blocks: list[Block] = []
    if contact.mail_stopped_at:
        blocks.append(ContextBlock(elements=[plain("Asked us never to write again: no mail goes to them.")]))
    if mail and mail.error and mail.state in {Outcome.QUEUED, Outcome.FAILED}:
        blocks.append(ContextBlock(elements=[plain(mail.error, 300)]))
    invitation, application = contact.invitation, contact.application
    if invitation and invitation.note:
        blocks += [ContextBlock(elements=[plain("Invite note")]), quote(invitation.note)]
    if application and application.message:
        blocks += [ContextBlock(elements=[plain("What they wrote")]), quote(application.message)]
    if application and application.skills and contact.status == Status.APPLIED:
        blocks.append(ContextBlock(elements=[plain("What they do: " + ", ".join(application.skills))]))
    return blocks


def _buttons(contact: Contact) -> list[Block]:
    """Rows of buttons; what a status does not allow is not there."""
    always = [
        simple_button("Add note", ContactId.ADD_NOTE, contact),
        simple_button("History", ContactId.HISTORY, contact),
    ]
    return [*actions(_by_status(contact)), *actions([*always, *_in_and_out(contact)])]


def _by_status(contact: Contact) -> list[Any]:
    if contact.archived_at:
        return [restore_button(contact)]
    edit = simple_button("Edit", ContactId.EDIT, contact)
    match contact.status:
        case Status.INVITED:
            copy = simple_button("Copy link", InvitationId.COPY_LINK, contact)
            return [edit, resend_button(contact), copy, withdraw_button(contact)]
        case Status.APPLIED:
            decline = simple_button("Decline", ApprovalId.DECLINE, contact)
            block = simple_button("Block", ApprovalId.BLOCK, contact)
            return [approve_button(contact), decline, block, edit]
        case Status.ACTIVE:
            return [hire_button(contact), edit]
        case Status.DECLINED if not contact.mail_stopped_at:
            return [invite_again_button(contact)]
        case Status.BLOCKED:
            return [unblock_button(contact)]
    return []


def _in_and_out(contact: Contact) -> list[Any]:
    can = contact.archived_at is None and contact.status not in {Status.INVITED, Status.BLOCKED}
    return [archive_button(contact)] if can else []


def _notes(notes: Sequence[Note]) -> list[Block]:
    if not notes:
        return []
    blocks: list[Block] = [DividerBlock(), ContextBlock(elements=[plain("Notes, for the team alone")])]
    return [*blocks, *(block for note in notes for block in _note(note))]


def _note(note: Note) -> list[Block]:
    text = RichTextSectionElement(elements=[RichTextElementParts.Text(text=clip(note.text, 2_000))])
    author = ContextBlock(elements=[ours(f"<@{note.author}> on {day(note.created_at)}")])
    return [author, RichTextBlock(elements=[text])]


def note_modal(contact: Contact) -> ViewJson:
    typed = PlainTextInputElement(action_id="note", multiline=True, max_length=NOTE_MOST)
    hint = plain("Only your team reads it; the date and your name stand beside it.")
    field = InputBlock(block_id="note", label=plain("Note"), element=typed, hint=hint)
    about = ContextBlock(elements=[plain(f"About {contact.name} ({contact.email})")])
    view = modal("Add note", [about, field], callback_id=ContactId.NOTE_MODAL, submit="Add note")
    return view | {"private_metadata": str(contact.id)}
