"""Where a message goes that cannot be read where it belongs. The one place that knows the order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from storage.entities.colleague import ADMINISTRATORS, is_somebody
from storage.tables.colleagues import Readers
from storage.uow import UnitOfWork

MOST_ADMINISTRATORS = 10  # that are written to about one thing


@dataclass(frozen=True, slots=True)
class Meant:
    """Name the readers of a message: `to` is a conversation, a person, or ADMINISTRATORS.

    While its reader is away, their deputy gets what `waits` for them. What is `for_the_team` holds nothing
    that the whole team may not read.
    """

    to: str
    responsible: Sequence[str] = ()
    for_the_team: bool = False
    waits: bool = True


async def where_else(uow: UnitOfWork, meant: Meant, unreached: Collection[str] = ()) -> Readers | None:
    """Find who reads a message, if it cannot go to those who are `unreached`. None if there is nobody.

    First whom it is for, or their deputy, or who takes over from them; then whoever is responsible, in the
    same way; `Post applications to` if the whole team may read it; and all administrators. Without any
    administrator it is `Post applications to`, whatever it is about.
    """
    for each in (meant.to, *meant.responsible):
        if readers := await _in_place_of(uow, each, meant, unreached):
            return readers if readers.instead_of else await _of(uow, meant, readers)
    channel = (await uow.workspaces.settings()).applications_channel
    posted = (channel,) if channel and channel not in unreached else ()
    admins = await _administrators(uow, unreached)
    to = (posted or admins) if meant.for_the_team else (admins or posted)
    return await _of(uow, meant, Readers(to)) if to else None


async def _in_place_of(uow: UnitOfWork, who: str, meant: Meant, unreached: Collection[str]) -> Readers | None:
    if who == ADMINISTRATORS:
        to = await _administrators(uow, unreached)
        return Readers(to) if to else None
    if is_somebody(who):
        return await uow.colleagues.readers(who, waits=meant.waits, without=unreached)
    return None if who in unreached else Readers((who,))


async def _administrators(uow: UnitOfWork, unreached: Collection[str]) -> tuple[str, ...]:
    return tuple((await uow.colleagues.administrators(unreached))[:MOST_ADMINISTRATORS])


async def _of(uow: UnitOfWork, meant: Meant, readers: Readers) -> Readers:
    """Name the person for whom it was, if others read it."""
    if readers.to == (meant.to,) or not is_somebody(meant.to):
        return readers
    return replace(readers, instead_of=meant.to, here=await uow.colleagues.is_here(meant.to))
