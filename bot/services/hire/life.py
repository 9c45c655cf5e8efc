"""A job after the contact accepted: it begins, is extended, ends, and is rated."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.services.hire.days import beginning_of, today_of
from bot.services.hire.form import new_end
from bot.services.hire.told import mail, record, redraw_ask
from bot.services.hire.work import EndedMail, ExtendedMail, HireDay, HireEndsSoon, HireOver, HireStarts
from language.dates import day_words
from storage.entities.hire import Hire
from storage.entities.status import EventKind, HireState
from storage.uow import UnitOfWork

ENDING_CARD, ANSWERED_CARD, ENDED_CARD = "hire_ending", "hire_prolonged", "hire_ended"
ASK_BEFORE = timedelta(days=7)
ASK_AT = timedelta(hours=9)  # after midnight, when people are at work
MOST_CURRENT = 100
_DAY = timedelta(days=1)


async def plan(uow: UnitOfWork, hire: Hire) -> None:
    """Schedule what happens on the job's days: it begins, the hirer is asked about its end, and it ends."""
    await _later(uow, HireStarts(hire.id, contact_id=hire.contact_id), hire, hire.start)
    if hire.end:
        ask = HireEndsSoon(hire.id, contact_id=hire.contact_id)
        await _later(uow, ask, hire, asked_on(hire.start, hire.end), ASK_AT)
        its_end = HireOver(hire.id, str(hire.end), contact_id=hire.contact_id)
        await _later(uow, its_end, hire, hire.end + _DAY)


def asked_on(start: date, end: date) -> date:
    """Return when to ask about a job's end: a week before, or half-way if it is shorter than two weeks."""
    half = (end - start + _DAY) / 2
    return end - min(ASK_BEFORE, timedelta(days=half.days))


async def _later(
    uow: UnitOfWork, work: HireDay, hire: Hire, day: date, after_midnight: timedelta = timedelta()
) -> None:
    due = await beginning_of(uow, hire.offered_by, day) + after_midnight
    await uow.outbox.add(work, due_at=max(due, uow.now))


async def started(uow: UnitOfWork, hire_id: int) -> None:
    hire = await uow.hires.get(hire_id)
    uow.outbox.redraw(hire.contact_id)


async def ends_soon(uow: UnitOfWork, hire_id: int) -> None:
    """Ask the hirer, with a card, what to do about the approaching end."""
    hire = await uow.hires.lock(hire_id)
    if hire.state == HireState.ACCEPTED and not hire.let_end:
        if not await uow.cards.of_hire(hire.id, ENDING_CARD):
            await uow.cards.add(
                contact_id=hire.contact_id, kind=ENDING_CARD, channel=hire.offered_by, hire_id=hire.id
            )
        uow.outbox.redraw(hire.contact_id)


async def over(uow: UnitOfWork, hire_id: int, last_day: date) -> None:
    """End a job whose last day has passed. Does nothing if the end was changed meanwhile."""
    hire = await uow.hires.lock(hire_id)
    if hire.state == HireState.ACCEPTED and hire.end == last_day:
        await uow.cards.add(
            contact_id=hire.contact_id, kind=ENDED_CARD, channel=hire.offered_by, hire_id=hire.id
        )
        await _end(uow, hire, None, last_day)


async def end_hire(uow: UnitOfWork, hire_id: int, again: bool | None) -> Hire:
    """End a job today, and tell the contact by email.

    `again` tells whether the team would hire the contact again; the contact never sees it.
    """
    hire = await uow.hires.lock(hire_id)
    await _end(uow, hire, again, await today_of(uow, hire.offered_by))
    await mail(uow, EndedMail, hire)
    return hire


async def _end(uow: UnitOfWork, hire: Hire, again: bool | None, last_day: date) -> None:
    hire.finish(uow.now, last_day)
    if again is not None:
        hire.judge(again)
    await uow.hires.recount(hire.contact_id)
    await record(uow, EventKind.HIRE_ENDED, hire)
    await redraw_ask(uow, hire)


async def judge(uow: UnitOfWork, hire_id: int, again: bool) -> Hire:
    """Store whether the team would hire the contact again.

    The last answer counts; the contact never sees it.
    """
    hire = await uow.hires.lock(hire_id)
    hire.judge(again)
    await uow.hires.recount(hire.contact_id)
    uow.outbox.redraw(hire.contact_id)
    return hire


async def extend(uow: UnitOfWork, hire_id: int, chosen: str | None) -> Hire:
    """Change a job's last day, to later or earlier. Raises FormRefused.

    The day it has already changes nothing: nobody is emailed.
    """
    hire = await uow.hires.lock(hire_id)
    end = new_end(hire, chosen, await today_of(uow, hire.offered_by))
    before = hire.end
    hire.extend(end)
    if end == before:
        return hire
    if asked := await uow.cards.of_hire(hire.id, ENDING_CARD):
        asked.kind = ANSWERED_CARD  # a new card will ask about the new last day
    await plan(uow, hire)
    await record(uow, EventKind.HIRE_EXTENDED, hire, end=day_words(end))
    await mail(uow, ExtendedMail, hire, f"{end} {uow.now.isoformat()}")  # a day may be chosen once more
    return hire


async def let_end(uow: UnitOfWork, hire_id: int) -> Hire:
    """Store the hirer's decision to let a job end."""
    hire = await uow.hires.lock(hire_id)
    hire.let_it_end()
    uow.outbox.redraw(hire.contact_id)
    return hire


@dataclass(frozen=True, slots=True)
class Current:
    """Accepted jobs that have not ended, and whether there are more than shown."""

    hires: list[Hire]
    more: bool


async def current(uow: UnitOfWork, most: int = MOST_CURRENT) -> Current:
    found = await uow.hires.current(most + 1)
    return Current(found[:most], len(found) > most)
