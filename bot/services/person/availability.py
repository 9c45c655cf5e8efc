"""From when contacts are free: they say it, are asked by email from time to time, and old words fade."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.services.person.work import AvailabilityDue, AvailabilityMail, AvailabilityReview
from bot.services.profile.profile import told_by_person
from bot.services.words.profile import parse_day, parse_days
from storage.entities.availability import Availability, fresh
from storage.entities.contact import Contact
from storage.entities.errors import FormRefused
from storage.entities.profile import Free, ProfileField
from storage.entities.status import Status
from storage.uow import UnitOfWork

AT_ONCE = 1_000  # contacts looked through in one transaction
_NOT_ASKED = {Status.DECLINED, Status.BLOCKED}
SPREAD_DAYS = 14  # over which people are asked whose time came while nobody was asked


def may_say(contact: Contact) -> bool:
    """Tell whether a company wants to know when this contact is free."""
    return contact.status not in _NOT_ASKED and contact.archived_at is None


async def say(uow: UnitOfWork, contact_id: int, free_from: str, days_a_week: str) -> Contact:
    """Store from when a contact is free, as they say it today, if they may. Raises FormRefused."""
    free, errors = _read(free_from, days_a_week, uow.now)
    if errors:
        raise FormRefused(errors)
    contact = await uow.contacts.lock(contact_id)
    if may_say(contact):
        await told_by_person(uow, contact, {ProfileField.FREE: free}, anew=True)
    return contact


def _read(free_from: str, days_a_week: str, now: datetime) -> tuple[Free, dict[str, str]]:
    errors: dict[str, str] = {}
    since = days = None
    try:
        since = parse_day(free_from, now.date())
    except ValueError as error:
        errors["free_from"] = str(error)
    try:
        days = parse_days(days_a_week)
    except ValueError as error:
        errors["days_a_week"] = str(error)
    return Free(since, days), errors


async def look_after(uow: UnitOfWork, contact_ids: Collection[int]) -> None:
    """Sort contacts by when they are free, and enqueue what comes next: asking them, or their word fades."""
    await _look_after(uow, await uow.availability.of_all(contact_ids))


async def _look_after(uow: UnitOfWork, found: Sequence[Availability]) -> None:
    days = (await uow.workspaces.settings()).availability_days
    keys = {each.contact_id: (each.free_key, each.sort_key(uow.now)) for each in found}
    await uow.availability.sort({each: now for each, (before, now) in keys.items() if before != now})
    due = {each.contact_id: at for each in found if (at := _next(each, days, uow.now))}
    # who is invited has nothing to cancel, and an import invites thousands
    others = [each.contact_id for each in found if each.status is not Status.INVITED]
    await uow.outbox.cancel(AvailabilityDue, [each for each in others if each not in due])
    works = [(AvailabilityDue(each, contact_id=each), at) for each, at in due.items()]
    await uow.outbox.add_each(works)


def _next(of: Availability, days: int, now: datetime) -> datetime | None:
    """Return when something is next to be done about a contact. None if nothing is."""
    asks_at = of.asks_at(days)
    if asks_at and asks_at <= now:
        asks_at = now + timedelta(days=of.contact_id % SPREAD_DAYS)
    return min((at for at in (asks_at, of.fades_at(now)) if at), default=None)


async def come(uow: UnitOfWork, contact_id: int) -> None:
    """Do what is due about a contact: ask when they are free, or let an old word fade."""
    days = (await uow.workspaces.settings()).availability_days
    for each in await uow.availability.of_all([contact_id]):
        asks_at = each.asks_at(days)
        if asks_at and asks_at <= uow.now:
            await _ask(uow, contact_id)
        if each.said_at and not fresh(each.said_at, uow.now):
            uow.outbox.redraw(contact_id)
    await look_after(uow, [contact_id])


async def _ask(uow: UnitOfWork, contact_id: int) -> None:
    contact = await uow.contacts.get(contact_id)
    await uow.availability.asked(contact_id, uow.now)
    recipient, mark = uow.suppressions.hash_recipient(contact.email_key), uow.now.date().isoformat()
    if not contact.bounced:
        await uow.outbox.add(AvailabilityMail(contact_id, mark, contact_id=contact_id, recipient=recipient))


async def review(uow: UnitOfWork, work: AvailabilityReview) -> None:
    """Look after the active contacts, some at a time: Settings say another number of days now."""
    found = await uow.availability.of_active(work.after, AT_ONCE)
    await _look_after(uow, found)
    if len(found) == AT_ONCE:
        await uow.outbox.add(AvailabilityReview(found[-1].contact_id))
