"""The modal "Review import": first what people will read, then who they are, with counts."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

from blocks.imports import reading_words, words
from blocks.imports.offer import ImportId
from blocks.invitation.form import NOTE_MOST, tags_select
from blocks.kit.form import row_id
from blocks.kit.modal import ViewJson, actions, button, modal
from blocks.kit.status import standing_words
from blocks.kit.text import OPTION_LENGTH, clip, day, mention, ours, plain
from blocks.kit.words import PREVIEW
from storage.entities.import_row import ImportRow, Review
from storage.entities.imports import HIDDEN, Import
from storage.entities.status import RowKind


def reading_modal(file_name: str) -> ViewJson:
    """Render the modal shown while the file is being read."""
    return modal(words.REVIEW_IMPORT, [SectionBlock(text=plain(words.reading(file_name)))])


def unreadable_modal(job: Import) -> ViewJson:
    """Render why the file could not be read. A select offers other encodings."""
    blocks: list[Block] = [SectionBlock(text=plain(job.problem or ""))]
    # Accessories and not inputs, which would require a submit button.
    if job.how_read.encodings:
        blocks.append(SectionBlock(text=plain(words.ENCODING), accessory=_encodings(job)))
    if job.how_read.sheets:
        blocks.append(SectionBlock(text=plain(words.SHEET), accessory=_sheets(job)))
    return modal(words.REVIEW_IMPORT, blocks) | {"private_metadata": str(job.id)}


def review_modal(review: Review) -> ViewJson:
    """Render the current page of the review. Slack keeps what was typed where a block_id stays."""
    job = review.job
    blocks: list[Block] = [*_invitation(job), DividerBlock(), HeaderBlock(text=plain(words.WHO))]
    blocks.append(SectionBlock(text=plain(words.file_counts(job.file_name, review.summary))))
    blocks += _notes(review)
    doubtful = bool(job.how_read.doubted)
    blocks += encoding_input(job) if doubtful else []
    blocks += sheet_input(job)
    blocks += actions(
        [
            button(words.SELECT_ALL, ImportId.ALL, job.id, about="rows of the file"),
            button(words.SELECT_NONE, ImportId.NONE, job.id, about="of the file's rows"),
            button(words.CHOOSE_COLUMNS, ImportId.COLUMNS, job.id, about="of the file"),
        ]
    )
    blocks += [_show(job), _find(job), *_rows(review), *_turn(review)]
    blocks += [] if doubtful else encoding_input(job)
    blocks.append(_tags(job))
    view = modal(words.REVIEW_IMPORT, blocks, callback_id=ImportId.REVIEW_MODAL, submit=words.IMPORT_SELECTED)
    return view | {"private_metadata": str(job.id)}


def _notes(review: Review) -> list[Block]:
    job, how = review.job, review.job.how_read
    notes: list[Any] = [plain(words.selected(review.summary.selected))]
    notes += [plain(each, 2_000) for each in reading_words.how_read(job.encoding or "", how)]
    if job.columns:
        notes.append(plain(reading_words.columns_used(job.header, job.columns), 2_000))
    if job.left_out:
        notes.append(plain(job.left_out))
    if (earlier := review.earlier) and earlier.started_at:
        who = words.imported_before(mention(earlier.made_by), day(earlier.started_at))
        notes.append(ours(who))
    return [ContextBlock(elements=notes)]


def _show(job: Import) -> InputBlock:
    options = [Option(text=plain(label), value=value) for value, label in words.SHOWS.items()]
    chosen = next(each for each in options if each.value == (job.show if job.show in words.SHOWS else "all"))
    select = StaticSelectElement(action_id=ImportId.SHOW, options=options, initial_option=chosen)
    return InputBlock(block_id="show", label=plain(words.SHOW), element=select, dispatch_action=True)


def _find(job: Import) -> InputBlock:
    field = PlainTextInputElement(
        action_id=ImportId.FIND,
        initial_value=job.find or None,
        placeholder=plain(words.FIND_PLACEHOLDER),
        max_length=100,
        dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
    )
    return InputBlock(
        block_id="find", label=plain(words.FIND), element=field, dispatch_action=True, optional=True
    )


def encoding_input(job: Import) -> list[Block]:
    """Offer the encodings that fit the file. A workbook declares its own, and a contact card may."""
    if not job.how_read.encodings:
        return []
    field = InputBlock(
        block_id=f"encoding-{job.encoding}",
        label=plain(words.ENCODING),
        element=_encodings(job),
        dispatch_action=True,
        hint=plain(words.ENCODING_HINT),
        optional=job.encoding not in job.how_read.encodings,
    )
    return [field]


def _encodings(job: Import) -> StaticSelectElement:
    options = [Option(text=plain(each), value=each) for each in job.how_read.encodings]
    chosen = next((each for each in options if each.value == job.encoding), None)
    return StaticSelectElement(action_id=ImportId.ENCODING, options=options, initial_option=chosen)


def sheet_input(job: Import) -> list[Block]:
    """Offer the workbook's other sheets."""
    if len(job.how_read.sheets) < 2:
        return []
    field = InputBlock(
        block_id=f"sheet-{job.drawn}",
        label=plain(words.SHEET),
        element=_sheets(job),
        dispatch_action=True,
        optional=job.how_read.sheet not in job.how_read.sheets,
    )
    return [field]


