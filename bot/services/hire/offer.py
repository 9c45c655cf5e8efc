"""Job offers to active contacts, until they are answered or cancelled."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.services.agreement import agree, missing
from bot.services.hire.days import today_of
from bot.services.hire.form import HireForm, check
from bot.services.hire.life import plan
from bot.services.hire.told import mail, record, redraw_ask
from bot.services.hire.work import CancelledMail, OfferAnswered, OfferMail, OfferSeek
from bot.services.profile.profile import say_of_many
from bot.services.words.text import paragraphs
from storage.entities.agreement import Agreement
from storage.entities.contact import Contact
from storage.entities.errors import NotFound
from storage.entities.hire import Hire, OfferWithdrawn, Terms
from storage.entities.hire_refused import HiredMeanwhile, JobUnderWay, NoReason
from storage.entities.money import USUAL_CURRENCY, Rate
from storage.entities.profile import ProfileField, Voice
from storage.entities.status import EventKind, HireState, Per, Status
from storage.uow import UnitOfWork

HIRE_CARD = "hire"
REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Prefill:
    """What the hire form begins with. `last` is the job to offer again.

    `agreement` is the version that the contact has not agreed to.
    """

    contact: Contact
    last: Hire | None
    currency: str
    today: date
    agreement: Agreement | None

    @property
    def usual(self) -> Rate | None:
        """What the contact is usually paid."""
        return self.contact.profile.usual_rate if self.contact.profile else None


async def to_hire(uow: UnitOfWork, contact_id: int) -> Prefill:
    """Load what the hire form needs. Refuses a contact who cannot be hired, with a button that helps."""
    contact = await uow.contacts.get(contact_id)
    contact.must_be_hireable()
    return await to_offer(uow, contact)


async def to_offer(uow: UnitOfWork, contact: Contact) -> Prefill:
    last = await uow.hires.last(contact.id)
    currency = (last.currency if last else None) or await uow.hires.last_currency() or USUAL_CURRENCY
    today = await today_of(uow, uow.scope.actor)
    return Prefill(contact, last, currency, today, await missing(uow, contact.id))


async def offer(
    uow: UnitOfWork,
    contact_id: int,
    form: HireForm,
    request_key: str,
    *,
    anyway: bool = False,
    later: bool = False,
) -> Hire | None:
    """Make an offer with its email and the hirer's card. Return None if this form was submitted before.

    `anyway` allows days on which the contact is already hired, and a second open offer; `later` allows
    waiting until they are active.
    Raises FormRefused, Overlaps, or StatusForbids with the contact.
    """
    terms = check(form, await today_of(uow, uow.scope.actor))
    contact = await uow.contacts.lock(contact_id)
    if await uow.hires.by_request(request_key):
        return None
    contact.must_be_hireable(later=later)
    if not anyway:
        await _must_be_free(uow, contact, terms)
    hire = await uow.hires.add(_offered(uow, contact, terms, request_key))
    hire.attach(contact)
    await uow.cards.add(contact_id=contact.id, kind=HIRE_CARD, channel=uow.scope.actor, hire_id=hire.id)
    await record(uow, EventKind.OFFERED, hire)
    if contact.status == Status.ACTIVE and contact.unconfirmed_at is None:
        await _send(uow, hire)
    return hire


async def _must_be_free(uow: UnitOfWork, contact: Contact, terms: Terms) -> None:
    overlapping = await uow.hires.overlapping(contact.id, terms.start, terms.end)
    offers = await uow.hires.open_offers([contact.id])
    if overlapping or offers:
        raise HiredMeanwhile(contact, overlapping, offers)


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


async def _send(uow: UnitOfWork, hire: Hire, mark: str = "1") -> None:
    """Send an offer by email, and in Slack if the contact is a member of this workspace."""
    hire.sent_at = uow.now
    await mail(uow, OfferMail, hire, mark)
    await uow.outbox.add(OfferSeek(hire.id))


async def send_waiting(uow: UnitOfWork, contact_ids: Collection[int]) -> None:
    """Send offers that waited for these contacts to become active."""
    for hire in await uow.hires.open_offers(contact_ids):
        if hire.waits:
            await _send(uow, hire)


async def send_again(uow: UnitOfWork, contact: Contact, mark: str) -> None:
    """Send a contact's open offers, once per `mark`, whether they were sent before or waited."""
    for hire in await uow.hires.open_offers([contact.id]):
        await _send(uow, hire, mark)


