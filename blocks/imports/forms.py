"""Forms around a review: upload, correcting a row, and undo."""

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    PlainTextInputElement,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import FileInputElement

from blocks.imports import words
from blocks.imports.columns import columns_modal
from blocks.imports.offer import ImportId
from blocks.imports.review import reading_modal, review_modal, unreadable_modal
from blocks.invitation.form import tags_select
from blocks.kit.modal import ViewJson, modal
from blocks.kit.text import plain
from storage.entities.import_result import UndoResult
from storage.entities.import_row import ImportRow, Review
from storage.entities.imports import Import
from storage.entities.status import ImportState

NAME_MOST, EMAIL_MOST = 200, 254


def file_modal() -> ViewJson:
    """Render the form to upload a file that was not shared in a conversation.

    It takes any file: a list may have any name, and what is no list is told in the review.
    """
    field = FileInputElement(action_id="file", max_files=1)
    blocks = [
        InputBlock(block_id="file", label=plain(words.FILE), element=field, hint=plain(words.FILE_HINT))
    ]
    return modal(words.IMPORT, blocks, callback_id=ImportId.FILE_MODAL, submit=words.REVIEW)


def view_of(job: Import, review: Review | None) -> ViewJson:
    """Render a review's modal in any state. `review` is set if there are rows to show."""
    match job.state:
        case ImportState.READING:
            return reading_modal(job.file_name)
        case ImportState.UNREADABLE:
            return unreadable_modal(job)
        case ImportState.COLUMNS:
            return columns_modal(job)
    if review and job.state is ImportState.REVIEW:
        return review_modal(review)
    return modal(words.REVIEW_IMPORT, [SectionBlock(text=plain(words.UNDER_WAY))])


def fix_modal(import_id: int, row: ImportRow) -> ViewJson:
    """Render the form to correct a row's cells."""
    fields = (
        ("name", words.NAME, row.name, NAME_MOST),
        ("email", words.EMAIL, row.email, EMAIL_MOST),
    )
    blocks: list[Block] = [SectionBlock(text=plain(words.line_of_file(row.line, _wrong(row))))]
    for block_id, label, value, most in fields:
        field = PlainTextInputElement(action_id=block_id, initial_value=value[:most] or None, max_length=most)
        blocks.append(InputBlock(block_id=block_id, label=plain(label), element=field))
    tags = tags_select(row.tags)
    blocks.append(InputBlock(block_id="tags", label=plain(words.TAGS), element=tags, optional=True))
    view = modal(words.FIX, blocks, callback_id=ImportId.FIX_MODAL, submit=words.SAVE)
    return view | {"private_metadata": f"{import_id}:{row.id}"}


def _wrong(row: ImportRow) -> str:
    return words.same_address(row.reason) if row.reason.isdecimal() else row.reason


def undo_modal(job: Import, result: UndoResult) -> ViewJson:
    """Render the confirmation of an undo: what it would reverse and what it would keep."""
    blocks: list[Block] = [SectionBlock(text=plain(words.undo_question(job.file_name, result)))]
    if result.kept:
        kept = [words.undo_keeps(result), *([words.undo_names(result)] if result.named else [])]
        blocks.append(SectionBlock(text=plain("\n".join(kept))))
    if not result.reversed:
        blocks = [SectionBlock(text=plain(words.NOTHING_TO_UNDO)), *blocks[1:]]
        return modal(words.UNDO_IMPORT, blocks)
    view = modal(words.UNDO_IMPORT, blocks, callback_id=ImportId.UNDO_MODAL, submit=words.UNDO_IMPORT)
    return view | {"private_metadata": str(job.id)}
