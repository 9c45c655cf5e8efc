"""A contact's history in sentences: who did what, what it was before, when and from where."""

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

from blocks.modal import Message, ViewJson, modal, to_json
from blocks.status import status_words
from blocks.text import clip, escape, plain
from storage.bookkeeping import Told
from storage.models import Contact
from storage.status import EventKind

MOST_IN_A_MESSAGE = 25
MOST_IN_A_MODAL = 40

_FIELDS = {"name": "the name", "email": "the address", "tags": "the tags", "note": "the invite note"}
_SENTENCES: dict[EventKind, str] = {
    EventKind.INVITED: "{who} sent an invitation",
    EventKind.ADDED: "{who} added them without an invitation",
    EventKind.NOTED: "{who} added a note",
    EventKind.ARCHIVED: "{who} archived them",
    EventKind.RESTORED: "{who} restored them",
    EventKind.RESENT: "{who} sent the invitation again",
    EventKind.WITHDRAWN: "{who} withdrew the invitation",
    EventKind.ACCEPTED: "they accepted the invitation",
    EventKind.DECLINED: "they declined the invitation",
    EventKind.STOPPED: "they asked us never to write again",
    EventKind.APPLIED: "they signed up by a link and confirmed their address",
    EventKind.APPROVED: "{who} approved them",
    EventKind.REFUSED: "{who} declined them",
    EventKind.BLOCKED: "{who} blocked them",
    EventKind.UNBLOCKED: "{who} unblocked them",
    EventKind.SNOOZED: "{who} put off the reminders",
    EventKind.HANDED_OVER: "{who} handed the decision over",
    EventKind.REMINDED: "a reminder was sent to them",
    EventKind.OFFERED: "{who} offered a job",
    EventKind.OFFER_ACCEPTED: "they accepted the offer",
    EventKind.OFFER_DECLINED: "they declined the offer",
    EventKind.OFFER_CANCELLED: "{who} cancelled the offer",
    EventKind.HIRE_EXTENDED: "{who} set another last day",
    EventKind.HIRE_ENDED: "{who} ended the job",
    EventKind.MAIL_SENT: "a mail was sent to them",
    EventKind.MAIL_FAILED: "a mail to them could not be delivered",
}
_FROM = {"slack": "in Slack", "web": "on the web page", "worker": "by itself"}


def history_modal(contact: Contact, told: Sequence[Told]) -> ViewJson:
    head = ContextBlock(elements=[plain(f"{contact.name} ({contact.email}): {status_words(contact)}")])
    return modal("History", [head, *_list(told[:MOST_IN_A_MODAL])])


def history_message(contact: Contact, told: Sequence[Told]) -> Message:
    """Only for whoever asked."""
    text = f"What happened with {contact.name} ({contact.email}), newest first:"
    blocks: list[Block] = [SectionBlock(text=plain(text)), *_list(told[:MOST_IN_A_MESSAGE])]
    return Message(escape(text), to_json(blocks))


def _list(told: Sequence[Told]) -> list[Block]:
    if not told:
        return [SectionBlock(text=plain("Nothing has happened yet."))]
    lines = [RichTextSectionElement(elements=_line(each)) for each in told]
    return [RichTextBlock(elements=[RichTextListElement(style="bullet", indent=0, elements=lines)])]


def _line(told: Told) -> list[Any]:
    event = told.event
    when = RichTextElementParts.Date(
        timestamp=int(event.at.timestamp()),
        format="{date_short_pretty} at {time}",
        fallback=f"{event.at:%-d %B %Y %H:%M} UTC",
    )
    text = f": {sentence(told)}, {_FROM.get(event.origin, event.origin)}"
    return [when, RichTextElementParts.Text(text=text)]


def sentence(told: Told) -> str:
    """What happened, in words; kinds this module does not know are told by their name."""
    who = told.actor_name or {"contact": "they", "system": "the program"}.get(told.event.actor, "somebody")
    kind = told.event.kind
    if kind in _TELLERS:
        return _TELLERS[kind](who, told)
    if kind in _SENTENCES:
        return _SENTENCES[kind].format(who=who) + _job(told) + _reason(told)
    return f"{kind} ({who})"


def _job(told: Told) -> str:
    """History tells no rates."""
    job, end = told.after.get("job"), told.after.get("end")
    about = f" “{clip(str(job), 120)}”" if job else ""
    return f"{about}: {end}" if end else about


def _reason(told: Told) -> str:
    reason = told.after.get("reason")
    return f", because “{clip(str(reason), 200)}”" if reason else ""


def _edited(who: str, told: Told) -> str:
    changes = [
        f"{_FIELDS.get(field, field)} from {_value(told.before.get(field))} to {_value(now)}"
        for field, now in told.after.items()
    ]
    return f"{who} changed {'; '.join(changes)}"


def _tagged(who: str, told: Told) -> str:
    return f"{who} added the tags {_value(told.after.get('tags'))}"


def _untagged(who: str, told: Told) -> str:
    return f"{who} took away the tags {_value(told.after.get('tags'))}"


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"“{clip(', '.join(map(str, value)), 200)}”" if value else "none"
    return f"“{clip(str(value), 200)}”" if value else "nothing"


_TELLERS: dict[EventKind, Callable[[str, Told], str]] = {
    EventKind.EDITED: _edited,
    EventKind.TAGGED: _tagged,
    EventKind.UNTAGGED: _untagged,
}
