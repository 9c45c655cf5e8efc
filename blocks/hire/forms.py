"""Job forms, and the list of jobs in a contact's modal."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ContextBlock,
    DatePickerElement,
    DividerBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement

from blocks.hire import words
from blocks.hire.words import job_words
from blocks.kit.acts import hire_word
from blocks.kit.form import row_id
from blocks.kit.modal import ViewJson, actions, button, modal, permitted
from blocks.kit.preview import preview_button
from blocks.kit.text import clip, plain
from storage.entities.agreement import Agreement
from storage.entities.contact import Contact
from storage.entities.errors import NotFound
from storage.entities.hire import Hire
from storage.entities.money import CURRENCIES, Rate
from storage.entities.right import Right, Rights
from storage.entities.status import HireState, Per

TITLE_MOST = 120
MESSAGE_MOST = 2_000
RATE_MOST = 40
REASON_MOST = 500
MOST_OPEN = 3


class HireId(StrEnum):
    """Action and callback ids of the job forms and buttons."""

    HIRE = "hire_contact"
    HIRE_MODAL = "hire"
    PREVIEW = "preview_offer"
    CANCEL = "cancel_offer"
    CANCEL_MODAL = "cancel_offer_form"
    END = "end_hire"
    END_MODAL = "end_hire_form"
    EXTEND = "extend_hire"
    EXTEND_MODAL = "extend_hire_form"
    LET_END = "let_hire_end"
    AGAIN = "would_hire_again"
    NOT_AGAIN = "would_not_hire_again"
    EXPORT = "export_hires"


@dataclass(frozen=True, slots=True)
class About:
    """What a hire form carries: its contact, and what the hirer has confirmed."""

    contact: int
    anyway: bool = False  # the hirer knows that the contact is hired on some of these days
    later: bool = False  # the offer may wait until the contact is active

    def to_json(self) -> str:
        return json.dumps({"contact": self.contact, "anyway": self.anyway, "later": self.later})

    @classmethod
    def claimed(cls, view: Mapping[str, Any]) -> "About":
        try:
            kept = json.loads(view["private_metadata"])
            return cls(row_id(kept["contact"]), bool(kept["anyway"]), bool(kept["later"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise NotFound from None


def hire_modal(
    contact: Contact,
    about: About,
    fields: Mapping[str, str],
    warning: str = "",
    agreement: Agreement | None = None,
) -> ViewJson:
    """Render the hire form. `fields` are initial values by field name.

    `agreement` is the version that the contact has not agreed to.
    """
    said = warning or (words.SENT_LATER if about.later else "")
    blocks: list[Block] = [ContextBlock(elements=[plain(f"{contact.name} ({contact.email})", 300)])]
    if said:
        blocks.append(SectionBlock(text=plain(said)))
    if agreement:
        blocks.append(SectionBlock(text=plain(words.not_agreed(contact.name, agreement.number))))
    view = modal(
        hire_word(contact),
        [*blocks, *_fields(fields), preview_button(HireId.PREVIEW)],
        callback_id=HireId.HIRE_MODAL,
        submit=words.SEND_ANYWAY if about.anyway else words.SEND_OFFER,
    )
    return view | {"private_metadata": about.to_json()}


def _fields(given: Mapping[str, str]) -> list[Block]:
    value = {name: text or None for name, text in given.items()}.get
    title = PlainTextInputElement(action_id="title", max_length=TITLE_MOST, initial_value=value("title"))
    # Slack's number input refuses `80,50`, which we read.
    rate = PlainTextInputElement(action_id="rate", max_length=RATE_MOST, initial_value=value("rate"))
    message = PlainTextInputElement(
        action_id="message", multiline=True, max_length=MESSAGE_MOST, initial_value=value("message")
    )
    return [
        _input("title", words.JOB_TITLE, title),
        _input("rate", words.RATE, rate),
        _input("currency", words.CURRENCY, _select("currency", tuple(CURRENCIES), value("currency"))),
        _input("per", words.PER, _select("per", tuple(Per), value("per"))),
        _input("start", words.START, DatePickerElement(action_id="start", initial_date=value("start"))),
        _input(
            "end",
            words.END,
            DatePickerElement(action_id="end", initial_date=value("end")),
            hint=words.END_HINT,
        ),
        _input("message", words.MESSAGE, message, hint=words.MESSAGE_HINT),
    ]


def _select(action_id: str, values: Sequence[str], chosen: str | None) -> StaticSelectElement:
    options = {each: Option(text=plain(each), value=each) for each in values}
    return StaticSelectElement(
        action_id=action_id, options=list(options.values()), initial_option=options.get(chosen or "")
    )


def _input(
    block_id: str, label: str, element: InputInteractiveElement, hint: str | None = None
) -> InputBlock:
    return InputBlock(
        block_id=block_id, label=plain(label), element=element, hint=hint and plain(hint), optional=bool(hint)
    )


def fields_of(last: Hire | None, currency: str, today: date, usual: Rate | None = None) -> dict[str, str]:
    """Choose the form's initial values: those of the last job, starting the day after it.

    Without one, the rate is the contact's usual one.
    """
    if last is None:
        rate = {"rate": f"{usual.amount:f}", "currency": usual.currency, "per": usual.per} if usual else {}
        return {"currency": currency, "per": Per.HOUR, "start": str(today)} | rate
    start = max(today, last.end + timedelta(days=1)) if last.end else today
    terms = {"title": last.title, "rate": f"{last.rate:f}", "currency": last.currency, "per": last.per}
    return {**terms, "start": str(start), "message": last.message}


def sent_modal(hire: Hire, name: str) -> ViewJson:
    """Render what the hire form becomes when the offer waits for an answer or a confirmed address."""
    unconfirmed = hire.contact.unconfirmed_at is not None
    text = words.waits_for_answer(name, hire.title, unconfirmed=unconfirmed)
    return modal(words.HIRE, [SectionBlock(text=plain(text))])


def hire_button(contact: Contact) -> ButtonElement:
    return button(hire_word(contact), HireId.HIRE, contact.id, about=contact.name, style="primary")


def hire_buttons(hire: Hire, today: date, rights: Rights) -> list[ButtonElement]:
    """Make the buttons that the job's state and the reader's rights allow."""
    buttons: list[ButtonElement] = []
    if Right.HIRE not in rights:
        return buttons
    if hire.cancellable(today):
        buttons.append(button(words.cancel(hire), HireId.CANCEL, hire.id, about=hire.title))
    if hire.running(today):
        buttons.append(button(words.END_HIRE, HireId.END, hire.id, about=hire.title))
    if hire.state == HireState.ACCEPTED:
        buttons.append(button(words.EXTEND, HireId.EXTEND, hire.id, about=hire.title))
    return buttons


def judging(hire: Hire) -> list[ButtonElement]:
    return [
        button(words.YES, HireId.AGAIN, hire.id, about=f"to hiring them again after {hire.title}"),
        button(words.NO, HireId.NOT_AGAIN, hire.id, about=f"to hiring them again after {hire.title}"),
    ]


def hires_of(contact: Contact, hires: Sequence[Hire], today: date, rights: Rights) -> list[Block]:
    """Render a contact's jobs, newest first. The newest open ones have buttons; others are only listed."""
    if not hires:
        return []
    blocks: list[Block] = [DividerBlock(), ContextBlock(elements=[plain(words.HIRES)])]
    open_ = [hire for hire in hires if hire.under_way]
    for hire in open_[:MOST_OPEN]:
        blocks.append(SectionBlock(text=plain(job_words(hire, today))))
        blocks += actions(hire_buttons(hire, today, rights))
    others = [*open_[MOST_OPEN:], *(hire for hire in hires if not hire.under_way)]
    if others:
        blocks.append(ContextBlock(elements=[plain("\n".join(job_words(hire, today) for hire in others))]))
    return blocks


