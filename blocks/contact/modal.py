"""A contact's modal: status, the team's notes, jobs, and the buttons allowed in this status."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    InputBlock,
    PlainTextInputElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextSectionElement,
    SectionBlock,
)

from blocks.approval.card import ApprovalId, approve_button, unblock_button
from blocks.contact import words
from blocks.contact.share import share_button
from blocks.hire.forms import hire_button, hires_of
from blocks.invitation.form import InvitationId, resend_button, withdraw_button
from blocks.kit.acts import (
    ContactId,
    archive_button,
    edit_button,
    invite_again_button,
    restore_button,
    send_anyway_button,
    simple_button,
)
from blocks.kit.modal import ViewJson, actions, modal, permitted
from blocks.kit.quote import quote
from blocks.kit.status import address_words, mail_reason, mail_words, status_words
from blocks.kit.text import TITLE_LENGTH, clip, day, escape, mention, ours, plain
from blocks.person.forms import erase_button, export_button
from blocks.profile.shown import cv_button, whole_profile
from storage.entities.contact import Contact
from storage.entities.hire import Hire
from storage.entities.outbox import Outbox
from storage.entities.right import Right, Rights
from storage.entities.status import Status
from storage.entities.team import Note

NOTE_MOST = 2_000


def contact_modal(
    contact: Contact,
    mail: Outbox | None,
    notes: Sequence[Note],
    hires: Sequence[Hire],
    today: date,
    rights: Rights,
) -> ViewJson:
    """Render a contact's modal. `today` is the reader's date."""
    blocks: list[Block] = [
        *([SectionBlock(text=plain(contact.name, 200))] if len(contact.name) > TITLE_LENGTH else []),
        ContextBlock(elements=[plain(address_words(contact.email))]),
        *whole_profile(contact.profile, today),
        SectionBlock(fields=[ours(each) for each in _facts(contact, mail)]),
        *_words(contact, mail),
        *_buttons(contact, mail, rights),
        *hires_of(contact, hires, today, rights),
        *_notes(notes),
    ]
    view = modal(contact.name, blocks, callback_id=ContactId.MODAL)
    return view | {"private_metadata": str(contact.id)}


def _facts(contact: Contact, mail: Outbox | None) -> list[str]:
    tags = ", ".join(tag.name for tag in contact.tags)
    source = escape(contact.source) + (f" by {mention(contact.invited_by)}" if contact.invited_by else "")
    standing = words.since(status_words(contact), day(contact.archived_at or contact.status_at))
    facts = [
        f"*{words.STATUS}*\n{standing}",
        f"*{words.ADDED}*\n{day(contact.created_at)}, {source}",
        f"*{words.EMAIL}*\n{mail_words(mail) if mail else words.NO_EMAIL_YET}",
    ]
    return [*facts, f"*{words.TAGS}*\n{_literal(clip(tags, 1_500))}"] if tags else facts


def _literal(text: str) -> str:
    """Escape people's words inside our markup. A zero-width space stops `*` and the like from formatting."""
    return escape("".join(f"\u200b{char}" if char in "*_~`" else char for char in text))


def _words(contact: Contact, mail: Outbox | None) -> list[Block]:
    blocks: list[Block] = []
    if contact.left_at:
        blocks.append(ContextBlock(elements=[plain(words.LEFT)]))
    elif contact.mail_stopped_at:
        blocks.append(ContextBlock(elements=[plain(words.ASKED_NOT_TO_EMAIL)]))
    if mail and (reason := mail_reason(mail)):
        blocks.append(ContextBlock(elements=[plain(reason, 300)]))
    if contact.unconfirmed_at:
        blocks.append(ContextBlock(elements=[plain(words.UNCONFIRMED)]))
    invitation, application = contact.invitation, contact.application
    if invitation and invitation.note:
        blocks += [ContextBlock(elements=[plain(words.INVITE_NOTE)]), quote(invitation.note)]
    if application and application.message:
        blocks += [ContextBlock(elements=[plain(words.WHAT_THEY_WROTE)]), quote(application.message)]
    if application and application.skills and contact.status == Status.APPLIED:
        blocks.append(ContextBlock(elements=[plain(words.what_they_do(application.skills))]))
    return blocks


