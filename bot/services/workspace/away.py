"""Somebody is away until a day, and a deputy gets meanwhile what waits for them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.services.hire.days import beginning_of, today_of, zone_of
from bot.services.workspace.leaving import still_open
from bot.services.workspace.work import DeputyNews
from storage.entities.colleague import NO_DEPUTY, WRONG_LAST_DAY_AWAY, Absence, OpenThings
from storage.entities.errors import FormRefused
from storage.entities.status import EventKind
from storage.tables.belongings import LINKS
from storage.uow import UnitOfWork

LONGEST = timedelta(days=366)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AwayForm:
    """The input of "Away". The field names are those of the modal."""

    until: str | None
    deputy: str | None


@dataclass(frozen=True, slots=True)
class Away:
    """Whether somebody is away, with their last day."""

    absence: Absence | None
    last_day: date | None
    today: date


async def how_away(uow: UnitOfWork) -> Away:
    """Tell whether the acting member is away."""
    absence = await uow.colleagues.absence(uow.scope.actor)
    last = await last_day(uow, absence.user_id, absence.until) if absence else None
    return Away(absence, last, await today_of(uow, uow.scope.actor))


async def last_day(uow: UnitOfWork, user_id: str, until: datetime) -> date:
    """Return the last day of an absence, in the person's time zone."""
    return (until - _DAY).astimezone(zone_of(await uow.members.get(user_id))).date()


async def go_away(uow: UnitOfWork, form: AwayForm) -> None:
    """Note that the acting member is away, and tell the deputy what waits. Raises FormRefused."""
    user_id, errors = uow.scope.actor, dict[str, str]()
    last, today = _day(form.until), await today_of(uow, user_id)
    if last is None or not today <= last <= today + LONGEST:
        errors["until"] = WRONG_LAST_DAY_AWAY
    deputy = form.deputy
    if deputy is None or deputy == user_id or not await uow.colleagues.may_act(deputy):
        errors["deputy"] = NO_DEPUTY
    if errors or last is None or deputy is None:
        raise FormRefused(errors)
    until = await beginning_of(uow, user_id, last + _DAY)
    await uow.colleagues.is_away(user_id, deputy, until)
    await uow.events.record(EventKind.AWAY, after={"deputy": deputy, "until": str(last)})
    await uow.outbox.add(DeputyNews(user_id, deputy, int(until.timestamp())))


def _day(chosen: str | None) -> date | None:
    try:
        return date.fromisoformat(chosen or "")
    except ValueError:
        return None


async def come_back(uow: UnitOfWork) -> None:
    """End the acting member's absence. Nothing happens if they are not away."""
    if await uow.colleagues.absence(uow.scope.actor):
        await uow.events.record(EventKind.BACK)
    await uow.colleagues.is_back(uow.scope.actor)


async def what_waits(uow: UnitOfWork, user_id: str) -> list[OpenThings]:
    """List what is open and somebody's, but for their links."""
    theirs = await uow.belongings.of(user_id)
    return await still_open(uow, {kind: ids for kind, ids in theirs.items() if kind != LINKS})
