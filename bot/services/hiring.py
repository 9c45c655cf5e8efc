"""Hire: an offer to an active contact, until they have answered it or it is cancelled."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.attributes import set_committed_value

from bot.services.days import today_of
from bot.services.hiring_form import USUAL_CURRENCY, HireForm, check
from bot.services.hiring_life import plan
from bot.services.hiring_told import CANCELLED, OFFER, mail, record, redraw_ask, tell_hirer
from bot.services.text import paragraphs
from storage.errors import FieldRefused, LinkGone, NotFound, Overlaps, StatusForbids
from storage.hire import Hire, Terms
from storage.models import Contact
from storage.status import EventKind, HireState, Status
from storage.uow import UnitOfWork

HIRE_CARD = "hire"
REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Prefill:
    """Whom the form is about, and what it begins with; `last` is the job to be offered once more."""

    contact: Contact
    last: Hire | None
    currency: str
    today: date


async def to_hire(uow: UnitOfWork, contact_id: int) -> Prefill:
    """For the form; refuses whoever cannot be hired, with the button that helps."""
    contact = await uow.contacts.get(contact_id)
    contact.must_be_hireable()
    return await to_offer(uow, contact)


async def to_offer(uow: UnitOfWork, contact: Contact) -> Prefill:
    last = await uow.hires.last(contact.id)
    currency = (last.currency if last else None) or await uow.hires.last_currency() or USUAL_CURRENCY
    return Prefill(contact, last, currency, await today_of(uow, uow.scope.actor))


async def offer(
    uow: UnitOfWork,
    contact_id: int,
    form: HireForm,
    request_key: str,
    *,
    anyway: bool = False,
    later: bool = False,
) -> Hire | None:
    """One offer, its mail and the hirer's card; None if this form has been sent before.

    `anyway`: also for days on which they are hired already. `later`: it may wait until they are active.
    Raises FormRefused, Overlaps, or StatusForbids with the contact.
    """
    terms = check(form, await today_of(uow, uow.scope.actor))
    contact = await uow.contacts.lock(contact_id)
    if await uow.hires.by_request(request_key):
        return None
    contact.must_be_hireable(later=later)
    overlapping = [] if anyway else await uow.hires.overlapping(contact.id, terms.start, terms.end)
    if overlapping:
        raise Overlaps(_overlap(contact, overlapping))
    hire = await uow.hires.add(_offered(uow, contact, terms, request_key))
    set_committed_value(hire, "contact", contact)
    await uow.cards.add(contact_id=contact.id, kind=HIRE_CARD, channel=uow.scope.actor, hire_id=hire.id)
    await record(uow, EventKind.OFFERED, hire)
    if contact.status == Status.ACTIVE:
        await _send(uow, hire)
    return hire


def _offered(uow: UnitOfWork, contact: Contact, terms: Terms, request_key: str) -> Hire:
    return Hire(
        contact_id=contact.id,
        title=terms.title,
        rate=terms.rate,
        currency=terms.currency,
        per=terms.per,
        start=terms.start,
        end=terms.end,
        message=terms.message,
        state=HireState.OFFERED,
        offered_by=uow.scope.actor,
        request_key=request_key,
        created_at=uow.now,
        let_end=False,
    )


def _overlap(contact: Contact, hires: list[Hire]) -> str:
    until = f"until {hires[0].end:%-d %B %Y}" if hires[0].end else "with an open end"
    more = f", and {len(hires) - 1} more" if len(hires) > 1 else ""
    return (
        f"{contact.name} is hired in these days already: “{hires[0].title}”, from {hires[0].start:%-d %B %Y} "
        f"{until}{more}. Change the days, or send the offer anyway."
    )


async def _send(uow: UnitOfWork, hire: Hire) -> None:
    """By mail, and in Slack if they are a member of this workspace."""
    hire.sent_at = uow.now
    await mail(uow, OFFER, hire)
    await uow.outbox.slack("offer_seek", f"offer_seek:{hire.id}", {"hire": hire.id})


async def now_active(uow: UnitOfWork, contact: Contact) -> None:
    """Offers that waited for this leave."""
    for hire in await uow.hires.open_offers(contact.id):
        if hire.waits:
            set_committed_value(hire, "contact", contact)
            await _send(uow, hire)


async def close_offers(uow: UnitOfWork, contact: Contact, *, withdrawn: bool = False) -> None:
    """Who said no, or whose invitation was taken back, is offered nothing any more."""
    for hire in await uow.hires.open_offers(contact.id):
        set_committed_value(hire, "contact", contact)
        if withdrawn:
            hire.cancel("The invitation was withdrawn.", uow.now, hire.start)
        else:
            hire.answer(False, uow.now)
        await record(uow, EventKind.OFFER_CANCELLED if withdrawn else EventKind.OFFER_DECLINED, hire)
        await redraw_ask(uow, hire)


async def must_have_no_job(uow: UnitOfWork, contact: Contact) -> None:
    """Nobody disappears from the lists while an offer or a job is open."""
    if open_jobs := await uow.hires.under_way(contact.id):
        hire = open_jobs[0]
        helps = "Cancel the offer" if hire.state == HireState.OFFERED else "End the hire"
        raise StatusForbids(contact, f"{contact.name} has an open job: “{hire.title}”. {helps} first.")


async def answer_offer(uow: UnitOfWork, hire_id: int, *, accepted: bool) -> Hire:
    """The person's answer, once: whoever answers second gets the offer as it was answered first."""
    hire = await uow.hires.lock(hire_id)
    usable(hire)
    if hire.state == HireState.OFFERED:
        await _settle(uow, hire, accepted=accepted)
    await redraw_ask(uow, hire)
    return hire


async def _settle(uow: UnitOfWork, hire: Hire, *, accepted: bool) -> None:
    hire.answer(accepted, uow.now)
    await record(uow, EventKind.OFFER_ACCEPTED if accepted else EventKind.OFFER_DECLINED, hire)
    if accepted:
        await uow.hires.recount(hire.contact_id)
        await plan(uow, hire)
    await tell_hirer(uow, "offer_answered", hire)


def usable(hire: Hire) -> None:
    """Raises LinkGone for an offer that nobody can answer any more."""
    if hire.state == HireState.CANCELLED:
        raise LinkGone(f"The offer “{hire.title}” has been taken back. There is nothing you need to do.")
    if hire.waits:
        raise NotFound("offer")


async def asked_of(uow: UnitOfWork, hire_id: int) -> Hire:
    """The offer whose direct message somebody pressed a button of; for anybody else it is not here."""
    hire = await uow.hires.get(hire_id)
    if hire.asked_user != uow.scope.actor:
        raise NotFound("offer")
    return hire


async def cancel_offer(uow: UnitOfWork, hire_id: int, typed: str) -> Hire:
    """Before the job begins; the person is told the reason by mail if they ever heard of it."""
    hire = await uow.hires.lock(hire_id)
    reason = paragraphs(typed, REASON_LENGTH)
    if not reason:
        raise FieldRefused("reason", "Please say why; they are told.")
    hire.cancel(reason, uow.now, await today_of(uow, hire.offered_by))
    await uow.hires.recount(hire.contact_id)
    await record(uow, EventKind.OFFER_CANCELLED, hire, reason=reason)
    if hire.sent_at:
        await mail(uow, CANCELLED, hire)
    await redraw_ask(uow, hire)
    return hire


async def member_found(uow: UnitOfWork, hire_id: int, user_id: str) -> None:
    """They are a member of this workspace: the app asks them in a direct message as well."""
    hire = await uow.hires.lock(hire_id)
    hire.asked_user = user_id
    await redraw_ask(uow, hire)