def cancel_modal(hire: Hire) -> ViewJson:
    reason = PlainTextInputElement(action_id="reason", multiline=True, max_length=REASON_MOST)
    field = InputBlock(
        block_id="reason", label=plain(words.REASON), element=reason, hint=plain(words.REASON_HINT)
    )
    return _about(
        hire,
        modal(
            words.cancel(hire),
            [_head(hire), field],
            callback_id=HireId.CANCEL_MODAL,
            submit=words.cancel(hire),
        ),
    )


def end_modal(hire: Hire) -> ViewJson:
    options = [Option(text=plain(words.YES), value="yes"), Option(text=plain(words.NO), value="no")]
    field = InputBlock(
        block_id="again",
        label=plain(words.HIRE_AGAIN),
        element=RadioButtonsElement(action_id="again", options=options),
        hint=plain(words.HIRE_AGAIN_HINT),
        optional=True,
    )
    return _about(
        hire, modal(words.END_HIRE, [_head(hire), field], callback_id=HireId.END_MODAL, submit=words.END_HIRE)
    )


def extend_modal(hire: Hire) -> ViewJson:
    picker = DatePickerElement(action_id="end", initial_date=str(hire.end) if hire.end else None)
    field = InputBlock(
        block_id="end",
        label=plain(words.END),
        element=picker,
        hint=plain(words.EXTEND_HINT),
    )
    return _about(
        hire, modal(words.EXTEND, [_head(hire), field], callback_id=HireId.EXTEND_MODAL, submit=words.EXTEND)
    )


def _head(hire: Hire) -> ContextBlock:
    return ContextBlock(elements=[plain(f"{hire.title}, {hire.contact.name} ({hire.contact.email})", 300)])


def _about(hire: Hire, view: ViewJson) -> ViewJson:
    return view | {"private_metadata": str(hire.id)}


def current_modal(hires: Sequence[Hire], today: date, rights: Rights, *, more: bool) -> ViewJson:
    """Render the list of current and upcoming jobs."""
    if not hires:
        return modal(words.HIRES, [SectionBlock(text=plain(words.NO_HIRES))])
    blocks: list[Block] = []
    for hire in hires:
        text = f"{clip(hire.contact.name, 80)}\n{clip(job_words(hire, today), 400)}"
        blocks.append(SectionBlock(text=plain(text)))
    if more:
        blocks.append(ContextBlock(elements=[plain(words.more_hires(in_file=Right.EXPORT in rights))]))
    export = button(words.EXPORT_HIRES, HireId.EXPORT, "hires", about="as a CSV file")
    return modal(words.HIRES, [*blocks, *actions(permitted(rights, (Right.EXPORT, export)))])
