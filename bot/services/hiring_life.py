"""The life of a hire after the yes: it begins, its end comes near, it is prolonged, ends, and is judged."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.services.days import beginning_of, today_of
from bot.services.hiring_form import new_end
from bot.services.hiring_told import EXTENDED, mail, record, tell_hirer
from storage.hire import Hire
from storage.status import EventKind, HireState
from storage.uow import UnitOfWork

ENDING_CARD, ANSWERED_CARD = "hire_ending", "hire_prolonged"
ASK_BEFORE = timedelta(days=7)
ASK_AT = timedelta(hours=9)  # after midnight: when people look
MOST_CURRENT = 100
_DAY = timedelta(days=1)


async def plan(uow: UnitOfWork, hire: Hire) -> None:
    """What its days bring: the cards say that it runs, ask about its end, and it ends by itself."""
    await _later(uow, "hire_starts", hire, hire.start)
    if hire.end:
        half = (hire.end - hire.start + _DAY) / 2
        asked_on = hire.end - min(ASK_BEFORE, timedelta(days=half.days))
        await _later(uow, "hire_ends_soon", hire, asked_on, ASK_AT)
        await _later(uow, "hire_over", hire, hire.end + _DAY)


async def _later(
    uow: UnitOfWork, kind: str, hire: Hire, day: date, after_midnight: timedelta = timedelta()
) -> None:
    due = await beginning_of(uow, hire.offered_by, day) + after_midnight
    wish = {"hire": hire.id, "end": str(hire.end) if hire.end else None}
    await uow.outbox.slack(
        kind, f"{kind}:{hire.id}", wish, contact_id=hire.contact_id, due_at=max(due, uow.now)
    )


async def started(uow: UnitOfWork, hire_id: int) -> None:
    hire = await uow.hires.get(hire_id)
    uow.outbox.redraw(hire.contact_id)


async def ends_soon(uow: UnitOfWork, hire_id: int) -> None:
    """The hirer gets a card that asks what shall be."""
    hire = await uow.hires.lock(hire_id)
    if hire.state == HireState.ACCEPTED and not hire.let_end:
        if not await uow.cards.of_hire(hire.id, ENDING_CARD):
            await uow.cards.add(
                contact_id=hire.contact_id, kind=ENDING_CARD, channel=hire.offered_by, hire_id=hire.id
            )
        uow.outbox.redraw(hire.contact_id)


async def over(uow: UnitOfWork, hire_id: int, last_day: date) -> None:
    """Its last day has gone by. One that was prolonged meanwhile goes on."""
    hire = await uow.hires.lock(hire_id)
    if hire.state == HireState.ACCEPTED and hire.end == last_day:
        await _end(uow, hire, None)
        await tell_hirer(uow, "hire_ended", hire)


async def end_hire(uow: UnitOfWork, hire_id: int, again: bool | None) -> Hire:
    """Today, by somebody of the team; `again` is whether they would hire them again, for the team alone."""
    hire = await uow.hires.lock(hire_id)
    await _end(uow, hire, again)
    return hire


async def _end(uow: UnitOfWork, hire: Hire, again: bool | None) -> None:
    hire.finish(uow.now)
    if again is not None:
        hire.judge(again)
    await uow.hires.recount(hire.contact_id)
    await record(uow, EventKind.HIRE_ENDED, hire)


async def judge(uow: UnitOfWork, hire_id: int, again: bool) -> Hire:
    """Would the team hire them again? The last answer counts, and the person never learns it."""
    hire = await uow.hires.lock(hire_id)
    hire.judge(again)
    await uow.hires.recount(hire.contact_id)
    uow.outbox.redraw(hire.contact_id)
    return hire


async def extend(uow: UnitOfWork, hire_id: int, chosen: str | None) -> Hire:
    """To a later or an earlier last day. Raises FormRefused."""
    hire = await uow.hires.lock(hire_id)
    end = new_end(hire, chosen, await today_of(uow, hire.offered_by))
    hire.extend(end)
    if asked := await uow.cards.of_hire(hire.id, ENDING_CARD):
        asked.kind = ANSWERED_CARD  # about the new last day there will be another one
    await plan(uow, hire)
    await record(uow, EventKind.HIRE_EXTENDED, hire, end=f"{end:%-d %B %Y}")
    await mail(uow, EXTENDED, hire, end)
    return hire


async def let_end(uow: UnitOfWork, hire_id: int) -> Hire:
    """Asked about its end, somebody has decided that it comes."""
    hire = await uow.hires.lock(hire_id)
    hire.let_it_end()
    uow.outbox.redraw(hire.contact_id)
    return hire


@dataclass(frozen=True, slots=True)
class Current:
    """Agreed jobs that have not ended, and whether there are more than are shown."""

    hires: list[Hire]
    more: bool


async def current(uow: UnitOfWork, most: int = MOST_CURRENT) -> Current:
    found = await uow.hires.current(most + 1)
    return Current(found[:most], len(found) > most)
