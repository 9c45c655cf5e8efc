"""Samples of imports: the offer, the review, its forms, and the import's message in every state."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from blocks.imports.columns import columns_modal
from blocks.imports.forms import file_modal, fix_modal, undo_modal, view_of
from blocks.imports.message import ImportProgress, import_message
from blocks.imports.offer import offer_message
from blocks.imports.review import reading_modal, review_modal, unreadable_modal
from blocks.kit.modal import Message, ViewJson
from bot.showcase.samples.cast import MANAGER, MEMBER, NOW, RESULT, days, job, line
from bot.showcase.samples.sample import Sample
from storage.entities.import_result import UndoResult
from storage.entities.import_row import ImportRow, Review, ReviewPage, Summary
from storage.entities.imports import HIDDEN, ImportOffer
from storage.entities.status import ImportState, Outcome, RowKind

IMPORT = "Import a list"
_SOON, _AGO = NOW + days(0.001), NOW - days(0.001)
_QUEUED, _SENT = {Outcome.QUEUED: 40}, {Outcome.SENT: 38, Outcome.FAILED: 2}
_UNDONE = UndoResult(30, {"accepted": 2, "hired": 1}, [("Ada Lovelace", "accepted"), ("Mia Wong", "hired")])
_HALF_UNDONE = UndoResult(20, {}, [], 33)
_NOTHING_UNDONE = UndoResult(0, {"accepted": 1}, [("Ada Lovelace", "accepted")])


def _offer(**given: Any) -> Message:
    return offer_message(ImportOffer(id=1, file_name="pool.csv", **given), MANAGER)


def _offer_taken() -> Message:
    return offer_message(ImportOffer(id=1, file_name="pool.csv"), MANAGER, imported=True)


def _message(
    state: ImportState,
    mails: dict[Outcome, int] | None = None,
    undone: UndoResult | None = None,
    rest: int = 0,
    lately: int = 0,
    **given: Any,
) -> Message:
    now = ImportProgress(RESULT, mails or {}, undone, rest, NOW, lately)
    return import_message(job(state, **given), now, MANAGER)


def _running(sends_at: datetime) -> Message:
    half = replace(RESULT, made=20)
    running = job(ImportState.RUNNING, sends_at=sends_at)
    return import_message(running, ImportProgress(half, {}, None, 0, NOW), MANAGER)


def _seen_by_members() -> Message:
    running = job(ImportState.RUNNING, sends_at=_SOON)
    return import_message(running, ImportProgress(RESULT, {}, None, 0, NOW), MEMBER)


def _rows() -> list[ImportRow]:
    return [
        line(2, RowKind.NEW),
        line(3, RowKind.AGAIN, name="Rosa Diaz", email="rosa@studio.example"),
        line(4, RowKind.CONTACT, name="Tom Berg", reason="active"),
        line(5, RowKind.NEVER, name="Noa Levy", reason="declined"),
        line(6, RowKind.NEVER, name="Max Frost", reason="opted out"),
        line(7, RowKind.TWICE, reason="2"),
        line(8, RowKind.BAD, name="", email="", reason="There is no address."),
    ]


def _review(*, rows: list[ImportRow] | None = None, next_line: int | None = None, **given: Any) -> ViewJson:
    shown = _rows() if rows is None else rows
    kinds = dict.fromkeys(RowKind, 1) if shown else {}
    page = ReviewPage(rows=shown, number=11 if next_line else 1, of=30 if shown else 0, next_line=next_line)
    reviewed = job(ImportState.REVIEW, **given)
    earlier = job(ImportState.DONE, made_by="U2") if next_line else None
    return review_modal(Review(reviewed, page, Summary(kinds, 3 if shown else 0), earlier))


def _columns() -> ViewJson:
    problem = "No column is called email."
    how = {"guess": {"name": 0, "email": 1}, "samples": ["Ada Lovelace", "ada@studio.example", "", "Berlin"]}
    header = ["Who", "Contact", "", "Contact"]
    return columns_modal(job(ImportState.COLUMNS, header=header, problem=problem, reading=how))


def _read_with_doubts() -> ViewJson:
    how = {
        "encodings": ["Windows-1252", "Windows-1250"], "doubted": ["Søren Ærø", "Zoë Quist"],
        "sheet": "People", "sheets": ["Read me", "People"], "hidden": 2, "turned": True, "tags_cut": [4, 9],
    }  # fmt: skip
    header = ["First name", "Last name", "Phone", "Email", "Skills", "City"]
    columns = {"names": [0, 1], "email": 3, "tags": [4]}
    rows = [line(2, RowKind.NEW), line(3, RowKind.NEW, reason=HIDDEN, selected=False)]
    return _review(rows=rows, encoding="Windows-1252", header=header, columns=columns, reading=how)


def _unreadable(**given: Any) -> ViewJson:
    return unreadable_modal(job(ImportState.UNREADABLE, **given))


SAMPLES = (
    Sample(IMPORT, "offer", _offer),
    Sample(IMPORT, "offer, put off", lambda: _offer(declined_at=NOW)),
    Sample(IMPORT, "offer, imported", _offer_taken),
    Sample(IMPORT, "offer, not possible", lambda: _offer(problem="pool.csv is larger than 10 MB.")),
    Sample(IMPORT, "file form", file_modal),
    Sample(IMPORT, "reading", lambda: reading_modal("pool.csv")),
    Sample(
        IMPORT, "unreadable, another encoding may do", lambda: _unreadable(problem="pool.csv is not UTF-8.")
    ),
    Sample(IMPORT, "unreadable", lambda: _unreadable(problem="pool.csv is empty.", reading={})),
    Sample(IMPORT, "columns", _columns),
    Sample(IMPORT, "review", lambda: _review()),
    Sample(
        IMPORT,
        "review, a later page",
        lambda: _review(
            next_line=30, left_out="2 lines above the header were left out.", encoding=None, reading={}
        ),
    ),
    Sample(IMPORT, "review, with doubts", _read_with_doubts),
    Sample(IMPORT, "review, nothing found", lambda: _review(rows=[], find="zzz")),
    Sample(IMPORT, "review, empty file", lambda: _review(rows=[])),
    Sample(IMPORT, "review, gone on", lambda: view_of(job(ImportState.DONE), None)),
    Sample(
        IMPORT,
        "fix a row",
        lambda: fix_modal(1, line(8, RowKind.BAD, email="", reason="There is no address.")),
    ),
    Sample(IMPORT, "fix a row, twice in the file", lambda: fix_modal(1, line(7, RowKind.TWICE, reason="2"))),
    Sample(IMPORT, "running, in the grace", lambda: _running(_SOON)),
    Sample(IMPORT, "running, after the grace", lambda: _running(_AGO)),
    Sample(IMPORT, "running, for members", _seen_by_members),
    Sample(IMPORT, "sending soon", lambda: _message(ImportState.SENDING, _QUEUED, sends_at=_SOON)),
    Sample(
        IMPORT,
        "sending",
        lambda: _message(ImportState.SENDING, _QUEUED | _SENT, lately=38, sends_at=NOW - days(0.003)),
    ),
    Sample(
        IMPORT,
        "sending cancelled",
        lambda: _message(ImportState.DONE, rest=40, cancelled_at=NOW, stopped_by="U2", sends_at=_SOON),
    ),
    Sample(
        IMPORT,
        "stopped",
        lambda: _message(ImportState.DONE, {Outcome.SENT: 1}, stopped_at=NOW, stopped_by="U2"),
    ),
    Sample(IMPORT, "done", lambda: _message(ImportState.DONE, _SENT)),
    Sample(IMPORT, "undo", lambda: undo_modal(job(ImportState.DONE), _UNDONE)),
    Sample(IMPORT, "undo, nothing left", lambda: undo_modal(job(ImportState.DONE), _NOTHING_UNDONE)),
    Sample(
        IMPORT, "being undone", lambda: _message(ImportState.UNDOING, _SENT, _HALF_UNDONE, undone_by="U1")
    ),
    Sample(IMPORT, "undone", lambda: _message(ImportState.UNDONE, _SENT, _UNDONE, undone_by="U1")),
)
