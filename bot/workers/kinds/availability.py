"""Outbox work about when contacts are free: asking them by email, and reckoning what comes when."""

from datetime import date

from blocks.kit.free import free_words
from bot.mail.texts.availability import when_free
from bot.security.tokens import Links, Purpose
from bot.services.person.availability import come, review
from bot.services.person.work import AvailabilityDue, AvailabilityMail, AvailabilityReview
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.mail import Letter
from bot.workers.engine.quiet import Note
from storage.entities.availability import Availability
from storage.entities.letterhead import Letterhead
from storage.uow import UnitOfWork

CHOICES = 3  # beginnings of months to choose from


def register(on: Handlers) -> None:
    on.mail(AvailabilityMail, render_question)
    on.note(AvailabilityDue, do_due)
    on.note(AvailabilityReview, review_all)


async def render_question(uow: UnitOfWork, mail: AvailabilityMail, links: Links) -> Letter | None:
    """Ask when they are free. None if they have said so meanwhile, or are not to be asked any more."""
    contact = await uow.contacts.get(mail.contact)
    (stands,) = await uow.availability.of_all([contact.id])
    if not stands.askable or stands.answered or contact.address_in_doubt:
        return None
    head, today = Letterhead.of(await uow.workspaces.current()), uow.now.date()
    content = when_free(
        company=head.company,
        contact_name=contact.name,
        link=links.page(contact, uow.now, Purpose.FREE),
        days=next_months(today),
        said=_said(stands, today),
    )
    stop_url = links.url(Purpose.STOP, contact)
    return Letter(content, contact.name, contact.email, stop_url, head, page_of=contact)


def _said(stands: Availability, today: date) -> str:
    return free_words(stands.free_from, stands.days_a_week, today)


def next_months(today: date) -> list[date]:
    """List the first days of the next months."""
    months = (today.month + number for number in range(CHOICES))
    return [date(today.year + month // 12, month % 12 + 1, 1) for month in months]


async def do_due(_uow: UnitOfWork, work: AvailabilityDue) -> Note:
    async def effect(uow: UnitOfWork) -> None:
        await come(uow, work.contact)

    return Note(effect)


async def review_all(_uow: UnitOfWork, work: AvailabilityReview) -> Note:
    async def effect(uow: UnitOfWork) -> None:
        await review(uow, work)

    return Note(effect)
