"""Jobs in modals: the form, and what a contact's modal shows of them."""

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
    NumberInputElement,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement

from blocks.acts import hire_word
from blocks.form import row_id
from blocks.job_words import job_words
from blocks.modal import ViewJson, actions, button, modal
from blocks.text import clip, plain
from storage.errors import NotFound
from storage.hire import CURRENCIES, Hire
from storage.models import Contact
from storage.status import HireState, Per

TITLE_MOST = 120
MESSAGE_MOST = 2_000
REASON_MOST = 500
MOST_OPEN = 3


class HireId(StrEnum):
    """The ids Slack sends back to us."""

    HIRE = "hire_contact"
    HIRE_MODAL = "hire"
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
    """What a hire form carries: whom it is about, and what was said yes to before."""

    contact: int
    anyway: bool = False  # they are hired in these days already, and whoever offers knows
    later: bool = False  # the offer may wait until they are active

    def to_json(self) -> str:
        return json.dumps({"contact": self.contact, "anyway": self.anyway, "later": self.later})

    @classmethod
    def claimed(cls, view: Mapping[str, Any]) -> "About":
        try:
            kept = json.loads(view["private_metadata"])
            return cls(row_id(kept["contact"]), bool(kept["anyway"]), bool(kept["later"]))
        except (ValueError, KeyError, TypeError):
            raise NotFound from None


def hire_modal(contact: Contact, about: About, fields: Mapping[str, str], warning: str = "") -> ViewJson:
    """The form; `fields` are what it begins with, by the names of the form's fields."""
    said = warning or ("The offer leaves once they have accepted your invitation." if about.later else "")
    blocks: list[Block] = [ContextBlock(elements=[plain(f"{contact.name} ({contact.email})", 300)])]
    if said:
        blocks.append(SectionBlock(text=plain(said)))
    view = modal(
        hire_word(contact),
        [*blocks, *_fields(fields)],
        callback_id=HireId.HIRE_MODAL,
        submit="Send anyway" if about.anyway else "Send offer",
    )
    return view | {"private_metadata": about.to_json()}


