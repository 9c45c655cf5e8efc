"""Deleting all data of a workspace, and taking them away before.

A second administrator confirms. Where there is only one, the deletion waits for some days and can be stopped.
"""

import json
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.services.person.work import Erasure, FileRemoval, MessageRemoval
from bot.services.workspace.work import EmptyingNotice, EmptyingSettled, WorkspaceEmptying, WorkspaceExport
from storage.engine.journal import JournalKind
from storage.entities.emptying import EmptyingConfirmed, EmptyingOver, NameDiffers, SecondNeeded
from storage.entities.status import EventKind
from storage.uow import UnitOfWork

WAITS = timedelta(days=7)  # where no second administrator can confirm
MOST_ROWS = 50_000  # in one file
MOST_CHARACTERS = 30_000_000  # in one file, roughly: CVs are large
_NOBODY = ""  # the journal's entry about a whole workspace names nobody


async def ask_to_empty(uow: UnitOfWork, typed_name: str) -> int:
    """Ask the other administrators to confirm. Returns how many there are; without any, it waits.

    Raises NameDiffers.
    """
    workspace = await uow.workspaces.lock()
    if typed_name.strip() != workspace.team_name:
        raise NameDiffers(workspace.team_name)
    others = await uow.colleagues.administrators(without={uow.scope.actor})
    workspace.emptying_asked_by, workspace.emptying_at = uow.scope.actor, None if others else uow.now + WAITS
    await uow.events.record(EventKind.EMPTYING_ASKED)
    mark = f"{uow.now.timestamp():.0f}"
    for each in others or [uow.scope.actor]:
        await uow.outbox.add(EmptyingNotice(each, uow.scope.actor, mark))
    if workspace.emptying_at:
        await uow.outbox.add(WorkspaceEmptying(0, mark), due_at=workspace.emptying_at)
    return len(others)


async def confirm_emptying(uow: UnitOfWork, reply_to: str) -> None:
    """Delete everything now. Raises EmptyingOver, or SecondNeeded for whoever asked for it."""
    workspace = await uow.workspaces.lock()
    if not workspace.emptying_asked_by:
        raise EmptyingOver
    if workspace.emptying_asked_by == uow.scope.actor:
        raise SecondNeeded
    if workspace.emptying_at and workspace.emptying_at <= uow.now:
        raise EmptyingConfirmed
    workspace.emptying_at = uow.now
    await uow.outbox.add(WorkspaceEmptying(0, f"{uow.now.timestamp():.0f}"))
    await uow.outbox.add(EmptyingSettled(reply_to, stopped=False))


async def stop_emptying(uow: UnitOfWork, reply_to: str) -> None:
    """Keep the data after all. Raises EmptyingOver."""
    workspace = await uow.workspaces.lock()
    if not workspace.emptying_asked_by:
        raise EmptyingOver
    workspace.emptying_asked_by = workspace.emptying_at = None
    await uow.events.record(EventKind.EMPTYING_STOPPED)
    await uow.outbox.add(EmptyingSettled(reply_to, stopped=True))


async def empty_one_part(uow: UnitOfWork, work: WorkspaceEmptying) -> WorkspaceEmptying | None:
    """Delete one table's rows. Returns the next part; None at the end, or if it was stopped."""
    workspace = await uow.workspaces.lock()
    if not workspace.emptying_at or workspace.emptying_at > uow.now:
        return None
    if work.part == 0:
        uow.remember_beyond(JournalKind.EMPTIED, _NOBODY, workspace.slack_id)
        await _remove_from_slack(uow)
    tables = uow.installs.tables_to_empty()
    if work.part < len(tables):
        await uow.installs.empty(tables[work.part])
        return replace(work, part=work.part + 1)
    workspace.settings, workspace.emptying_asked_by, workspace.emptying_at = {}, None, None
    await uow.installs.forget_people()
    await uow.redraws.all_homes(await uow.homes.everybody())
    await uow.homes.forget()
    await uow.outbox.add(Erasure(_NOBODY, everywhere=False))
    await uow.events.record(EventKind.EMPTIED)
    return None


async def _remove_from_slack(uow: UnitOfWork) -> None:
    for channel, ts in await uow.traces.messages():
        await uow.outbox.add(MessageRemoval(channel, ts))
    for file_id in await uow.traces.files():
        await uow.outbox.add(FileRemoval(file_id))
    for card in await uow.requests.cards_of_workspace():
        if card.channel and card.ts:
            with uow.within(card.workspace_id):
                await uow.outbox.add(MessageRemoval(card.channel, card.ts))


@dataclass(frozen=True, slots=True)
class DataPart:
    """One file with a workspace's data, and the work that makes the next one (None at the end)."""

    name: str
    data: bytes
    next: WorkspaceExport | None


async def enqueue_workspace_export(uow: UnitOfWork, request: str) -> None:
    """Send the actor everything stored about this workspace. `request` names the press: once only."""
    await uow.outbox.add(WorkspaceExport(uow.scope.actor, str(uow.now.date()), 0, 0, 1, request))
    await uow.events.record(EventKind.EXPORTED, after={"everything": True})


async def workspace_data(uow: UnitOfWork, work: WorkspaceExport) -> DataPart:
    """Build one file: a line of JSON for each row, with its table's name."""
    tables = uow.personal.tables()
    lines: list[str] = []
    table, offset = work.table, work.offset
    while table < len(tables) and len(lines) < MOST_ROWS and sum(map(len, lines)) < MOST_CHARACTERS:
        most = uow.personal.rows_at_once(tables[table])
        rows = await uow.personal.rows_of(tables[table], offset, most)
        name = tables[table].__tablename__
        lines += [json.dumps({"table": name, **row}, ensure_ascii=False) for row in rows]
        table, offset = (table, offset + len(rows)) if len(rows) == most else (table + 1, 0)
    part = "" if work.part == 1 else f"-{work.part}"
    following = replace(work, table=table, offset=offset, part=work.part + 1)
    return DataPart(
        f"workspace-data-{work.day}{part}.jsonl",
        "\n".join(lines).encode(),
        following if table < len(tables) else None,
    )
