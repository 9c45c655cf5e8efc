"""Outbox messages about applications: the card, reminders, the daily list, and a link's warning."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from blocks.approval.card import application_card, earlier_card
from blocks.approval.news import digest_message, nudge_message, reminder_message
from blocks.invitation.link import alarm_message, alarm_over_message
from blocks.kit.modal import Message
from bot.security.tokens import Links, Purpose
from bot.services.signup.approval import APPLICATION_CARD, digested, reminded
from bot.services.signup.work import ApplicationReminder, Digest, LinkAlarm, LinkAlarmOver, Nudge
from bot.slack.access import Role, rights_of
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.results import Effect
from bot.workers.engine.slack import Remember, Show, on_card
from storage.entities.application import Application
from storage.entities.card import Card
from storage.entities.contact import Contact
from storage.entities.status import Status
from storage.outbox.redraws import CardRedraw
from storage.uow import UnitOfWork

NAMED = 10


def register(on: Handlers) -> None:
    on.show(ApplicationReminder, render_reminder)
    on.show(Nudge, render_nudge)
    on.show(Digest, render_digest)
    on.show(LinkAlarm, render_link_alarm)
    on.show(LinkAlarmOver, renders_alarm_over(on.links))


async def render_card(uow: UnitOfWork, card: Card) -> Show | None:
    """Show an application's card. Each application has its own; those of earlier ones have no buttons.

    While it waits, it is posted anew where it is gone.
    """
    contact = await uow.contacts.get(card.contact_id)
    application = contact.application_of(card.application_id) or contact.application
    if application is None:
        return None
    maker = await uow.members.get(application.link.made_by)
    made_by, rights = maker.name if maker else "somebody", rights_of(Role.MANAGER)
    newest = _is_newest(contact, application)

    def drawn(*, private: bool) -> Message:
        if newest:
            return application_card(contact, application, made_by, rights, private=private)
        return earlier_card(contact, application, made_by, private=private)

    return replace(
        on_card(drawn(private=application.link.posts_in_private(card.channel)), card),
        elsewhere=drawn(private=False),
        responsible=[application.responsible],
        for_the_team=True,
        must_stay=_waits(contact, application),
    )


async def render_reminder(uow: UnitOfWork, work: ApplicationReminder) -> Show | None:
    """Remind in the card's thread, unless the application was decided.

    If its conversation takes nothing any more, the person responsible is reminded, and the card moves there.
    """
    application = await uow.applications.get(work.application)
    if application.contact_id is None:
        return None
    contact = await uow.contacts.get(application.contact_id)
    if not _waits(contact, application):
        return None
    card = next(
        (
            card
            for card in await uow.cards.of_contact(contact.id)
            if card.kind == APPLICATION_CARD and card.ts and card.application_id in {application.id, None}
        ),
        None,
    )
    effect = _reminded(application.id)
    nudge = nudge_message(contact, uow.now, rights_of(Role.MANAGER))
    if card is None:
        return Show(
            nudge,
            channel=application.responsible,
            for_the_team=True,
            effect=effect,
            goes_on=True,
            about=[contact.id],
        )
    return Show(
        reminder_message(contact, rights_of(Role.MANAGER)),
        channel=card.channel,
        thread_ts=card.ts,
        responsible=[application.responsible],
        for_the_team=True,
        elsewhere=nudge,
        remember=_moves(card),
        effect=effect,
        goes_on=True,
        about=[contact.id],
    )


def _moves(card: Card) -> Remember:
    """Move the card to the conversation where its reminder had to go."""

    async def move(uow: UnitOfWork, channel: str, _ts: str) -> None:
        if channel != card.channel:
            await uow.cards.move(card.id, channel)
            await uow.outbox.add(CardRedraw(card.id, contact_id=card.contact_id))

    return move


def _waits(contact: Contact, application: Application) -> bool:
    """Tell whether an application waits. Of somebody who has applied again, only the newest does."""
    applied = _is_newest(contact, application) and contact.status == Status.APPLIED
    return applied and contact.archived_at is None


def _is_newest(contact: Contact, application: Application) -> bool:
    return contact.application is not None and contact.application.id == application.id


def _reminded(application_id: int) -> Effect:
    async def remember(uow: UnitOfWork) -> None:
        await reminded(uow, application_id)

    return remember


async def render_nudge(uow: UnitOfWork, work: Nudge) -> Show | None:
    """Remind the responsible person by direct message, from the second reminder on."""
    application = await uow.applications.get(work.application)
    contact = await uow.contacts.get(application.contact_id or 0)
    if not _waits(contact, application):
        return None
    message = nudge_message(contact, uow.now, rights_of(Role.MANAGER))
    return Show(message, channel=application.responsible, for_the_team=True, about=[contact.id])


async def render_digest(uow: UnitOfWork, work: Digest) -> Show | None:
    """Send the list of all waiting applicants to a person responsible for at least one.

    Who may not decide any more gets no list: whoever has taken over has one of their own.
    """
    if not await uow.colleagues.may_act(work.to):
        return None
    in_all = await uow.applications.count_waiting()
    if not in_all:
        return None
    user_id = work.to

    async def remember(uow: UnitOfWork) -> None:
        await digested(uow, user_id)

    named = await uow.applications.waiting(NAMED)
    message = digest_message(named, in_all, rights_of(Role.MANAGER))
    about = [each.id for each in named]
    return Show(message, channel=user_id, for_the_team=True, effect=remember, goes_on=True, about=about)


async def render_link_alarm(uow: UnitOfWork, work: LinkAlarm) -> Show | None:
    """Warn the link's maker while the link is paused."""
    link = await uow.links.get(work.link)
    message = alarm_message(link, rights_of(Role.MANAGER))
    return Show(message, channel=link.made_by, for_the_team=True) if link.paused_at else None


def renders_alarm_over(links: Links) -> Callable[[UnitOfWork, LinkAlarmOver], Awaitable[Show]]:
    """Make a function that replaces the warning after it was answered."""

    async def render(uow: UnitOfWork, work: LinkAlarmOver) -> Show:
        link = await uow.links.get(work.link)
        url = links.url(Purpose.JOIN, link, link.generation)
        message = alarm_over_message(link, url, rotated=work.rotated, blocked=work.blocked)
        return Show(message, reply_to=work.reply_to, replace=True)

    return render
