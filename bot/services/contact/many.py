"""Bulk actions: tag, remind, share, export or archive many contacts.

Those that do not allow it are counted, not refused. A few are changed at once; a whole list is work in steps.
"""

import contextlib
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial

from bot.services.contact.contact import archive
from bot.services.contact.export import enqueue_export
from bot.services.contact.overview import criteria_of
from bot.services.contact.share import share_many
from bot.services.contact.work import BulkDone, BulkStep
from bot.services.invitation.invitation import resend
from bot.services.words.tags import clean_tags
from storage.entities.contact import ContactRefused
from storage.entities.contact_refused import (
    MOST_SHARED,
    NO_CONTACTS,
    NO_TAGS,
    TOO_MANY_TO_SHARE,
    NoActionChosen,
)
from storage.entities.errors import FormRefused, NotFound
from storage.entities.status import EventKind
from storage.overview.listing import Criteria, Page, Place, Sort
from storage.uow import UnitOfWork

MOST = 100  # limit of a modal's checkboxes; more are changed in steps
AT_ONCE = 50  # contacts of one step


class ManyAct(StrEnum):
    TAG = "tag"
    REMIND = "remind"
    SHARE = "share"
    EXPORT = "export"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """A checked bulk action with its contacts, or with everybody the acting member's Home tab lists.

    `channel` is where they are shared.
    """

    act: ManyAct
    contacts: tuple[int, ...]
    tags: tuple[str, ...] = ()
    everybody: bool = False
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """How many contacts a bulk action changed, and how many did not allow it. `later`: it is under way."""

    done: int = 0
    left: int = 0
    later: bool = False


async def shown_to(uow: UnitOfWork) -> Page:
    """Load the first contacts of the acting member's Home tab, as many as the form can show."""
    criteria, sort = await criteria_of(uow, uow.scope.actor)
    return await uow.overview.located(await uow.overview.page(criteria, sort, None, MOST), criteria)


def checked(
    act: str | None,
    contacts: Collection[int],
    tags: Iterable[str],
    *,
    everybody: bool = False,
    channel: str | None = None,
) -> BulkOrder:
    """Check the bulk action form. Raises FormRefused."""
    errors: dict[str, str] = {}
    if act not in set(ManyAct):
        raise NoActionChosen
    cleaned = clean_tags(tags)
    if act == ManyAct.TAG and not cleaned:
        errors["tags"] = NO_TAGS
    if not contacts and not everybody:
        errors["contacts-0"] = NO_CONTACTS
    if errors:
        raise FormRefused(errors)
    chosen = () if everybody else tuple(contacts)[:MOST]
    return BulkOrder(ManyAct(act), chosen, cleaned, everybody, channel or None)


async def spelled_out(uow: UnitOfWork, order: BulkOrder) -> tuple[BulkOrder, int | None]:
    """Name the contacts of a short list one by one, and count them. The number is None if it is not known.

    Raises FormRefused for an empty list, and for more than a message can show.
    """
    if not order.everybody:
        _must_fit(order, len(order.contacts), at="contacts-0")
        return order, len(order.contacts)
    page = await shown_to(uow)
    if not page.rows:
        raise FormRefused({"contacts-0": NO_CONTACTS})
    _must_fit(order, len(page.rows), at="everybody")
    if page.later:
        return order, page.in_all
    return replace(order, contacts=tuple(row.id for row in page.rows), everybody=False), len(page.rows)


def _must_fit(order: BulkOrder, number: int, at: str) -> None:
    if order.act is ManyAct.SHARE and number > MOST_SHARED:
        raise FormRefused({at: TOO_MANY_TO_SHARE})


async def carry_out(uow: UnitOfWork, order: BulkOrder, request: str) -> Done:
    """Carry out a bulk action in one transaction, or enqueue it. `request` names the form."""
    if order.act is ManyAct.EXPORT:
        await enqueue_export(uow, request, among=order.contacts)
        return Done(later=True)
    if order.act is ManyAct.SHARE:
        shared = await share_many(uow, order.contacts, order.channel, request)
        return Done(shared, len(order.contacts) - shared)
    if not order.everybody:
        return await _ACTS[order.act](uow, order)
    criteria, _ = await criteria_of(uow, uow.scope.actor)
    asked = (criteria.to_json(), None, uow.now.isoformat(), 0, 0, 1, request)
    await uow.outbox.add(BulkStep(uow.scope.actor, order.act, list(order.tags), *asked))
    return Done(later=True)


async def take_step(uow: UnitOfWork, work: BulkStep) -> None:
    """Change some more contacts of a list, and enqueue the next step, or the news that all is done."""
    criteria, place = Criteria.from_json(work.criteria), Place.from_json(work.place)
    rows = await uow.overview.rows(criteria, Sort.NAME, place, AT_ONCE)
    asked_at = datetime.fromisoformat(work.asked_at)
    contacts = tuple(row.id for row in rows if row.created_at <= asked_at)
    act = ManyAct(work.act)
    with uow.acting(work.by):
        outcome = await _ACTS[act](uow, BulkOrder(act, contacts, tuple(work.tags)))
    done, left = work.done + outcome.done, work.left + outcome.left
    if len(rows) < AT_ONCE:
        await uow.outbox.add(BulkDone(work.by, work.act, done, left, work.request))
        return
    behind = Place(rows[-1].key).to_json()
    await uow.outbox.add(replace(work, place=behind, done=done, left=left, step=work.step + 1))


async def _tag(uow: UnitOfWork, order: BulkOrder) -> Done:
    here = await uow.contacts.those(order.contacts)
    await uow.tags.attach_to(here, order.tags)
    await uow.events.record_all(EventKind.TAGGED, {each: {"tags": list(order.tags)} for each in here})
    return Done(len(here), len(order.contacts) - len(here))


async def _remind(uow: UnitOfWork, order: BulkOrder) -> Done:
    return await _each(uow, order, partial(resend, anyway=False, bulk=True))


async def _archive(uow: UnitOfWork, order: BulkOrder) -> Done:
    return await _each(uow, order, archive)


async def _each(
    uow: UnitOfWork, order: BulkOrder, act: Callable[[UnitOfWork, int], Awaitable[object]]
) -> Done:
    done = 0
    for contact_id in order.contacts:
        with contextlib.suppress(ContactRefused, NotFound):
            await act(uow, contact_id)
            done += 1
    return Done(done, len(order.contacts) - done)


_ACTS = {ManyAct.TAG: _tag, ManyAct.REMIND: _remind, ManyAct.ARCHIVE: _archive}
