"""Maps each kind of event to its consequences, applied at the end of the unit of work.

A service only records what happened. What belongs to one use case (the news for an inviter, the email about a
decision) is done by that use case. docs/events.md is written from this table by `make events`.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

from bot.services.contact.lists import look_for_news
from bot.services.hire.offer import cancel_open, decline_open, send_waiting
from bot.services.invitation.request import redraw_cards
from bot.services.person.availability import look_after
from bot.services.workspace.work import DepartureCard
from storage.entities.status import EventKind
from storage.tables.events import Recorded
from storage.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Consequence:
    """A change made for the contacts of an event, all at once and with few statements."""

    name: str
    words: str  # the sentence in docs/events.md
    apply: Callable[[UnitOfWork, Collection[int]], Awaitable[None]]


async def _cancel_mails(uow: UnitOfWork, contact_ids: Collection[int]) -> None:
    await uow.outbox.cancel_mails(contact_ids)


async def _cancel_misdirected(uow: UnitOfWork, contact_ids: Collection[int]) -> None:
    keys = await uow.contacts.email_keys(contact_ids)
    recipients = {contact_id: uow.suppressions.hash_recipient(key) for contact_id, key in keys.items()}
    await uow.outbox.cancel_misdirected(recipients)


async def _end_reminders(uow: UnitOfWork, contact_ids: Collection[int]) -> None:
    await uow.mails.end_reminders(contact_ids)


async def _call_off(uow: UnitOfWork, contact_ids: Collection[int]) -> None:
    await uow.invitations.call_off_contacts(contact_ids)


async def _put_off_mails(uow: UnitOfWork, _: Collection[int]) -> None:
    await uow.outbox.cancel_mails()


async def _look_after_requests(uow: UnitOfWork, contact_ids: Collection[int]) -> None:
    await uow.outbox.look_after_requests(contact_ids)


async def _redraw_requests(uow: UnitOfWork, _: Collection[int]) -> None:
    await redraw_cards(uow, await uow.requests.cards_of_workspace())


async def _redraw_departures(uow: UnitOfWork, _: Collection[int]) -> None:
    for departure_id, to in await uow.colleagues.departures_posted():
        await uow.outbox.add(DepartureCard(departure_id, to))


async def _redraw(uow: UnitOfWork, contact_ids: Collection[int]) -> None:
    for contact_id in contact_ids:
        uow.outbox.redraw(contact_id)


CANCEL_MAILS = Consequence("cancel emails", "Emails to them that have not left are cancelled.", _cancel_mails)
CANCEL_MISDIRECTED = Consequence(
    "cancel misdirected emails",
    "Emails that have not left and would go to an address that is not theirs any more are cancelled.",
    _cancel_misdirected,
)
END_REMINDERS = Consequence(
    "end reminders",
    "If their address takes no email, reminders that have not left are cancelled.",
    _end_reminders,
)
CALL_OFF = Consequence(
    "call off",
    "If no email of their invitation has left, they count as added, not invited yet.",
    _call_off,
)
PUT_OFF_MAILS = Consequence(
    "hold emails back", "Emails of this workspace wait until the app is back.", _put_off_mails
)
SEND_OFFERS = Consequence("send offers", "Job offers that waited for them are sent.", send_waiting)
DECLINE_OFFERS = Consequence(
    "decline offers", "Job offers they have not answered count as declined.", decline_open
)
CANCEL_OFFERS = Consequence("cancel offers", "Job offers they have not answered are taken back.", cancel_open)
REQUESTS = Consequence(
    "look after requests",
    "If their invitation is a connection request, they are asked in Slack, or what asks them is redrawn.",
    _look_after_requests,
)
ALL_REQUESTS = Consequence(
    "redraw all requests", "Every connection request of this workspace is redrawn.", _redraw_requests
)
AVAILABILITY = Consequence(
    "availability",
    "They are sorted by when they are free, and if they are active they are asked again after some time.",
    look_after,
)
DEPARTURES = Consequence(
    "redraw departures",
    "Messages about colleagues who left are redrawn: they name open things by their contacts.",
    _redraw_departures,
)
REDRAW = Consequence(
    "redraw", "Their cards, and the Home tabs people may be looking at, are redrawn.", _redraw
)

LISTS = Consequence(
    "look at lists",
    "If they are now on a list that tells a channel, and were not before, the channel is told.",
    look_for_news,
)

# Applied in this order: waiting emails are cancelled before others replace them, and redraws come last.
CONSEQUENCES = (
    CANCEL_MAILS,
    CANCEL_MISDIRECTED,
    END_REMINDERS,
    CALL_OFF,
    PUT_OFF_MAILS,
    SEND_OFFERS,
    DECLINE_OFFERS,
    CANCEL_OFFERS,
    REQUESTS,
    ALL_REQUESTS,
    AVAILABILITY,
    DEPARTURES,
    LISTS,
    REDRAW,
)

_NOTHING: tuple[Consequence, ...] = ()
_SAID_NO = (CANCEL_MAILS, DECLINE_OFFERS, REQUESTS, AVAILABILITY, REDRAW)
_ACTIVE = (CANCEL_MAILS, SEND_OFFERS, REQUESTS, AVAILABILITY, REDRAW)

_FOLLOWS: Mapping[EventKind, tuple[Consequence, ...]] = {
    # Members to ask in Slack are looked up when the email is sent: until then, an import can be stopped.
    EventKind.INVITED: (AVAILABILITY, REDRAW),
    EventKind.ADDED: (AVAILABILITY, REDRAW),
    EventKind.RESENT: (REQUESTS, REDRAW),
    EventKind.REMINDED: _NOTHING,  # only the history mentions reminders
    EventKind.ACCEPTED: _ACTIVE,
    EventKind.DECLINED: _SAID_NO,
    EventKind.STOPPED: _SAID_NO,
    EventKind.REOPENED: (REQUESTS, REDRAW),
    EventKind.NEW_LINK_ASKED: (REDRAW,),
    EventKind.AGREED: _NOTHING,  # only the history mentions it
    EventKind.LEFT: _SAID_NO,
    EventKind.RETURNED: (AVAILABILITY, REDRAW),
    EventKind.RENAMED: (REQUESTS, REDRAW),
    EventKind.PROFILED: (AVAILABILITY, REDRAW),
    EventKind.ERASED: (DEPARTURES, REDRAW),  # the cards are gone: this is for the Home tabs
    EventKind.EMPTYING_ASKED: _NOTHING,
    EventKind.EMPTYING_STOPPED: _NOTHING,
    EventKind.EMPTIED: _NOTHING,
    EventKind.KEPT: (REDRAW,),
    EventKind.STAYED: (REDRAW,),
    EventKind.DATA_EXPORTED: _NOTHING,
    EventKind.WITHDRAWN: (CANCEL_MAILS, CANCEL_OFFERS, REQUESTS, REDRAW),
    # The invitation and its emails stay open beside the application. A connection request counts as answered.
    EventKind.APPLIED: (REQUESTS, AVAILABILITY, REDRAW),
    EventKind.APPROVED: _ACTIVE,
    EventKind.REFUSED: _SAID_NO,
    EventKind.BLOCKED: _SAID_NO,
    EventKind.UNBLOCKED: (REDRAW,),  # blocking has closed everything already
    EventKind.SNOOZED: (REDRAW,),
    EventKind.HANDED_OVER: (REDRAW,),
    EventKind.EDITED: (CANCEL_MISDIRECTED, REQUESTS, AVAILABILITY, REDRAW),
    EventKind.TAGGED: (REDRAW,),
    EventKind.UNTAGGED: (REDRAW,),
    EventKind.NOTED: (REDRAW,),
    # only contacts without an open invitation or job can be archived
    EventKind.ARCHIVED: (CANCEL_MAILS, AVAILABILITY, REDRAW),
    EventKind.RESTORED: (REQUESTS, AVAILABILITY, REDRAW),
    EventKind.OFFERED: (REDRAW,),
    EventKind.OFFER_ACCEPTED: (REDRAW,),
    EventKind.OFFER_DECLINED: (REDRAW,),
    EventKind.OFFER_CANCELLED: (REDRAW,),
    EventKind.HIRE_EXTENDED: (REDRAW,),
    EventKind.HIRE_ENDED: (REDRAW,),
    EventKind.MAIL_SENT: (REDRAW,),
    EventKind.MAIL_FAILED: (REDRAW,),
    EventKind.MAIL_BOUNCED: (END_REMINDERS, REDRAW),
    EventKind.SENT_ANYWAY: (REDRAW,),
    EventKind.ADDRESS_CONFIRMED: (REDRAW,),  # open offers are sent by the use case
    EventKind.TAG_RENAMED: (REDRAW,),
    EventKind.TAG_MERGED: (REDRAW,),
    EventKind.TAG_DELETED: (REDRAW,),
    EventKind.LINK_MADE: _NOTHING,
    EventKind.LINK_ROTATED: _NOTHING,
    EventKind.LINK_SWITCHED_OFF: _NOTHING,
    EventKind.LINK_PAUSED: _NOTHING,
    EventKind.LINK_RESUMED: _NOTHING,
    EventKind.IMPORT_STARTED: _NOTHING,  # its contacts have events of their own
    EventKind.IMPORT_STOPPED: (REDRAW,),  # of those whose email was called off
    EventKind.IMPORT_RESUMED: _NOTHING,  # they are redrawn as their emails are enqueued
    EventKind.IMPORT_UNDONE: _NOTHING,
    EventKind.SHARED: _NOTHING,
    EventKind.EXPORTED: _NOTHING,
    EventKind.LIST_SAVED: _NOTHING,
    EventKind.LIST_DELETED: _NOTHING,
    EventKind.SETTINGS_CHANGED: _NOTHING,
    EventKind.ACCESS_ASKED: _NOTHING,
    EventKind.COLLEAGUE_LEFT: (REDRAW,),
    EventKind.HEIR_CHOSEN: (REDRAW,),
    EventKind.LINKS_KEPT: _NOTHING,
    EventKind.AWAY: _NOTHING,
    EventKind.BACK: _NOTHING,
    EventKind.INSTALLED: (ALL_REQUESTS,),
    EventKind.DATABASE_RESTORED: _NOTHING,  # the contacts concerned have events of their own
    EventKind.HELD_SENT: (REDRAW,),
    EventKind.HELD_DROPPED: (CALL_OFF, REDRAW),
    EventKind.UNINSTALLED: (PUT_OFF_MAILS, ALL_REQUESTS),
}

# What redraws contacts may have changed which lists they are on.
FOLLOWS: Mapping[EventKind, tuple[Consequence, ...]] = {
    kind: tuple(each for each in CONSEQUENCES if each in those or (each is LISTS and REDRAW in those))
    for kind, those in _FOLLOWS.items()
}


async def follow(uow: UnitOfWork, recorded: Recorded) -> None:
    """Apply the consequences of one workspace's events, each once for all contacts concerned."""
    for consequence in CONSEQUENCES:
        concerned = [ids for kind, ids in recorded.items() if consequence in FOLLOWS[kind]]
        if concerned:
            await consequence.apply(uow, sorted(set().union(*concerned)))
