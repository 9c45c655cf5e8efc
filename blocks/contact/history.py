"""A contact's history in sentences: who did what and when, with values before and after."""

from collections.abc import Callable, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    RichTextBlock,
    RichTextElementParts,
    RichTextListElement,
    RichTextSectionElement,
    SectionBlock,
)

from blocks.contact import history_words, words
from blocks.kit.modal import Message, ViewJson, modal, to_json
from blocks.kit.status import status_words
from blocks.kit.text import clip, escape, plain
from blocks.profile.shown import value_words
from language.dates import moment_words
from storage.entities.contact import Contact
from storage.entities.event import HistoryEntry
from storage.entities.profile import ProfileField, from_json
from storage.entities.status import EventKind

_CV = "cv"
_OF_PROFILES = {ProfileField.RATE, ProfileField.FREE, _CV}
MOST_IN_A_MESSAGE = 25
MOST_IN_A_MODAL = 40


def history_modal(contact: Contact, told: Sequence[HistoryEntry]) -> ViewJson:
    head = ContextBlock(
        elements=[plain(words.who_stands(contact.name, contact.email, status_words(contact)))]
    )
    return modal(words.HISTORY, [head, *_list(told[:MOST_IN_A_MODAL])])


def history_message(contact: Contact, told: Sequence[HistoryEntry]) -> Message:
    """Render the history as a message that only the person who asked can see."""
    text = history_words.history_of(contact.name, contact.email)
    blocks: list[Block] = [SectionBlock(text=plain(text)), *_list(told[:MOST_IN_A_MESSAGE])]
    return Message(escape(text), to_json(blocks))


def _list(told: Sequence[HistoryEntry]) -> list[Block]:
    if not told:
        return [SectionBlock(text=plain(history_words.NO_HISTORY))]
    lines = [RichTextSectionElement(elements=_line(each)) for each in told]
    return [RichTextBlock(elements=[RichTextListElement(style="bullet", indent=0, elements=lines)])]


def _line(told: HistoryEntry) -> list[Any]:
    event = told.event
    when = RichTextElementParts.Date(
        timestamp=int(event.at.timestamp()),
        format="{date_short_pretty} at {time}",
        fallback=moment_words(event.at),
    )
    return [when, RichTextElementParts.Text(text=history_words.line(sentence(told)))]


def sentence(told: HistoryEntry) -> str:
    """Describe an event in a sentence. A kind without a sentence is shown by its name."""
    who = told.actor_name or history_words.ACTORS.get(told.event.actor, history_words.SOMEONE)
    kind = told.event.kind
    if kind in _TELLERS:
        return history_words.first_upper(_TELLERS[kind](who, told))
    if kind not in history_words.EVENTS:
        return history_words.unknown_event(kind, who)
    return history_words.first_upper(_usual(who, told))


def _usual(who: str, told: HistoryEntry) -> str:
    reason = clip(str(told.after.get("reason") or ""), 200)
    return (
        history_words.EVENTS[told.event.kind].format(who=who) + _job(told) + history_words.with_reason(reason)
    )


def _job(told: HistoryEntry) -> str:
    """Name the job of an event. Rates are left out."""
    return history_words.with_job(clip(str(told.after.get("job") or ""), 120))


def _extended(who: str, told: HistoryEntry) -> str:
    return history_words.end_changed(who, _job(told), str(told.after.get("end") or ""))


def _cancelled(who: str, told: HistoryEntry) -> str:
    """Describe a cancelled offer, or a job that had been agreed on."""
    if not told.after.get("agreed"):
        return _usual(who, told)
    reason = clip(str(told.after.get("reason") or ""), 200)
    return history_words.job_cancelled(who, _job(told)) + history_words.with_reason(reason)


def _emailed(_who: str, told: HistoryEntry) -> str:
    return history_words.emailed(told.event.kind, str(told.after.get("email")))


def _edited(who: str, told: HistoryEntry) -> str:
    changes = (
        history_words.change(field, _value(_said(field, told.before.get(field))), _value(_said(field, now)))
        for field, now in told.after.items()
    )
    return history_words.edited(who, changes)


def _tagged(who: str, told: HistoryEntry) -> str:
    return history_words.tags_added(who, _value(told.after.get("tags")))


def _untagged(who: str, told: HistoryEntry) -> str:
    return history_words.tags_removed(who, _value(told.after.get("tags")))


def _said(field: str, value: Any) -> object:
    """Write a profile's value as its readers know it. All others are text, or lists of it."""
    if field not in _OF_PROFILES or value is None:
        return value
    return (
        history_words.a_cv(value)
        if field == _CV
        else value_words(from_json(ProfileField(field), value) or "")
    )


def _value(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return history_words.value(clip(text, 200), of_several=isinstance(value, list))


def _agreed(_who: str, told: HistoryEntry) -> str:
    return history_words.agreed(str(told.after.get("version") or ""))


_TELLERS: dict[EventKind, Callable[[str, HistoryEntry], str]] = {
    EventKind.HIRE_EXTENDED: _extended,
    EventKind.OFFER_CANCELLED: _cancelled,
    EventKind.EDITED: _edited,
    EventKind.RENAMED: _edited,
    EventKind.AGREED: _agreed,
    EventKind.PROFILED: _edited,
    EventKind.TAGGED: _tagged,
    EventKind.UNTAGGED: _untagged,
    EventKind.MAIL_SENT: _emailed,
    EventKind.MAIL_BOUNCED: _emailed,
    EventKind.MAIL_FAILED: _emailed,
}