def _fields(given: Mapping[str, str]) -> list[Block]:
    value = {name: text or None for name, text in given.items()}.get
    title = PlainTextInputElement(action_id="title", max_length=TITLE_MOST, initial_value=value("title"))
    rate = NumberInputElement(action_id="rate", is_decimal_allowed=True, initial_value=value("rate"))
    message = PlainTextInputElement(
        action_id="message", multiline=True, max_length=MESSAGE_MOST, initial_value=value("message")
    )
    return [
        _input("title", "Job title", title),
        _input("rate", "Rate", rate),
        _input("currency", "Currency", _select("currency", tuple(CURRENCIES), value("currency"))),
        _input("per", "Per", _select("per", tuple(Per), value("per"))),
        _input("start", "Start", DatePickerElement(action_id="start", initial_date=value("start"))),
        _input(
            "end",
            "End",
            DatePickerElement(action_id="end", initial_date=value("end")),
            hint="The last day. Empty: open end.",
        ),
        _input("message", "Message", message, hint="They read it with the offer."),
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


def fields_of(last: Hire | None, currency: str, today: date) -> dict[str, str]:
    """What the form begins with: the last job once more, from the day after it."""
    if last is None:
        return {"currency": currency, "per": Per.HOUR, "start": str(today)}
    start = max(today, last.end + timedelta(days=1)) if last.end else today
    terms = {"title": last.title, "rate": f"{last.rate:f}", "currency": last.currency, "per": last.per}
    return {**terms, "start": str(start), "message": last.message}


def sent_modal(hire: Hire, name: str) -> ViewJson:
    """What the invitation's form has become."""
    text = f"{name} is invited. The offer “{hire.title}” leaves once they have accepted."
    return modal("Hire", [SectionBlock(text=plain(text))])


def hire_button(contact: Contact) -> ButtonElement:
    return button(hire_word(contact), HireId.HIRE, contact.id, about=contact.name, style="primary")


def hire_buttons(hire: Hire, today: date) -> list[ButtonElement]:
    """What may be done with a job as it stands."""
    buttons = []
    if hire.cancellable(today):
        buttons.append(button("Cancel offer", HireId.CANCEL, hire.id, about=hire.title))
    if hire.state == HireState.ACCEPTED:
        buttons.append(button("End hire", HireId.END, hire.id, about=hire.title))
        buttons.append(button("Extend", HireId.EXTEND, hire.id, about=hire.title))
    return buttons


def judging(hire: Hire) -> list[ButtonElement]:
    return [
        button("Yes", HireId.AGAIN, hire.id, about=f"to hiring them again after {hire.title}"),
        button("No", HireId.NOT_AGAIN, hire.id, about=f"to hiring them again after {hire.title}"),
    ]


def hires_of(contact: Contact, hires: Sequence[Hire], today: date) -> list[Block]:
    """A contact's jobs, newest first; those under way with their buttons."""
    if not hires:
        return []
    blocks: list[Block] = [DividerBlock(), ContextBlock(elements=[plain("Hires")])]
    open_ = [hire for hire in hires if hire.under_way]
    for hire in open_[:MOST_OPEN]:
        blocks.append(SectionBlock(text=plain(job_words(hire, today))))
        blocks += actions(hire_buttons(hire, today))
    past = [hire for hire in hires if not hire.under_way]
    if past:
        blocks.append(ContextBlock(elements=[plain("\n".join(job_words(hire, today) for hire in past))]))
    return blocks


def cancel_modal(hire: Hire) -> ViewJson:
    reason = PlainTextInputElement(action_id="reason", multiline=True, max_length=REASON_MOST)
    field = InputBlock(block_id="reason", label=plain("Reason"), element=reason, hint=plain(_CANCEL_HINT))
    return _about(
        hire,
        modal("Cancel offer", [_head(hire), field], callback_id=HireId.CANCEL_MODAL, submit="Cancel offer"),
    )


_CANCEL_HINT = "They are told by mail."


def end_modal(hire: Hire) -> ViewJson:
    options = [Option(text=plain("Yes"), value="yes"), Option(text=plain("No"), value="no")]
    field = InputBlock(
        block_id="again",
        label=plain("Would you hire them again?"),
        element=RadioButtonsElement(action_id="again", options=options),
        hint=plain(
            "Only your team reads this. They are not told that the job has ended: please do that yourself."
        ),
        optional=True,
    )
    return _about(
        hire, modal("End hire", [_head(hire), field], callback_id=HireId.END_MODAL, submit="End hire")
    )


def extend_modal(hire: Hire) -> ViewJson:
    picker = DatePickerElement(action_id="end", initial_date=str(hire.end) if hire.end else None)
    field = InputBlock(
        block_id="end",
        label=plain("End"),
        element=picker,
        hint=plain("The new last day. They are told by mail."),
    )
    return _about(
        hire, modal("Extend", [_head(hire), field], callback_id=HireId.EXTEND_MODAL, submit="Extend")
    )


def _head(hire: Hire) -> ContextBlock:
    return ContextBlock(elements=[plain(f"{hire.title}, {hire.contact.name} ({hire.contact.email})", 300)])


def _about(hire: Hire, view: ViewJson) -> ViewJson:
    return view | {"private_metadata": str(hire.id)}


def current_modal(hires: Sequence[Hire], today: date, *, more: bool) -> ViewJson:
    """Everybody who is hired, or will be."""
    if not hires:
        return modal("Hires", [SectionBlock(text=plain("Nobody is hired at the moment."))])
    blocks: list[Block] = []
    for hire in hires:
        words = f"{clip(hire.contact.name, 80)}\n{clip(job_words(hire, today), 400)}"
        blocks.append(SectionBlock(text=plain(words)))
    if more:
        blocks.append(ContextBlock(elements=[plain("There are more; the file has all of them.")]))
    export = button("Export hires", HireId.EXPORT, "hires", about="as a CSV file")
    return modal("Hires", [*blocks, *actions([export])])
