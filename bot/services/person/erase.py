"""Erasing somebody: their personal data here and in our messages and files in Slack.

What stays is a keyed hash, so that nothing unasked revives them, and events without a name.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.services.hire.days import today_of
from bot.services.person.leave import remember
from bot.services.person.work import Erasure, FarewellCard, FileRemoval, JobErased, MessageRemoval
from storage.engine.journal import EVERYWHERE, JournalKind
from storage.engine.keys import finds
from storage.entities.contact import Contact
from storage.entities.settings import company_name
from storage.entities.status import EventKind, HireState
from storage.entities.suppression import Reason
from storage.overview.listing import Criteria, Sort
from storage.uow import UnitOfWork


async def erase(uow: UnitOfWork, email_key: str) -> None:
    """Erase an address from this workspace. Nobody may invite it again; its owner may sign up again."""
    await uow.suppressions.add(email_key, uow.now, Reason.ERASED)
    await remember(uow, JournalKind.ERASED, email_key)
    await remove(uow, email_key)


async def known_in(uow: UnitOfWork, email_key: str, only: int | None = None) -> list[int]:
    """List the workspaces that hold an address, or only this one if it does."""
    return [each for each in await uow.erasing.workspaces_of(email_key) if only in {None, each}]


async def erase_from(uow: UnitOfWork, email_key: str, *, everywhere: bool) -> None:
    """Erase an address from this workspace, or from all."""
    await (erase_everywhere(uow, [email_key]) if everywhere else erase(uow, email_key))


@dataclass(frozen=True, slots=True)
class Erasable:
    """A contact to erase, with what the form says about it. `files` are names of lists that named them."""

    contact: Contact
    company: str
    keeps_jobs: bool
    files: Sequence[str]


async def to_erase(uow: UnitOfWork, contact_id: int) -> Erasable:
    """Load what the modal says before somebody is erased. Raises NotFound."""
    contact = await uow.contacts.get(contact_id)
    workspace, settings = await uow.workspaces.current(), await uow.workspaces.settings()
    return Erasable(contact, company_name(workspace), settings.keep_jobs, await uow.erasing.lists(contact_id))


async def erase_contact(uow: UnitOfWork, contact_id: int) -> None:
    """Erase a contact of this workspace. Raises NotFound, also for one who was just erased."""
    await erase(uow, (await uow.contacts.get(contact_id)).email_key)


async def erase_everywhere(uow: UnitOfWork, email_keys: Collection[str]) -> None:
    """Erase a person's addresses from all workspaces of this installation."""
    for email_key in sorted(email_keys):
        await uow.suppressions.add(email_key, uow.now, Reason.ERASED, everywhere=True)
        uow.remember_beyond(JournalKind.ERASED, email_key, EVERYWHERE)
        for workspace_id in await uow.erasing.workspaces_of(email_key):
            with uow.within(workspace_id):
                await remove(uow, email_key)
        await uow.outbox.add(Erasure(uow.suppressions.hash_recipient(email_key), everywhere=True))


async def remove(uow: UnitOfWork, email_key: str) -> None:
    """Remove what this workspace holds of an address. Unlike `erase`, it may be invited again."""
    recipient = uow.suppressions.hash_recipient(email_key)
    found = await uow.contacts.by_email(email_key)
    if found:
        await _erase_contact(uow, await uow.contacts.lock(found.id))
    await uow.erasing.address(email_key, recipient)
    await uow.outbox.add(Erasure(recipient, everywhere=False))


async def _erase_contact(uow: UnitOfWork, contact: Contact) -> None:
    await _end_jobs(uow, contact)
    await _remove_from_slack(uow, contact)
    await uow.events.record(EventKind.ERASED, contact_id=contact.id)
    await uow.flush()
    for import_id in await uow.erasing.import_rows(contact.id):
        await uow.imports.forget_file(import_id)
    if contact.farewell_id:
        await uow.outbox.add(FarewellCard(contact.farewell_id))
    named = contact.search_key.removesuffix(contact.profile_key)  # others have the same title or place
    await uow.erasing.searches(named, contact.sort_key)
    await uow.erasing.contact(contact.id)
    await _forget_lists(uow, named)


async def _forget_lists(uow: UnitOfWork, search_key: str) -> None:
    """Delete lists that are about the erased person alone: their name or search finds nobody else."""
    for saved in await uow.saved_lists.every():
        for text in filter(None, (saved.name, Criteria.from_json(saved.criteria).text)):
            others = Criteria(text=text)
            if finds(text, search_key) and not await uow.overview.rows(others, Sort.NAME, None, 1):
                await uow.saved_lists.delete(saved.id)
                break


async def _end_jobs(uow: UnitOfWork, contact: Contact) -> None:
    """End agreed jobs today. Hirers are told by title and days; dates and amounts stay if Settings say so."""
    kept = (await uow.workspaces.settings()).keep_jobs
    for hire in await uow.hires.of_contact(contact.id, most=None):
        if hire.state == HireState.ACCEPTED:
            today = await today_of(uow, hire.offered_by)
            end = max(hire.start, min(today, hire.end or today))
            await uow.outbox.add(JobErased(hire.offered_by, hire.title, str(hire.start), str(end), hire.id))
            hire.end = end
        if kept and hire.state in {HireState.ACCEPTED, HireState.ENDED}:
            await uow.erasing.keep_job(hire)


async def _remove_from_slack(uow: UnitOfWork, contact: Contact) -> None:
    """Delete our messages and files that name the contact. The outbox does it within minutes."""
    messages = {(card.channel, card.ts) for card in await uow.cards.of_contact(contact.id) if card.ts}
    messages |= {
        (hire.asked_channel, hire.asked_ts)
        for hire in await uow.hires.of_contact(contact.id, most=None)
        if hire.asked_channel and hire.asked_ts
    }
    for trace in await uow.traces.take(contact.id, contact.created_at):
        if trace.file_id:
            await uow.outbox.add(FileRemoval(trace.file_id))
        elif trace.channel and trace.ts:
            messages.add((trace.channel, trace.ts))
    for channel, ts in sorted(messages):
        await uow.outbox.add(MessageRemoval(channel, ts))
    for card in await uow.requests.cards_for([each.id for each in contact.invitations]):
        if card.channel and card.ts:
            with uow.within(card.workspace_id):
                await uow.outbox.add(MessageRemoval(card.channel, card.ts))
