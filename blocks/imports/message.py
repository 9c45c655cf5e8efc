"""An import's message in its thread: progress, result, and the buttons of its state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement, ContextBlock, SectionBlock

from blocks.imports import words
from blocks.imports.offer import ImportId
from blocks.imports.progress import Stretch, progress_line
from blocks.kit.modal import Message, actions, button, to_json
from blocks.kit.text import clip, escape, mention, ours, plain, when
from storage.entities.import_result import ImportResult, UndoResult
from storage.entities.imports import Import
from storage.entities.right import Right, Rights
from storage.entities.status import ImportState, Outcome


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far an import is at one moment.

    `mails` counts its emails by state, `undone` is what an undo has done, and `rest` counts the people whose
    email was called off and can still be sent. `lately` counts the emails sent since sending was due.
    """

    result: ImportResult
    mails: Mapping[Outcome, int]
    undone: UndoResult | None
    rest: int
    at: datetime
    lately: int = 0

    @property
    def sent(self) -> int:
        return self.mails.get(Outcome.SENT, 0)

    @property
    def wanted(self) -> int:
        """The number of emails sent or still to send."""
        return sum(self.mails.values()) - self.mails.get(Outcome.CANCELLED, 0)

    @property
    def handled(self) -> int:
        """The number of emails sent or given up."""
        return self.wanted - self.mails.get(Outcome.QUEUED, 0) - self.mails.get(Outcome.SENDING, 0)

    def in_grace(self, job: Import) -> bool:
        return job.sends_at is not None and self.at < job.sends_at


def import_message(job: Import, now: ImportProgress, rights: Rights) -> Message:
    """Render an import's message in any state, from the first contact to the undo."""
    text, numbers = _headline(job, now), _numbers(job, now)
    blocks: list[Block] = [SectionBlock(text=plain(text))]
    if bar := _bar(job, now):
        blocks.append(SectionBlock(text=plain(bar)))
    if numbers:
        blocks.append(SectionBlock(text=plain(numbers)))
    blocks += [ContextBlock(elements=[ours(each)]) for each in _context(job, now, rights)]
    blocks += _told(_details(job, now))
    if now.undone and job.state is ImportState.UNDONE:
        blocks += _told(kept_lines(now.undone))
    blocks += actions(_buttons(job, now) if Right.IMPORT in rights else [])
    return Message(escape(f"{text} {numbers}".rstrip()), to_json(blocks))


def _told(lines: list[str]) -> list[Block]:
    return [ContextBlock(elements=[plain("\n".join(lines))])] if lines else []


def _headline(job: Import, now: ImportProgress) -> str:
    name, undone = job.file_name, now.undone
    match job.state:
        case ImportState.RUNNING:
            return words.importing(name, now.result.made, now.result.selected)
        case ImportState.SENDING if job.under_way and now.in_grace(job):
            return words.emails_waiting(name)
        case ImportState.SENDING if job.under_way:
            return words.emails_going(name, now.sent, now.wanted)
        case ImportState.UNDOING:
            return words.undoing(name, undone.looked_at if undone else 0, undone.in_all if undone else 0)
        case ImportState.UNDONE:
            return words.undone(name)
    if job.cancelled_at:
        return words.cancelled(name, now.sent)
    if job.stopped_at:
        return words.stopped(name, now.sent)
    return words.imported(name)


def _bar(job: Import, now: ImportProgress) -> str:
    """Draw how far contacts, emails or the undo are. Nothing before any of it is done."""
    done, of, pace = 0, 0, Stretch(0, None, now.at)
    if job.state is ImportState.RUNNING:
        done, of = now.result.made, now.result.selected
        pace = Stretch(done, job.started_at, now.at)
    elif job.state is ImportState.SENDING and job.under_way and not now.in_grace(job):
        done, of, pace = now.handled, now.wanted, Stretch(now.lately, job.sends_at, now.at)
    elif job.state is ImportState.UNDOING and now.undone:
        done, of = now.undone.looked_at, now.undone.in_all
    return progress_line(done, of, pace) if done and done < of else ""


def _numbers(job: Import, now: ImportProgress) -> str:
    if job.state is ImportState.RUNNING:
        return ""
    return words.totals_stopped(now.result, now.sent) if job.halted else words.totals(now.result)


def _context(job: Import, now: ImportProgress, rights: Rights) -> list[str]:
    """Describe who did what when. The text is mrkdwn and must not contain people's words."""
    imported = job.started_at and words.by_whom("Imported", f"{mention(job.made_by)} {when(job.started_at)}")
    lines = [imported] if imported else []
    if job.under_way and job.sends_at and now.in_grace(job):
        lines.append(words.emails_go_out(when(job.sends_at), can_cancel=Right.IMPORT in rights))
    if job.halted and job.stopped_by:
        done = "Cancelled" if job.cancelled_at else "Stopped"
        lines.append(words.by_whom(done, mention(job.stopped_by)))
    if job.undone_by:
        lines.append(words.by_whom("Undone", mention(job.undone_by)))
    return lines


def _details(job: Import, now: ImportProgress) -> list[str]:
    lines, result = [job.problem] if job.problem else [], now.result
    if job.state is not ImportState.RUNNING and result.reasons:
        lines.append(words.skipped(result.reasons))
    lines += [words.problem_on(line, clip(why, 200)) for line, why in result.problems]
    if more := result.failed - len(result.problems):
        lines.append(words.and_more(more))
    if failed := now.mails.get(Outcome.FAILED, 0) + now.mails.get(Outcome.BOUNCED, 0):
        lines.append(words.not_delivered(failed))
    return lines if job.state is not ImportState.RUNNING else []


def kept_lines(undone: UndoResult) -> list[str]:
    """Describe an undo: how many were reversed, how many kept and why, and the first names."""
    return [words.undo_counts(undone), *([words.undo_names(undone)] if undone.named else [])]


def _buttons(job: Import, now: ImportProgress) -> list[ButtonElement]:
    about, result = f"of {job.file_name}", now.result
    if job.under_way and now.in_grace(job):
        running = job.state is ImportState.RUNNING
        waiting = result.selected if running else now.mails.get(Outcome.QUEUED, 0)
        label = words.cancel_sending(waiting)
        return [button(label, ImportId.CANCEL, job.id, about=about, style="danger")] if waiting else []
    if job.under_way:
        return [button(words.STOP, ImportId.STOP, job.id, about=f"the import {about}", style="danger")]
    buttons: list[ButtonElement] = []
    if job.state not in {ImportState.SENDING, ImportState.DONE}:
        return buttons
    if now.rest:
        buttons.append(
            button(words.SEND_THE_REST, ImportId.SEND_REST, job.id, about=f"of the emails {about}")
        )
    if result.invited or result.reasons.get("already a contact"):
        buttons.append(button(words.UNDO_IMPORT, ImportId.UNDO, job.id, about=about))
    return buttons
