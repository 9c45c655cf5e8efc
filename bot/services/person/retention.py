"""Retention: contacts nobody has touched for long are removed, after their inviter and they were asked."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from bot.services.person.erase import remove
from bot.services.person.work import FarewellCard, FarewellDue, FarewellMail
from storage.entities.colleague import ADMINISTRATORS
from storage.entities.contact import Contact
from storage.entities.farewell import Farewell, FarewellOver
from storage.entities.settings import WorkspaceSettings
from storage.entities.status import EventKind, Status
from storage.uow import UnitOfWork

NOTICE = timedelta(days=30)  # between the card and the removal
MOST_AT_ONCE = 200  # contacts put on cards, or removed, in one transaction
_MONTH = timedelta(days=30.44)
_EMAILED = {Status.INVITED, Status.APPLIED, Status.ACTIVE}


async def announce(uow: UnitOfWork) -> bool:
    """Ask about contacts whose time is over: one card for each inviter. Returns whether there may be more."""
    settings = await uow.workspaces.settings()
    nobodys = settings.applications_channel or ADMINISTRATORS
    found = await uow.farewells.over(_since(settings, uow.now), MOST_AT_ONCE)
    by_owner: dict[str, list[int]] = defaultdict(list)
    for contact_id, responsible in found:
        by_owner[responsible or nobodys].append(contact_id)
    for owner, contact_ids in by_owner.items():
        await _announce(uow, owner, contact_ids)
    return len(found) == MOST_AT_ONCE


def _since(settings: WorkspaceSettings, now: datetime) -> Mapping[Status, datetime]:
    months = {
        Status.INVITED: settings.unanswered_months,
        Status.DECLINED: settings.unanswered_months,
        Status.APPLIED: settings.applicants_months,
        Status.ACTIVE: settings.untouched_months,
    }
    return {status: now + NOTICE - number * _MONTH for status, number in months.items() if number}


async def _announce(uow: UnitOfWork, owner: str, contact_ids: Sequence[int]) -> None:
    farewell = Farewell(owner=owner, leaves_at=uow.now + NOTICE, created_at=uow.now)
    await uow.farewells.add(farewell, contact_ids)
    await uow.outbox.add(FarewellCard(farewell.id))
    await uow.outbox.add(FarewellDue(farewell.id, 1), due_at=farewell.leaves_at)
    for contact in await uow.farewells.contacts(farewell.id):
        if contact.status in _EMAILED and not contact.mail_stopped_at and not contact.archived_at:
            recipient = uow.suppressions.hash_recipient(contact.email_key)
            mail = FarewellMail(contact.id, farewell.id, contact_id=contact.id, recipient=recipient)
            await uow.outbox.add(mail)


async def on_card(uow: UnitOfWork, farewell_id: int) -> tuple[Farewell, Sequence[Contact]]:
    """Load a card and who is on it. Raises NotFound, or FarewellOver if nobody is."""
    farewell = await uow.farewells.get(farewell_id)
    contacts = await uow.farewells.contacts(farewell_id)
    if not contacts:
        raise FarewellOver
    return farewell, contacts


async def keep(uow: UnitOfWork, farewell_id: int, kept: Collection[int] | None = None) -> None:
    """Keep some contacts of a card, or all. Raises FarewellOver if nobody is on it any more.

    Keeping counts as touching a contact, so its time begins anew.
    """
    farewell = await uow.farewells.lock(farewell_id)
    on_it = await uow.farewells.contacts(farewell_id)
    if not on_it:
        raise FarewellOver
    these = [each for each in on_it if kept is None or each.id in kept]
    await uow.farewells.keep([each.id for each in these])
    await uow.events.record_all(EventKind.KEPT, {each.id: {} for each in these})
    await _decided(uow, farewell)


async def let_go(uow: UnitOfWork, farewell_id: int) -> None:
    """Note that the contacts on a card may go when its day comes. Raises FarewellOver."""
    farewell = await uow.farewells.lock(farewell_id)
    if not await uow.farewells.contacts(farewell_id, most=1):
        raise FarewellOver
    await _decided(uow, farewell)


async def _decided(uow: UnitOfWork, farewell: Farewell) -> None:
    farewell.decided_by = uow.scope.actor
    await uow.outbox.add(FarewellCard(farewell.id))


async def stay(uow: UnitOfWork, contact_id: int) -> Contact:
    """Let a contact stay, because they said so. Nothing changes if they were kept already."""
    contact = await uow.contacts.lock(contact_id)
    if contact.farewell_id is not None:
        farewell_id = contact.farewell_id
        await uow.farewells.keep([contact.id])
        await uow.events.record(EventKind.STAYED, contact)
        await uow.outbox.add(FarewellCard(farewell_id))
    return contact


async def carry_out(uow: UnitOfWork, work: FarewellDue) -> None:
    """Remove the contacts that are still on a card. They may be invited again: no hash of them stays."""
    farewell = await uow.farewells.lock(work.farewell)
    gone = await uow.farewells.still_over(farewell, MOST_AT_ONCE)
    for contact in gone:
        await remove(uow, contact.email_key)
    if len(gone) == MOST_AT_ONCE:
        await uow.outbox.add(FarewellDue(farewell.id, work.step + 1))
        return
    touched = await uow.farewells.contacts(farewell.id)
    await uow.farewells.keep([each.id for each in touched])
    await uow.outbox.add(FarewellCard(farewell.id))
