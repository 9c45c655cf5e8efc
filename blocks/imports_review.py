"""The modal "Review import": counts, rows with tick boxes, what is wrong, the invitation's text."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ContextBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

from blocks.form import row_id
from blocks.imports import ImportId
from blocks.invitation import NOTE_MOST, tags_select
from blocks.modal import ViewJson, actions, button, modal
from blocks.status import standing_words
from blocks.text import OPTION_LENGTH, clip, day, ours, plain
from storage.import_models import Import, ImportRow, Review, Summary
from storage.status import RowKind

TITLE = "Review import"
ENCODINGS = ("UTF-8", "Windows-1252", "Mac Roman", "UTF-16", "ISO-8859-15")
SHOWS = {
    "all": "All rows",
    "new": "New",
    "contacts": "Already contacts",
    "problems": "Problems",
    "selected": "Selected",
}
_COUNTED = {
    RowKind.NEW: "new",
    RowKind.AGAIN: "withdrawn before",
    RowKind.CONTACT: "already a contact",
    RowKind.NEVER: "declined, blocked or opted out (never mailed)",
    RowKind.TWICE: "twice in the file",
    RowKind.BAD: "with a problem",
}


def reading_modal(file_name: str) -> ViewJson:
    """While the file is fetched and read."""
    return modal(TITLE, [SectionBlock(text=plain(f"Reading {file_name} …"))])


def unreadable_modal(job: Import) -> ViewJson:
    """Why the file could not be read; another encoding may help."""
    blocks: list[Block] = [SectionBlock(text=plain(job.problem or ""))]
    if job.file_hash:
        # No input: a modal with one needs a button to submit it.
        blocks.append(SectionBlock(text=plain("File encoding"), accessory=_encodings(job)))
    return modal(TITLE, blocks) | {"private_metadata": str(job.id)}


def review_modal(review: Review) -> ViewJson:
    """The review as it is now. What was typed stays where its block_id stays."""
    job = review.job
    blocks: list[Block] = [SectionBlock(text=plain(_counts(job, review.summary)))]
    blocks += _notes(review)
    blocks += actions(
        [
            button("Select all", ImportId.ALL, job.id, about="rows of the file"),
            button("Select none", ImportId.NONE, job.id, about="of the file's rows"),
        ]
    )
    blocks += [_show(job), _find(job), *_rows(review), *_turn(review)]
    if job.encoding in ENCODINGS:  # a workbook says itself how its letters are written
        blocks.append(_encoding(job))
    blocks += _invitation(job, review.company)
    view = modal(TITLE, blocks, callback_id=ImportId.REVIEW_MODAL, submit="Import selected")
    return view | {"private_metadata": str(job.id)}


def _counts(job: Import, summary: Summary) -> str:
    rows = sum(summary.kinds.values())
    counted = ", ".join(
        f"{summary.kinds[kind]:,} {words}" for kind, words in _COUNTED.items() if summary.kinds.get(kind)
    )
    if not rows:
        return f"{job.file_name} has no rows."
    return f"{job.file_name}: {'1 row' if rows == 1 else f'{rows:,} rows'}: {counted}."


def _notes(review: Review) -> list[Block]:
    notes: list[Any] = [plain(f"{review.summary.selected:,} selected. Nobody is mailed before you import.")]
    if review.job.left_out:
        notes.append(plain(review.job.left_out))
    if (earlier := review.earlier) and earlier.started_at:
        who = f"<@{earlier.made_by}> imported this very file on {day(earlier.started_at)}."
        notes.append(ours(who))
    return [ContextBlock(elements=notes)]


def _show(job: Import) -> InputBlock:
    options = [Option(text=plain(words), value=value) for value, words in SHOWS.items()]
    chosen = next(each for each in options if each.value == (job.show if job.show in SHOWS else "all"))
    select = StaticSelectElement(action_id=ImportId.SHOW, options=options, initial_option=chosen)
    return InputBlock(block_id="show", label=plain("Show"), element=select, dispatch_action=True)


def _find(job: Import) -> InputBlock:
    field = PlainTextInputElement(
        action_id=ImportId.FIND,
        initial_value=job.find or None,
        placeholder=plain("Name, email or tag, then Enter"),
        max_length=100,
        dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
    )
    return InputBlock(
        block_id="find", label=plain("Find"), element=field, dispatch_action=True, optional=True
    )


def _encoding(job: Import) -> InputBlock:
    return InputBlock(
        block_id=f"encoding-{job.encoding}",
        label=plain("File encoding"),
        element=_encodings(job),
        dispatch_action=True,
        hint=plain("Choose another one if letters look wrong. The file is read again then."),
    )


def _encodings(job: Import) -> StaticSelectElement:
    options = [Option(text=plain(each), value=each) for each in ENCODINGS]
    chosen = next((each for each in options if each.value == job.encoding), None)
    return StaticSelectElement(action_id=ImportId.ENCODING, options=options, initial_option=chosen)


def _rows(review: Review) -> list[Block]:
    page = review.page
    if not page.rows:
        nothing = (
            "No row is like that." if review.job.find or review.job.show != "all" else "There is no row."
        )
        return [SectionBlock(text=plain(nothing))]
    blocks: list[Block] = []
    tickable = [row for row in page.rows if row.kind.tickable]
    label = f"Rows {page.number:,} to {page.number + len(page.rows) - 1:,} of {page.of:,}"
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
        return f"already here: {standing_words(row.reason)}"
    return "withdrawn before" if row.kind is RowKind.AGAIN else "new"


def _problem(row: ImportRow) -> list[Block]:
    """A row that cannot be ticked: its line, what is there, and why."""
    who = " · ".join(filter(None, [row.name, row.email])) or "An empty name and address"
    text = f"Line {row.line}: {clip(who, 200)}\n{clip(_why(row), 500)}"
    if row.kind is RowKind.NEVER:
        return [SectionBlock(text=plain(text))]
    mend = button("Mend", ImportId.MEND, row.id, about=f"line {row.line}")
    return [SectionBlock(text=plain(text), accessory=mend)]


def _why(row: ImportRow) -> str:
    if row.kind is RowKind.TWICE:
        return f"The same address stands on line {row.reason}, which is the one that counts."
    if row.kind is RowKind.NEVER:
        return f"{standing_words(row.reason).capitalize()}: never mailed by an import."
    return row.reason


def _turn(review: Review) -> list[Block]:
    buttons = []
    if not review.page.first:
        buttons.append(button("Previous", ImportId.PREVIOUS, review.job.id, about="ten rows"))
    if review.page.next_line is not None:
        buttons.append(button("Next", ImportId.NEXT, review.job.id, about="ten rows"))
    return actions(buttons)


def _invitation(job: Import, company: str) -> list[Block]:
    text = job.note or (
        f"{{name}}, we would be glad to have you among the freelancers {company} turns to first. "
        "If that suits you, please accept."
    )
    note = PlainTextInputElement(
        action_id="note", multiline=True, initial_value=clip(text, NOTE_MOST), max_length=NOTE_MOST
    )
    tags = tags_select(job.tags)
    return [
        InputBlock(
            block_id="note",
            label=plain("Invitation"),
            element=note,
            hint=plain("They read this in the mail. {name} becomes each person's name."),
        ),
        *actions([button("Preview", ImportId.PREVIEW, job.id, about="one of the mails")]),
        InputBlock(
            block_id="tags",
            label=plain("Tags for everyone"),
            element=tags,
            hint=plain("Besides their own; contacts that are ticked get them as well."),
            optional=True,
        ),
    ]


def page_ticks(view: Mapping[str, Any]) -> tuple[list[int], list[int]]:
    """(row ids shown as tick boxes, those of them that are ticked), as the payload has them."""
    shown: list[int] = []
    ticked: list[int] = []
    for block in view["blocks"]:
        element = block.get("element") or {}
        if element.get("action_id") == ImportId.PICK:
            shown += [row_id(option["value"], "row") for option in element["options"]]
            state = view["state"]["values"].get(block["block_id"], {}).get(ImportId.PICK, {})
            ticked += [row_id(option["value"], "row") for option in state.get("selected_options") or ()]
    return shown, ticked
