"""Samples of hiring: forms, the hirer's card in every state, questions at the end, and offers to members."""

from functools import partial

from blocks.agreement.modal import agreement_modal
from blocks.hire import words
from blocks.hire.card import (
    answered_message,
    ended_message,
    ending_card,
    hire_card,
    prolonged_message,
    undelivered_message,
)
from blocks.hire.forms import (
    About,
    cancel_modal,
    current_modal,
    end_modal,
    extend_modal,
    fields_of,
    hire_modal,
    sent_modal,
)
from blocks.hire.offer import OfferId, offer_message
from blocks.kit.modal import Message, ViewJson
from bot.showcase.samples.cast import (
    AGREEMENT,
    MANAGER,
    MEMBER,
    NOW,
    TODAY,
    bounced_mail,
    contact,
    days,
    hire,
)
from bot.showcase.samples.sample import Sample
from storage.entities.agreement import CHANGED, Agreement
from storage.entities.hire import Hire
from storage.entities.status import HireState, Status

HIRE = "Hire"
_CANCELLED = "The project it was for is put off until spring."


def _form(
    *,
    later: bool = False,
    last: Hire | None = None,
    warning: str = "",
    agreement: Agreement | None = None,
) -> ViewJson:
    of = contact(Status.INVITED if later else Status.ACTIVE, hires=1 if last else 0)
    about = About(1, anyway=bool(warning), later=later)
    return hire_modal(of, about, fields_of(last, "EUR", TODAY), warning, agreement)


def _overlap() -> ViewJson:
    return _form(last=hire(), warning="Ada Lovelace is hired as “Illustrator” from 1 to 14 December 2026.")


def _card(of: Hire) -> Message:
    return hire_card(of, TODAY, MANAGER)


def _running(**given: object) -> Hire:
    return hire(HireState.ACCEPTED, start=TODAY - days(9), **given)


def _unconfirmed() -> Hire:
    return hire(sent_at=None, contact=contact(Status.ACTIVE, unconfirmed_at=NOW))


def _offer(state: HireState) -> Message:
    return offer_message(hire(state, reason=_CANCELLED), "Acme", "Jordan Lee", MEMBER)


def _agreement() -> ViewJson:
    form: dict[str, str] = {"callback_id": OfferId.AGREEMENT, "submit": words.ACCEPT_OFFER}
    return agreement_modal(AGREEMENT, "Acme", 1, **form, warning=CHANGED)


SAMPLES = (
    Sample(HIRE, "form", _form),
    Sample(HIRE, "form, again", lambda: _form(last=hire())),
    Sample(HIRE, "form, hired on these days", _overlap),
    Sample(HIRE, "form, once they have accepted", lambda: _form(later=True)),
    Sample(HIRE, "form, not agreed", lambda: _form(agreement=AGREEMENT)),
    Sample(HIRE, "offer's agreement", _agreement),
    Sample(HIRE, "waits for the invitation", lambda: sent_modal(hire(sent_at=None), "Ada Lovelace")),
    Sample(HIRE, "card, waits for the invitation", lambda: _card(hire(sent_at=None))),
    Sample(HIRE, "card, offered", lambda: _card(hire())),
    Sample(HIRE, "card, offered, email bounced", lambda: hire_card(hire(), TODAY, MANAGER, bounced_mail())),
    Sample(HIRE, "card, waits for a confirmed address", lambda: _card(_unconfirmed())),
    Sample(HIRE, "waits for a confirmed address", lambda: sent_modal(_unconfirmed(), "Ada Lovelace")),
    Sample(HIRE, "card, accepted", lambda: _card(hire(HireState.ACCEPTED))),
    Sample(HIRE, "cancel a job", lambda: cancel_modal(hire(HireState.ACCEPTED))),
    Sample(HIRE, "card, running", lambda: _card(_running())),
    Sample(HIRE, "card, declined", lambda: _card(hire(HireState.DECLINED))),
    Sample(HIRE, "card, cancelled", lambda: _card(hire(HireState.CANCELLED, reason=_CANCELLED))),
    Sample(HIRE, "card, ended", lambda: _card(hire(HireState.ENDED))),
    Sample(HIRE, "card, would hire again", lambda: _card(hire(HireState.ENDED, again=True))),
    Sample(HIRE, "card, would not hire again", lambda: _card(hire(HireState.ENDED, again=False))),
    Sample(HIRE, "news, accepted", lambda: answered_message(hire(HireState.ACCEPTED))),
    Sample(HIRE, "news, declined", lambda: answered_message(hire(HireState.DECLINED))),
    Sample(HIRE, "news, undelivered", lambda: undelivered_message(hire(), "No such mailbox.")),
    Sample(HIRE, "cancel", lambda: cancel_modal(hire())),
    Sample(HIRE, "end", lambda: end_modal(_running())),
    Sample(HIRE, "extend", lambda: extend_modal(_running())),
    Sample(HIRE, "a week before the end", lambda: ending_card(_running(), MANAGER)),
    Sample(HIRE, "a week before the end, let end", lambda: ending_card(_running(let_end=True), MANAGER)),
    Sample(HIRE, "a week before the end, over", lambda: ending_card(hire(HireState.ENDED), MANAGER)),
    Sample(HIRE, "prolonged", lambda: prolonged_message(_running())),
    Sample(HIRE, "prolonged, open end", lambda: prolonged_message(_running(end=None))),
    Sample(HIRE, "ended", lambda: ended_message(hire(HireState.ENDED), MANAGER)),
    Sample(HIRE, "ended, answered", lambda: ended_message(hire(HireState.ENDED, again=True), MANAGER)),
    Sample(HIRE, "list", lambda: current_modal([_running(), hire()], TODAY, MANAGER, more=True)),
    Sample(HIRE, "list, nobody", lambda: current_modal([], TODAY, MANAGER, more=False)),
    *(Sample(HIRE, f"offer to a member, {state}", partial(_offer, state)) for state in HireState),
)
