"""The small forms around a review: the file itself, which column is which, mending a row, a preview, undo."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    HeaderBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.block_elements import FileInputElement

from blocks.imports import ImportId, kept_lines
from blocks.imports_review import TITLE, reading_modal, review_modal, unreadable_modal
from blocks.modal import ViewJson, modal
from blocks.text import OPTION_LENGTH, clip, plain
from storage.import_models import Import, ImportRow, Review, UndoResult
from storage.status import ImportState

TEMPLATE = "name,email,tags\nAda Lovelace,ada@example.com,mathematics; programming"
NAME_MOST, EMAIL_MOST, TAGS_MOST = 200, 254, 1_000
MOST_COLUMNS_OFFERED = 100  # options of one select


def file_modal() -> ViewJson:
    """For a file that is in no conversation."""
    field = FileInputElement(action_id="file", filetypes=["csv", "tsv", "xlsx"], max_files=1)
    hint = "With the columns name and email, and tags if you like. Up to 10 MB and 100,000 rows."
    blocks = [InputBlock(block_id="file", label=plain("CSV or Excel file"), element=field, hint=plain(hint))]
    return modal("Import", blocks, callback_id=ImportId.FILE_MODAL, submit="Review")


def view_of(job: Import, review: Review | None) -> ViewJson:
    """What a review's modal shows, whatever it waits for; `review` where there are rows to show."""
    match job.state:
        case ImportState.READING:
            return reading_modal(job.file_name)
        case ImportState.UNREADABLE:
            return unreadable_modal(job)
        case ImportState.COLUMNS:
            return columns_modal(job)
    if review and job.state is ImportState.REVIEW:
        return review_modal(review)
    return modal(
        TITLE, [SectionBlock(text=plain("This import has gone on. Its message tells how far it is."))]
    )


def columns_modal(job: Import) -> ViewJson:
    """The first step of a review when the header is foreign."""
    options = [
        Option(text=plain(cell.strip() or f"Column {number + 1}", OPTION_LENGTH), value=str(number))
        for number, cell in enumerate(job.header[:MOST_COLUMNS_OFFERED])
    ]
    found = ", ".join(clip(cell, 40) for cell in job.header[:20])
    blocks: list[Block] = [
        HeaderBlock(text=plain("Which column is which?")),
        SectionBlock(text=plain(job.problem or "The columns are not clear.")),
        ContextBlock(elements=[plain(f"The header of {job.file_name}: {found}", 2_000)]),
        _column(job, "name", "Name", options),
        _column(job, "email", "Email", options),
        _column(job, "tags", "Tags", options, optional=True),
        ContextBlock(elements=[plain("Or share a file that looks like this:")]),
        _preformatted(TEMPLATE),
    ]
    view = modal(TITLE, blocks, callback_id=ImportId.COLUMNS_MODAL, submit="Continue")
    return view | {"private_metadata": str(job.id)}


def _column(
    job: Import, block_id: str, label: str, options: list[Option], *, optional: bool = False
) -> InputBlock:
    guess = job.columns_wanted.get(block_id)
    chosen = options[guess] if isinstance(guess, int) and guess < len(options) else None
    select = StaticSelectElement(action_id=block_id, options=options, initial_option=chosen)
    return InputBlock(block_id=block_id, label=plain(label), element=select, optional=optional)


def _preformatted(text: str) -> RichTextBlock:
    parts: list[Any] = [RichTextElementParts.Text(text=text)]
    return RichTextBlock(elements=[RichTextPreformattedElement(elements=parts)])


def mend_modal(import_id: int, row: ImportRow) -> ViewJson:
    """A row's cells, to be put right."""
    fields = (
        ("name", "Name", row.name, NAME_MOST),
        ("email", "Email", row.email, EMAIL_MOST),
        ("tags", "Tags", ", ".join(row.tags), TAGS_MOST),
    )
    blocks: list[Block] = [SectionBlock(text=plain(f"Line {row.line} of the file. {_wrong(row)}"))]
    for block_id, label, value, most in fields:
        field = PlainTextInputElement(action_id=block_id, initial_value=value[:most] or None, max_length=most)
        blocks.append(
            InputBlock(block_id=block_id, label=plain(label), element=field, optional=block_id == "tags")
        )
    view = modal("Mend", blocks, callback_id=ImportId.MEND_MODAL, submit="Save")
    return view | {"private_metadata": f"{import_id}:{row.id}"}


def _wrong(row: ImportRow) -> str:
    return f"The same address stands on line {row.reason}." if row.reason.isdecimal() else row.reason


def preview_modal(mail: Sequence[str], to: str) -> ViewJson:
    """One of the mails as it will be: its subject, then its paragraphs."""
    subject, *paragraphs = mail
    blocks: list[Block] = [
        ContextBlock(elements=[plain(f"To {to}")]),
        HeaderBlock(text=plain(subject, 150)),
        *(SectionBlock(text=plain(each)) for each in paragraphs if each),
    ]
    return modal("Preview", blocks)


def undo_modal(job: Import, result: UndoResult) -> ViewJson:
    """What undoing would reverse and keep."""
    blocks: list[Block] = [
        SectionBlock(
            text=plain(
                f"{result.reversed:,} of those {job.file_name} brought are taken back: their invitations are"
                " withdrawn and their links stop working. Tags it gave to contacts you had are taken off."
            )
        )
    ]
    if result.kept:
        blocks.append(SectionBlock(text=plain(" ".join(kept_lines(result)[1:]) or " ")))
    if not result.reversed:
        blocks = [SectionBlock(text=plain("Nothing of this import can be reversed any more.")), *blocks[1:]]
        return modal("Undo import", blocks)
    view = modal("Undo import", blocks, callback_id=ImportId.UNDO_MODAL, submit="Undo import")
    return view | {"private_metadata": str(job.id)}
