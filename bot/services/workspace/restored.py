"""Recovers after a restore: holds emails that may have been sent, and reapplies opt-outs and blocks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.services.invitation.opt_out import stop_mail
from bot.services.person.erase import remove
from bot.services.person.leave import come_back, leave
from bot.services.signup.approval import block_again, unblock
from bot.services.workspace.work import RestoreNotice, RestoreSettled, WorkspaceEmptying
from storage.engine.journal import EVERYWHERE, Entry, Journal, JournalKind, JournalRefused, Known
from storage.entities.epoch import Epoch
from storage.entities.errors import Refused
from storage.entities.status import EventKind, Status
from storage.entities.suppression import Reason
from storage.outbox.work import Lane
from storage.uow import UnitOfWork


class NothingHeld(Refused):
    """Nothing is on hold any more, since somebody else has decided."""

    def __init__(self) -> None:
        super().__init__("Nothing is on hold any more: someone has already decided.")


@dataclass(frozen=True, slots=True)
class Start:
    """One start of the program on its database. `restored`: the database is older than its journal."""

    database: str
    number: int
    restored: bool
    entries: tuple[Entry, ...]


async def begin_epoch(uow: UnitOfWork, journal: Journal | None) -> Start:
    """Count this start, and detect whether the database is older than its journal.

    It is older after a restore or if a copy of the file was put back; a missing journal counts as well. The
    start is announced in the journal here, and the caller writes it there after the commit. Raises
    JournalRefused if the journal belongs to another database.
    """
    found = await uow.epochs.get()
    epoch = found or await uow.epochs.add()
    is_new = found is None and epoch.starts == 0  # nor has another process just begun it
    # Read under the epoch's lock, so that what another process has committed is announced here.
    known = journal.read() if journal else Known(None, 0, (), 0)
    if journal and not is_new and known.database not in {None, epoch.database}:
        raise JournalRefused(
            f"{journal.path} belongs to another database than the one DATABASE_URL names."
            " Name this database's own journal in JOURNAL_FILE."
        )
    restored = epoch.copied_at is not None
    if journal and not restored:
        # A new epoch with an old journal: the backup comes from a version that kept none.
        restored = known.starts > 0 if is_new else await _is_older(uow, epoch, known)
    database = known.database or epoch.database
    number = max(epoch.starts, known.starts) + 1 if journal else epoch.starts
    if journal:
        journal.starting(database, number)
    await uow.epochs.started(database, number)
    return Start(database, number, restored, known.entries)


async def _is_older(uow: UnitOfWork, epoch: Epoch, known: Known) -> bool:
    # A process that died after the commit had announced this very start, but could not write that it was one.
    journal_is_missing = known.starts == 0 < epoch.starts and known.begun != (epoch.database, epoch.starts)
    seen_less = known.starts > epoch.starts or known.mark > await uow.epochs.work_done(Lane.MAIL)
    return journal_is_missing or seen_less


async def settle_restore(uow: UnitOfWork, entries: Sequence[Entry]) -> None:
    """Hold everything unsent, reapply the journal's opt-outs and blocks, and ask the administrators."""
    await uow.holding.hold_unsent()
    workspaces = await uow.workspaces.every_id()
    await _suppress(uow, entries, workspaces)
    for slack_id, workspace_id in workspaces.items():
        with uow.within(workspace_id):
            here = [each for each in entries if each.scope in {EVERYWHERE, slack_id}]
            await _empty_again(uow, here)
            await _apply(uow, here)
            await _tell(uow)
            await uow.events.record(EventKind.DATABASE_RESTORED)


_REASONS: Mapping[str, Reason] = {
    JournalKind.STOPPED: Reason.STOPPED,
    JournalKind.LEFT: Reason.LEFT,
    JournalKind.ERASED: Reason.ERASED,
    JournalKind.RETURNED: Reason.RETURNED,
}
_BLOCKS = (JournalKind.BLOCKED, JournalKind.UNBLOCKED)


def _last(entries: Iterable[Entry], kinds: Collection[str]) -> Mapping[str, Entry]:
    """Find each person's last entry of these kinds: {recipient: entry}.

    A block says nothing about email, nor the other way round.
    """
    return {entry.recipient: entry for entry in entries if entry.kind in kinds}


async def _suppress(uow: UnitOfWork, entries: Sequence[Entry], workspaces: Mapping[str, int]) -> None:
    scopes = {EVERYWHERE: EVERYWHERE} | {slack_id: str(each) for slack_id, each in workspaces.items()}
    for slack_id, scope in scopes.items():
        its = _last((each for each in entries if each.scope == slack_id), _REASONS)
        for recipient, entry in its.items():
            await uow.suppressions.add_hash(recipient, scope, uow.now, _REASONS[entry.kind])


async def _empty_again(uow: UnitOfWork, here: Sequence[Entry]) -> None:
    """Delete all data again if that was done after the newest event in this backup."""
    entry = next((each for each in reversed(here) if each.kind == JournalKind.EMPTIED), None)
    newest = await uow.events.newest_at()
    if entry and newest and f"{newest:%Y-%m-%d}" <= entry.day:
        workspace = await uow.workspaces.lock()
        workspace.emptying_asked_by, workspace.emptying_at = uow.scope.actor, uow.now
        await uow.outbox.add(WorkspaceEmptying(0, f"{uow.now.timestamp():.0f}"))


async def _apply(uow: UnitOfWork, here: Sequence[Entry]) -> None:
    """Apply entries to one workspace's contacts, found by the hash of their address."""
    of_email, of_blocks = _last(here, _REASONS), _last(here, _BLOCKS)
    for contact_id, status, email_key in await uow.contacts.every_key() if here else ():
        recipient = uow.suppressions.hash_recipient(email_key)
        match (entry := of_blocks.get(recipient)) and entry.kind:
            case JournalKind.BLOCKED if status != Status.BLOCKED:
                await block_again(uow, contact_id)
            case JournalKind.UNBLOCKED if status == Status.BLOCKED:
                await unblock(uow, contact_id)
        match (entry := of_email.get(recipient)) and entry.kind:
            case JournalKind.STOPPED:
                await stop_mail(uow, contact_id)
            case JournalKind.LEFT:
                await leave(uow, contact_id)
            case JournalKind.ERASED:
                await remove(uow, email_key)
            case JournalKind.RETURNED:
                await come_back(uow, contact_id)


async def _tell(uow: UnitOfWork) -> None:
    held = await uow.holding.held()
    if not held.emails and not held.messages:
        return
    for admin in await uow.colleagues.administrators():
        await uow.outbox.add(RestoreNotice(admin, f"{uow.now.timestamp():.0f}"))


async def send_held(uow: UnitOfWork, reply_to: str) -> None:
    """Send everything on hold. Raises NothingHeld."""
    await _settled(uow, EventKind.HELD_SENT, reply_to, await uow.holding.send())
    uow.outbox.added |= {Lane.MAIL, Lane.SLACK}


async def drop_held(uow: UnitOfWork, reply_to: str) -> None:
    """Cancel everything on hold. Raises NothingHeld."""
    await _settled(uow, EventKind.HELD_DROPPED, reply_to, await uow.holding.drop())


async def _settled(
    uow: UnitOfWork, kind: EventKind, reply_to: str, of_contacts: Sequence[int | None]
) -> None:
    if not of_contacts:
        raise NothingHeld
    concerned = {contact_id for contact_id in of_contacts if contact_id}
    await uow.events.record(kind, after={"count": len(of_contacts)}, concerned=concerned)
    await uow.outbox.add(RestoreSettled(reply_to, kind is EventKind.HELD_SENT, len(of_contacts)))
