"""Handles imports whose work was given up after too many failures."""

from blocks.imports import words
from bot.services.imports.read import cannot_read
from bot.services.imports.run import broke_off
from bot.services.imports.work import ImportRead, ImportRun, ImportSendRest, ImportUndo
from bot.workers.engine.registry import Ends
from storage.entities.status import Outcome
from storage.outbox.sending import Ending
from storage.uow import UnitOfWork


def told() -> Ends:
    """Register what happens when work on an import is given up."""
    ends = Ends()
    ends.tell(ImportRead, _not_read)
    ends.tell(ImportRun, _broke_off)
    ends.tell(ImportUndo, _broke_off)
    ends.tell(ImportSendRest, _broke_off)
    return ends


async def _not_read(uow: UnitOfWork, work: ImportRead, ending: Ending) -> None:
    if ending.state is Outcome.FAILED:
        await cannot_read(uow, work.import_id, words.could_not_read(ending.error or words.FAULT))


async def _broke_off(uow: UnitOfWork, work: ImportRun | ImportUndo | ImportSendRest, ending: Ending) -> None:
    if ending.state is Outcome.FAILED:
        said = _SAID[type(work)]
        await broke_off(uow, work.import_id, said(ending.error or words.FAULT))


_SAID = {
    ImportRun: words.broke_off,
    ImportUndo: words.undo_broke_off,
    ImportSendRest: words.sending_broke_off,
}
