"""The first step of a review: which column is which, where the file does not make it clear."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    HeaderBlock,
    InputBlock,
    InputInteractiveElement,
    Option,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
    SectionBlock,
    StaticMultiSelectElement,
    StaticSelectElement,
)

from blocks.imports import reading_words, words
from blocks.imports.offer import ImportId
from blocks.imports.review import encoding_input, sheet_input
from blocks.kit.modal import ViewJson, modal
from blocks.kit.text import OPTION_LENGTH, clip, plain
from storage.entities.imports import Import

MOST_OPTIONS = 100  # limit of a Slack select; more are found by typing
_SINGLE = (
    ("name", words.NAME),
    ("first", words.FIRST_NAME),
    ("last", words.LAST_NAME),
    ("email", words.EMAIL),
    ("second_email", words.SECOND_EMAIL),
)


def columns_modal(job: Import) -> ViewJson:
    """Render the form that asks which column is which. What was recognised is chosen already."""
    found = ", ".join(clip(cell, 40) for cell in job.header[:20])
    chosen = job.columns_wanted or job.how_read.guess
    options = column_options(job)
    blocks: list[Block] = [
        HeaderBlock(text=plain(words.WHICH_COLUMN)),
        SectionBlock(text=plain(job.problem or words.COLUMNS_UNCLEAR)),
        ContextBlock(elements=[plain(words.header_found(job.file_name, found), 2_000)]),
        *sheet_input(job),
        *(_column(field, label, options, chosen.get(field)) for field, label in _SINGLE),
        _tags(options, chosen.get("tags", [])),
        *encoding_input(job),
        ContextBlock(elements=[plain(words.TEMPLATE_BELOW)]),
        _preformatted(words.TEMPLATE),
    ]
    view = modal(words.REVIEW_IMPORT, blocks, callback_id=ImportId.COLUMNS_MODAL, submit=words.CONTINUE)
    return view | {"private_metadata": str(job.id)}


def column_options(job: Import) -> list[Option]:
    """List the columns by heading. A sample of each tells alike ones apart."""
    samples = [*job.how_read.samples, *[""] * len(job.header)]
    return [
        Option(
            text=plain(_called(job.header, number), OPTION_LENGTH),
            value=str(number),
            description=plain(samples[number], OPTION_LENGTH) if samples[number].strip() else None,
        )
        for number in range(len(job.header))
    ]


def suggested(job: Import, typed: str) -> list[Option]:
    """List the columns whose heading or sample has these letters, as an external select offers them."""
    sought = typed.strip().casefold()
    samples = [*job.how_read.samples, *[""] * len(job.header)]
    return [
        option
        for number, option in enumerate(column_options(job))
        if sought in _called(job.header, number).casefold() or sought in samples[number].casefold()
    ][:MOST_OPTIONS]


def _called(header: Sequence[str], number: int) -> str:
    called = header[number].strip()
    if not called:
        return words.column(number + 1)
    alike = [each.strip() for each in header].count(called) > 1
    return reading_words.alike_column(clip(called, 50), number + 1) if alike else called


def _column(field: str, label: str, options: list[Option], guess: Any) -> InputBlock:
    chosen = options[guess] if isinstance(guess, int) and guess < len(options) else None
    element: InputInteractiveElement
    if len(options) > MOST_OPTIONS:
        element = ExternalDataSelectElement(
            action_id=ImportId.COLUMN, initial_option=chosen, min_query_length=0
        )
    else:
        element = StaticSelectElement(action_id=field, options=options, initial_option=chosen)
    return InputBlock(block_id=field, label=plain(label), element=element, optional=field != "email")


def _tags(options: list[Option], guess: Any) -> InputBlock:
    numbers = [guess] if isinstance(guess, int) else guess
    chosen = [options[number] for number in numbers if number < len(options)] or None
    element: InputInteractiveElement
    if len(options) > MOST_OPTIONS:
        element = ExternalDataMultiSelectElement(
            action_id=ImportId.COLUMN, initial_options=chosen, min_query_length=0
        )
    else:
        element = StaticMultiSelectElement(action_id="tags", options=options, initial_options=chosen)
    return InputBlock(block_id="tags", label=plain(words.TAGS), element=element, optional=True)


def _preformatted(text: str) -> RichTextBlock:
    parts: list[Any] = [RichTextElementParts.Text(text=text)]
    return RichTextBlock(elements=[RichTextPreformattedElement(elements=parts)])