def _sheets(job: Import) -> StaticSelectElement:
    how = job.how_read
    options = [Option(text=plain(each, OPTION_LENGTH), value=str(at)) for at, each in enumerate(how.sheets)]
    chosen = options[how.sheets.index(how.sheet)] if how.sheet in how.sheets else None
    return StaticSelectElement(action_id=ImportId.SHEET, options=options, initial_option=chosen)


def _rows(review: Review) -> list[Block]:
    page = review.page
    if not page.rows:
        nothing = words.NO_MATCH if review.job.find or review.job.show != "all" else words.NO_ROW
        return [SectionBlock(text=plain(nothing))]
    blocks: list[Block] = []
    tickable = [row for row in page.rows if row.kind.tickable]
    label = words.rows_shown(page.number, page.number + len(page.rows) - 1, page.of)
    if tickable:
        blocks.append(_boxes(review.job, tickable, label))
    else:
        blocks.append(SectionBlock(text=plain(label)))
    for row in page.rows:
        if not row.kind.tickable:
            blocks += _problem(row)
    return blocks


def _boxes(job: Import, rows: list[ImportRow], label: str) -> InputBlock:
    options = [_option(row) for row in rows]
    ticked = [option for option, row in zip(options, rows, strict=True) if row.selected]
    boxes = CheckboxesElement(action_id=ImportId.PICK, options=options, initial_options=ticked or None)
    return InputBlock(
        block_id=f"rows-{job.drawn}", label=plain(label), element=boxes, dispatch_action=True, optional=True
    )


def _option(row: ImportRow) -> Option:
    about = " · ".join(filter(None, [row.email, ", ".join(row.tags)]))
    what = f" · {_class(row)}"
    described = clip(about, OPTION_LENGTH - len(what)) + what
    return Option(text=plain(row.name, OPTION_LENGTH), value=str(row.id), description=plain(described))


def _class(row: ImportRow) -> str:
    if row.kind is RowKind.CONTACT:
        return words.already_here(standing_words(row.reason))
    new = words.WITHDRAWN_BEFORE if row.kind is RowKind.AGAIN else words.NEW
    return reading_words.hidden_row(new) if row.reason == HIDDEN else new


def _problem(row: ImportRow) -> list[Block]:
    """Render a row that cannot be selected: its line, content and problem."""
    who = " · ".join(filter(None, [row.name, row.email])) or words.NO_NAME_OR_EMAIL
    text = f"{words.problem_on(row.line, clip(who, 200))}\n{clip(_why(row), 500)}"
    if row.kind in {RowKind.NEVER, RowKind.BOUNCED}:
        return [SectionBlock(text=plain(text))]
    fix = button(words.FIX, ImportId.FIX, row.id, about=f"line {row.line}")
    return [SectionBlock(text=plain(text), accessory=fix)]


def _why(row: ImportRow) -> str:
    if row.kind is RowKind.TWICE:
        return words.first_counts(row.reason)
    if row.kind is RowKind.NEVER:
        return words.never_emailed(standing_words(row.reason))
    return words.never_emailed(words.EMAIL_BOUNCED) if row.kind is RowKind.BOUNCED else row.reason


def _turn(review: Review) -> list[Block]:
    buttons = []
    if not review.page.first:
        buttons.append(button(words.PREVIOUS, ImportId.PREVIOUS, review.job.id, about="ten rows"))
    if review.page.next_line is not None:
        buttons.append(button(words.NEXT, ImportId.NEXT, review.job.id, about="ten rows"))
    return actions(buttons)


def _invitation(job: Import) -> list[Block]:
    text = job.note or words.INVITATION_TEXT
    note = PlainTextInputElement(
        action_id="note", multiline=True, initial_value=clip(text, NOTE_MOST), max_length=NOTE_MOST
    )
    field = InputBlock(
        block_id="note", label=plain(words.INVITATION), element=note, hint=plain(words.INVITATION_HINT)
    )
    return [field, *actions([button(PREVIEW, ImportId.PREVIEW, job.id, about="one of the emails")])]


def _tags(job: Import) -> InputBlock:
    return InputBlock(
        block_id="tags",
        label=plain(words.TAGS_FOR_EVERYONE),
        element=tags_select(job.tags),
        hint=plain(words.TAGS_HINT),
        optional=True,
    )


def page_ticks(view: Mapping[str, Any]) -> tuple[list[int], list[int]]:
    """Read (row ids shown with checkboxes, those selected) from a payload."""
    shown: list[int] = []
    ticked: list[int] = []
    for block in view["blocks"]:
        element = block.get("element") or {}
        if element.get("action_id") == ImportId.PICK:
            shown += [row_id(option["value"], "row") for option in element["options"]]
            state = view["state"]["values"].get(block["block_id"], {}).get(ImportId.PICK, {})
            ticked += [row_id(option["value"], "row") for option in state.get("selected_options") or ()]
    return shown, ticked
