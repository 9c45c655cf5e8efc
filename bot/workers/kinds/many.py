"""Outbox work for bulk actions on whole lists: steps, and the news that all is done."""

from functools import partial

from blocks.contact.many import done_message
from bot.services.contact.many import take_step
from bot.services.contact.work import BulkDone, BulkStep
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.quiet import Note
from bot.workers.engine.slack import Show
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.note(BulkStep, make_step)
    on.show(BulkDone, render_done)


async def make_step(_uow: UnitOfWork, work: BulkStep) -> Note:
    """Change the contacts in the transaction that records the step, so that each is changed once."""
    return Note(partial(take_step, work=work))


async def render_done(_uow: UnitOfWork, work: BulkDone) -> Show:
    return Show(done_message(work.act, work.done, work.left), channel=work.to, private=True)