async def decline_open(uow: UnitOfWork, contact_ids: Collection[int]) -> None:
    """Decline the open offers of contacts who declined, were refused or were blocked."""
    for hire in await uow.hires.open_offers(contact_ids):
        hire.answer(False, uow.now)
        await record(uow, EventKind.OFFER_DECLINED, hire)
        await redraw_ask(uow, hire)


async def cancel_open(uow: UnitOfWork, contact_ids: Collection[int]) -> None:
    """Cancel the open offers of contacts whose invitation was withdrawn."""
    for hire in await uow.hires.open_offers(contact_ids):
        hire.cancel("The invitation was withdrawn.", uow.now, hire.start)
        await record(uow, EventKind.OFFER_CANCELLED, hire)
        await redraw_ask(uow, hire)


async def must_have_no_job(uow: UnitOfWork, contact: Contact) -> None:
    """Refuse if the contact has an open offer or job. Checked before archiving."""
    if open_jobs := await uow.hires.under_way(contact.id):
        first = open_jobs[0]
        raise JobUnderWay(contact, first, await today_of(uow, first.offered_by))


async def answer_offer(uow: UnitOfWork, hire_id: int, *, accepted: bool, agreed: str = "") -> Hire:
    """Record the answer. Already answered: return the offer unchanged.

    `agreed` is the version of the agreement they ticked. Raises NotAgreed if one is missing.
    """
    hire = await uow.hires.lock(hire_id)
    usable(hire)
    if hire.state == HireState.OFFERED:
        if accepted:
            await agree(uow, hire.contact, agreed)
        await _settle(uow, hire, accepted=accepted)
    await redraw_ask(uow, hire)
    return hire


async def _settle(uow: UnitOfWork, hire: Hire, *, accepted: bool) -> None:
    hire.answer(accepted, uow.now)
    await record(uow, EventKind.OFFER_ACCEPTED if accepted else EventKind.OFFER_DECLINED, hire)
    if accepted:
        await uow.hires.recount(hire.contact_id)
        if hire.per is not Per.FIXED:
            await say_of_many(uow, {hire.contact_id: {ProfileField.RATE: hire.terms.pay}}, Voice.JOB)
        await plan(uow, hire)
    await uow.outbox.add(OfferAnswered(hire.id, contact_id=hire.contact_id))


def usable(hire: Hire) -> None:
    """Refuse an offer that can no longer be answered: raises LinkGone or NotFound."""
    if hire.state == HireState.CANCELLED:
        raise OfferWithdrawn(hire.title)
    if hire.waits:
        raise NotFound("offer")


async def asked_of(uow: UnitOfWork, hire_id: int) -> Hire:
    """Load the offer for a press in its direct message. Raises NotFound for anyone but the contact asked."""
    hire = await uow.hires.get(hire_id)
    if hire.asked_user != uow.scope.actor:
        raise NotFound("offer")
    return hire


async def cancel_offer(uow: UnitOfWork, hire_id: int, typed: str) -> Hire:
    """Cancel an offer, or an agreed job before it begins.

    The contact gets the reason by email, if the offer was sent.
    """
    hire = await uow.hires.lock(hire_id)
    reason = paragraphs(typed, REASON_LENGTH)
    if not reason:
        raise NoReason
    hire.cancel(reason, uow.now, await today_of(uow, hire.offered_by))
    await uow.hires.recount(hire.contact_id)
    agreed = {"agreed": "yes"} if hire.agreed else {}
    await record(uow, EventKind.OFFER_CANCELLED, hire, reason=reason, **agreed)
    if hire.sent_at:
        await mail(uow, CancelledMail, hire)
    await redraw_ask(uow, hire)
    return hire


async def member_found(uow: UnitOfWork, hire_id: int, user_id: str) -> None:
    """Send the offer as a direct message too: the contact is this workspace member."""
    hire = await uow.hires.lock(hire_id)
    hire.asked_user = user_id
    await redraw_ask(uow, hire)
