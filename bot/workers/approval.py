"""What the outbox shows of applications: the card, reminders, the daily list, and the alarm of a link."""

from blocks.approval import application_card
from blocks.approval_news import digest_message, nudge_message, reminder_message
from blocks.link import alarm_message, alarm_over_message
from bot.links import Links, Purpose
from bot.services.approval import APPLICATION_CARD, digested, reminded
from bot.workers.outbox import Effect
from bot.workers.slack import Drawing, Show, on_card
from storage.bookkeeping import Card, Outbox
from storage.models import Contact
from storage.status import Status
from storage.uow import UnitOfWork

NAMED = 10


async def draw_card(uow: UnitOfWork, card: Card) -> Show:
    """Posted where the link says, or to whoever is responsible if the app may not post there."""
    contact = await uow.contacts.get(card.contact_id)
    application = contact.application
    maker = await uow.members.get(application.link.made_by) if application else None
    message = application_card(contact, maker.name if maker else "somebody")
    return on_card(message, card, instead=application.responsible if application else None)


async def draw_reminder(uow: UnitOfWork, row: Outbox) -> Show | None:
    """In the thread below the card, as long as nobody has decided."""
    application = await uow.applications.get(row.payload["application"])
    if application.contact_id is None:
        return None
    contact = await uow.contacts.get(application.contact_id)
    if not _waits(contact):
        return None
    card = next(
        (
            card
            for card in await uow.cards.of_contact(contact.id)
            if card.kind == APPLICATION_CARD and card.ts
        ),
        None,
    )
    effect = _reminded(application.id)
    if card is None:
        return Show(nudge_message(contact), channel=application.responsible, effect=effect)
    return Show(reminder_message(contact), channel=card.channel, thread_ts=card.ts, effect=effect)


def _waits(contact: Contact) -> bool:
    return contact.status == Status.APPLIED and contact.archived_at is None


def _reminded(application_id: int) -> Effect:
    async def remember(uow: UnitOfWork) -> None:
        await reminded(uow, application_id)

    return remember


async def draw_nudge(uow: UnitOfWork, row: Outbox) -> Show | None:
    """To the one who is responsible, from the second reminder on."""
    application = await uow.applications.get(row.payload["application"])
    contact = await uow.contacts.get(application.contact_id or 0)
    return Show(nudge_message(contact), channel=application.responsible) if _waits(contact) else None


async def draw_digest(uow: UnitOfWork, row: Outbox) -> Show | None:
    """Everybody who waits, to somebody who is responsible for at least one of them."""
    in_all = await uow.applications.count_waiting()
    if not in_all:
        return None
    user_id = row.payload["to"]

    async def remember(uow: UnitOfWork) -> None:
        await digested(uow, user_id)

    message = digest_message(await uow.applications.waiting(NAMED), in_all)
    return Show(message, channel=user_id, effect=remember)


async def draw_link_alarm(uow: UnitOfWork, row: Outbox) -> Show | None:
    """To whoever made the link, while it is paused."""
    link = await uow.links.get(row.payload["link"])
    return Show(alarm_message(link), channel=link.made_by) if link.paused_at else None


def draws_alarm_over(links: Links) -> Drawing:
    """In place of the alarm, once somebody has answered it."""

    async def draw(uow: UnitOfWork, row: Outbox) -> Show:
        link = await uow.links.get(row.payload["link"])
        url = links.url(Purpose.JOIN, link.workspace_id, link.id, link.generation)
        rotated, blocked = bool(row.payload.get("rotated")), int(row.payload.get("blocked", 0))
        message = alarm_over_message(link, url, rotated=rotated, blocked=blocked)
        return Show(message, reply_to=row.payload["reply_to"], replace=True)

    return draw