def _buttons(contact: Contact, mail: Outbox | None, rights: Rights) -> list[Block]:
    """Make the rows of buttons that the contact's status and the reader's rights allow."""
    always = [
        (Right.EDIT, simple_button(words.ADD_NOTE, ContactId.ADD_NOTE, contact)),
        (Right.SEE, simple_button(words.HISTORY, ContactId.HISTORY, contact)),
        (Right.SEE, simple_button(words.EMAILS, ContactId.EMAILS, contact)),
        *([(Right.EXPORT, share_button(contact))] if contact.shareable else []),
    ]
    if contact.profile and contact.profile.cv_size:
        always.insert(0, (Right.SEE, cv_button(contact)))
    by_status = actions(permitted(rights, *_by_status(contact, mail)))
    return [*by_status, *actions(permitted(rights, *always, *_in_and_out(contact)))]


def _by_status(contact: Contact, mail: Outbox | None) -> list[tuple[Right, ButtonElement]]:
    if contact.archived_at:
        return [(Right.EDIT, restore_button(contact))]
    edit = (Right.EDIT, edit_button(contact))
    match contact.status:
        case Status.INVITED:
            copy = simple_button(words.COPY_LINK, InvitationId.COPY_LINK, contact)
            of_invitation = [resend_button(contact), copy, withdraw_button(contact)]
            return [edit, *((Right.INVITE, each) for each in of_invitation)]
        case Status.APPLIED:
            decline = simple_button(words.DECLINE, ApprovalId.DECLINE, contact)
            block = simple_button(words.BLOCK, ApprovalId.BLOCK, contact)
            return [*((Right.APPROVE, each) for each in (approve_button(contact), decline, block)), edit]
        case Status.ACTIVE:
            undelivered = contact.address_in_doubt or (mail and mail.undeliverable)
            anyway = [(Right.HIRE, send_anyway_button(contact))] if undelivered else []
            return [(Right.HIRE, hire_button(contact)), edit, *anyway]
        case Status.DECLINED if not contact.mail_stopped_at:
            return [(Right.INVITE, invite_again_button(contact))]
        case Status.BLOCKED:
            return [(Right.APPROVE, unblock_button(contact))]
    return []


def _in_and_out(contact: Contact) -> list[tuple[Right, ButtonElement]]:
    can = contact.archived_at is None and contact.status != Status.BLOCKED
    archive = [(Right.EDIT, archive_button(contact))] if can else []
    return [*archive, (Right.ERASE, export_button(contact)), (Right.ERASE, erase_button(contact))]


def _notes(notes: Sequence[Note]) -> list[Block]:
    if not notes:
        return []
    blocks: list[Block] = [DividerBlock(), ContextBlock(elements=[plain(words.NOTES)])]
    return [*blocks, *(block for note in notes for block in _note(note))]


def _note(note: Note) -> list[Block]:
    text = RichTextSectionElement(elements=[RichTextElementParts.Text(text=clip(note.text, 2_000))])
    author = ContextBlock(elements=[ours(words.noted(f"<@{note.author}>", day(note.created_at)))])
    return [author, RichTextBlock(elements=[text])]


def note_modal(contact: Contact) -> ViewJson:
    typed = PlainTextInputElement(action_id="note", multiline=True, max_length=NOTE_MOST)
    hint = plain(words.NOTE_HINT)
    field = InputBlock(block_id="note", label=plain(words.NOTE), element=typed, hint=hint)
    about = ContextBlock(elements=[plain(words.about(contact.name, contact.email))])
    view = modal(words.ADD_NOTE, [about, field], callback_id=ContactId.NOTE_MODAL, submit=words.ADD_NOTE)
    return view | {"private_metadata": str(contact.id)}
