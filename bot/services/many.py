"""Many contacts at once: tagged, reminded, archived. What one does not allow is counted, not refused."""

import contextlib
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.services.contact import archive
from bot.services.invitation import clean_tags, resend
from bot.services.overview import criteria_of
from storage.errors import ContactRefused, FormRefused, NotFound
from storage.listing import Listed
from storage.status import EventKind
from storage.uow import UnitOfWork

MOST = 100  # a modal's tick boxes; more is work for an import's worker


class ManyAct(StrEnum):
    """What can be done to many at once."""

    TAG = "tag"
    REMIND = "remind"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Order:
    """What shall be done, and to whom."""

    act: ManyAct
    contacts: tuple[int, ...]
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """How many it was done to, and how many did not allow it."""

    done: int
    left: int


async def shown_to(uow: UnitOfWork) -> list[Listed]:
    """Those the actor's Home shows, the first of them if there are more than one form holds."""
    criteria, sort = await criteria_of(uow, uow.scope.actor)
    return await uow.overview.rows(criteria, sort, None, MOST + 1)


def checked(act: str | None, contacts: Collection[int], tags: Iterable[str]) -> Order:
    """Raises FormRefused where the form does not say enough."""
    errors: dict[str, str] = {}
    if act not in set(ManyAct):
        raise FormRefused({"act": "Please choose what to do."})
    cleaned = clean_tags(tags)
    if act == ManyAct.TAG and not cleaned:
        errors["tags"] = "Please give at least one tag."
    if not contacts:
        errors["contacts-0"] = "Please tick at least one contact."
    if errors:
        raise FormRefused(errors)
    return Order(ManyAct(act), tuple(contacts)[:MOST], cleaned)


async def carry_out(uow: UnitOfWork, order: Order) -> Done:
    """In one transaction."""
    return await _ACTS[order.act](uow, order)


async def _tag(uow: UnitOfWork, order: Order) -> Done:
    here = await uow.contacts.those(order.contacts)
    await uow.tags.attach_to(here, order.tags)
    await uow.events.record_all(EventKind.TAGGED, {each: {"tags": list(order.tags)} for each in here})
    for contact_id in here:
        uow.outbox.redraw(contact_id)
    return Done(len(here), len(order.contacts) - len(here))


async def _remind(uow: UnitOfWork, order: Order) -> Done:
    return await _each(uow, order, resend)


async def _archive(uow: UnitOfWork, order: Order) -> Done:
    return await _each(uow, order, archive)


async def _each(uow: UnitOfWork, order: Order, act: Callable[[UnitOfWork, int], Awaitable[object]]) -> Done:
    done = 0
    for contact_id in order.contacts:
        with contextlib.suppress(ContactRefused, NotFound):
            await act(uow, contact_id)
            done += 1
    return Done(done, len(order.contacts) - done)


_ACTS = {ManyAct.TAG: _tag, ManyAct.REMIND: _remind, ManyAct.ARCHIVE: _archive}
