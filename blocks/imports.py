"""What an import shows in a conversation: the offer under a shared file, and the message of the import."""

from datetime import datetime
from enum import StrEnum

from slack_sdk.models.blocks import Block, ButtonElement, ContextBlock, SectionBlock

from blocks.modal import Message, actions, button, to_json
from blocks.text import clip, escape, ours, plain, when
from storage.import_models import Import, ImportOffer, ImportResult, UndoResult
from storage.status import ImportState, Outcome


class ImportId(StrEnum):
    """The ids Slack sends back to us."""

    REVIEW = "review_import"
    NOT_NOW = "decline_import"
    FILE_MODAL = "import_file"
    REVIEW_MODAL = "import"
    COLUMNS_MODAL = "import_columns"
    MEND_MODAL = "import_mend"
    UNDO_MODAL = "import_undo"
    PICK = "import_pick"
    ALL = "import_all"
    NONE = "import_none"
    PREVIOUS = "import_previous"
    NEXT = "import_next"
    SHOW = "import_show"
    FIND = "import_find"
    ENCODING = "import_encoding"
    MEND = "import_mend_row"
    PREVIEW = "import_preview"
    CANCEL = "import_cancel"
    STOP = "import_stop"
    UNDO = "import_undo_ask"


def offer_message(offer: ImportOffer) -> Message:
    """Under the file, in its thread."""
    if offer.problem:
        return Message(escape(offer.problem), to_json([SectionBlock(text=plain(offer.problem))]))
    text = f"Shall the people in {offer.file_name} become contacts? You choose them before anything happens."
    buttons = [
        button("Review and import", ImportId.REVIEW, offer.id, about=offer.file_name, style="primary"),
        button("Not now", ImportId.NOT_NOW, offer.id, about=offer.file_name),
    ]
    if offer.declined_at:
        text = f"{offer.file_name} is not imported. That can still be done."
        buttons = buttons[:1]
    return Message(escape(text), to_json([SectionBlock(text=plain(text)), *actions(buttons)]))


def import_message(
    job: Import, result: ImportResult, mails: dict[Outcome, int], undone: UndoResult | None, at: datetime
) -> Message:
    """The one function that draws it, from the first contact to the undoing."""
    text = _headline(job, result, mails, at)
    blocks: list[Block] = [SectionBlock(text=plain(text))]
    if job.state is not ImportState.RUNNING:
        blocks.append(SectionBlock(text=plain(_numbers(result))))
    blocks += [ContextBlock(elements=[ours(each)]) for each in _context(job, at)]
    blocks += _told(_details(job, result, mails))
    if undone:
        blocks += _told(kept_lines(undone))
    blocks += actions(_buttons(job, result, mails, at))
    numbers = "" if job.state is ImportState.RUNNING else f" {_numbers(result)}"
    return Message(escape(text + numbers), to_json(blocks))


def _told(lines: list[str]) -> list[Block]:
    return [ContextBlock(elements=[plain("\n".join(lines))])] if lines else []


def _headline(job: Import, result: ImportResult, mails: dict[Outcome, int], at: datetime) -> str:
    name, sent = job.file_name, mails.get(Outcome.SENT, 0)
    match job.state:
        case ImportState.RUNNING:
            return f"Importing {name}: {result.made:,} of {result.selected:,} people so far."
        case ImportState.SENDING if not job.halted and _in_grace(job, at):
            return f"{name} is imported. The mails are about to leave."
        case ImportState.SENDING if not job.halted:
            return f"{name} is imported. {sent:,} of {_mails(sum(mails.values()))} have left."
        case ImportState.UNDOING:
            return f"The import of {name} is being undone."
        case ImportState.UNDONE:
            return f"The import of {name} has been undone."
    if job.cancelled_at:
        return f"{name} is imported, and sending was cancelled: {_left(sent)}."
    if job.stopped_at:
        return f"The import of {name} was stopped: {_left(sent)}, and no more will."
    return f"{name} is imported."


def _left(mails: int) -> str:
    return f"{_mails(mails)} {'has' if mails == 1 else 'have'} left"


def _mails(count: int) -> str:
    return "1 mail" if count == 1 else f"{count:,} mails"


def _in_grace(job: Import, at: datetime) -> bool:
    return job.sends_at is not None and at < job.sends_at


def _numbers(result: ImportResult) -> str:
    return f"{result.invited:,} invited, {result.skipped:,} skipped, {result.failed:,} failed."


def _context(job: Import, at: datetime) -> list[str]:
    """Who and when, in our own words alone."""
    lines = [f"Imported by <@{job.made_by}> {when(job.started_at)}"] if job.started_at else []
    under_way = job.state in {ImportState.RUNNING, ImportState.SENDING} and not job.halted
    if under_way and job.sends_at and at < job.sends_at:
        lines.append(f"The mails leave {when(job.sends_at)}, unless you cancel that.")
    if job.halted and job.stopped_by:
        lines.append(f"{'Cancelled' if job.cancelled_at else 'Stopped'} by <@{job.stopped_by}>")
    if job.undone_by:
        lines.append(f"Undone by <@{job.undone_by}>")
    return lines


def _details(job: Import, result: ImportResult, mails: dict[Outcome, int]) -> list[str]:
    lines = [job.problem] if job.problem else []
    if job.state is not ImportState.RUNNING and result.reasons:
        reasons = ", ".join(f"{count:,} {why}" for why, count in sorted(result.reasons.items()))
        lines.append(f"Skipped: {reasons}.")
    lines += [f"Line {line}: {clip(why, 200)}" for line, why in result.problems]
    if more := result.failed - len(result.problems):
        lines.append(f"and {more:,} more.")
    if failed := mails.get(Outcome.FAILED, 0):
        lines.append(f"{_mails(failed)} could not be delivered.")
    return lines if job.state is not ImportState.RUNNING else []


def kept_lines(undone: UndoResult) -> list[str]:
    """Reversed so many, kept so many and why; the first of them by name."""
    kept = ", ".join(f"kept {count:,} ({why})" for why, count in sorted(undone.kept.items()))
    lines = [f"Reversed {undone.reversed:,}" + (f", {kept}." if kept else ".")]
    if undone.named:
        names = ", ".join(f"{clip(name, 60)} ({why})" for name, why in undone.named)
        rest = sum(undone.kept.values()) - len(undone.named)
        lines.append(f"Kept: {names}" + (f" and {rest:,} more." if rest > 0 else "."))
    return lines


def _buttons(
    job: Import, result: ImportResult, mails: dict[Outcome, int], at: datetime
) -> list[ButtonElement]:
    about = f"of {job.file_name}"
    under_way = job.state in {ImportState.RUNNING, ImportState.SENDING} and not job.halted
    if under_way and _in_grace(job, at):
        waiting = result.selected if job.state is ImportState.RUNNING else mails.get(Outcome.QUEUED, 0)
        words = f"Cancel sending ({waiting:,})"
        return [button(words, ImportId.CANCEL, job.id, about=about, style="danger")] if waiting else []
    if under_way:
        return [button("Stop", ImportId.STOP, job.id, about=f"the import {about}", style="danger")]
    if job.state is ImportState.DONE and (result.invited or result.reasons.get("already a contact")):
        return [button("Undo import", ImportId.UNDO, job.id, about=about)]
    return []
