"""Outbox work for jobs: emails, cards, messages, and what happens on a job's days."""

from dataclasses import dataclass
from datetime import date

from blocks.hire.card import (
    answered_message,
    ended_message,
    ending_card,
    hire_card,
    prolonged_message,
    undelivered_message,
)
from blocks.hire.offer import offer_message
from blocks.hire.words import rate_words
from bot.mail.content import Content
from bot.mail.texts import hire as mails
from bot.security.tokens import Links, Purpose
from bot.services.hire import life as hiring_life
from bot.services.hire.days import today_of
from bot.services.hire.offer import member_found
from bot.services.hire.told import mail_ended, newest_mail
from bot.services.hire.work import (
    CancelledMail,
    EndedMail,
    ExtendedMail,
    HireEnded,
    HireEndsSoon,
    HireOver,
    HireStarts,
    OfferAnswered,
    OfferAsk,
    OfferMail,
    OfferSeek,
    OfferUndelivered,
)
from bot.slack.access import Role, rights_of
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.mail import Letter
from bot.workers.engine.quiet import Note
from bot.workers.engine.slack import Seek, Show, on_card
from storage.entities.card import Card
from storage.entities.hire import Hire
from storage.entities.letterhead import Letterhead
from storage.entities.member import Member
from storage.entities.status import HireState
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.mail(OfferMail, render_offer, ended=mail_ended)
    on.mail(CancelledMail, render_cancelled, ended=mail_ended)
    on.mail(ExtendedMail, render_extended, ended=mail_ended)
    on.mail(EndedMail, render_ended_mail, ended=mail_ended)
    on.show(OfferSeek, render_seek)
    on.show(OfferAsk, render_ask)
    on.show(OfferAnswered, render_answered)
    on.show(OfferUndelivered, render_undelivered)
    on.show(HireEnded, render_ended)
    on.note(HireStarts, starts)
    on.note(HireEndsSoon, ends_soon)
    on.note(HireOver, over)


async def render_offer(uow: UnitOfWork, mail: OfferMail, links: Links) -> Letter | None:
    """Render the offer's email. None if it was answered or cancelled."""
    about = await _about(uow, mail.hire)
    if about.hire.state != HireState.OFFERED:
        return None
    link = links.url(Purpose.OFFER, about.hire)
    return about.letter(mails.offer(about.job, message=about.hire.message or None, link=link), links)


async def render_cancelled(uow: UnitOfWork, mail: CancelledMail, links: Links) -> Letter | None:
    about = await _about(uow, mail.hire)
    agreed = about.hire.answered_at is not None
    return about.letter(mails.taken_back(about.job, reason=about.hire.reason or "", agreed=agreed), links)


async def render_extended(uow: UnitOfWork, mail: ExtendedMail, links: Links) -> Letter | None:
    """Render the email about a new last day. None if the job is over by now."""
    about = await _about(uow, mail.hire)
    if about.hire.state != HireState.ACCEPTED:
        return None
    return about.letter(mails.prolonged(about.job), links)


async def render_ended_mail(uow: UnitOfWork, mail: EndedMail, links: Links) -> Letter | None:
    about = await _about(uow, mail.hire)
    return about.letter(mails.ended(about.job), links)


@dataclass(frozen=True, slots=True)
class AboutHire:
    """A job with its hirer and company."""

    hire: Hire
    hirer: Member | None
    head: Letterhead

    @property
    def job(self) -> mails.Job:
        hire, hirer = self.hire, self.hirer.name if self.hirer else self.head.company
        rate = rate_words(hire.terms)
        return mails.Job(self.head.company, hirer, hire.contact.name, hire.title, rate, hire.start, hire.end)

    def letter(self, content: Content, links: Links) -> Letter | None:
        contact, hirer = self.hire.contact, self.hirer
        if contact.mail_stopped_at or contact.unconfirmed_at:
            return None
        stop_url = links.url(Purpose.STOP, contact)
        letter = Letter(content, contact.name, contact.email, stop_url, self.head, page_of=contact)
        return letter.written_by(hirer)


async def _about(uow: UnitOfWork, hire_id: int) -> AboutHire:
    hire = await uow.hires.get(hire_id)
    hirer = await uow.colleagues.spokesperson(hire.offered_by)
    return AboutHire(hire, hirer, Letterhead.of(await uow.workspaces.current()))


async def render_card(uow: UnitOfWork, card: Card) -> Show:
    hire = await uow.hires.get(card.hire_id or 0)
    mail = await newest_mail(uow, hire)
    today = await today_of(uow, hire.offered_by)
    message = hire_card(hire, today, rights_of(Role.MANAGER), mail)
    return on_card(message, card, waits=False)  # it confirms what its reader has done


async def render_ending_card(uow: UnitOfWork, card: Card) -> Show:
    return on_card(ending_card(await uow.hires.get(card.hire_id or 0), rights_of(Role.MANAGER)), card)


async def render_answered_card(uow: UnitOfWork, card: Card) -> Show:
    return on_card(prolonged_message(await uow.hires.get(card.hire_id or 0)), card)


async def render_ended_card(uow: UnitOfWork, card: Card) -> Show:
    """Render the news that a job has ended. It loses its buttons once the question is answered."""
    return on_card(ended_message(await uow.hires.get(card.hire_id or 0), rights_of(Role.MANAGER)), card)


async def render_answered(uow: UnitOfWork, work: OfferAnswered) -> Show:
    hire = await uow.hires.get(work.hire)
    return Show(answered_message(hire), channel=hire.offered_by, about=[hire.contact_id])


async def render_ended(uow: UnitOfWork, work: HireEnded) -> Show:
    hire = await uow.hires.get(work.hire)
    message = ended_message(hire, rights_of(Role.MANAGER))
    return Show(message, channel=hire.offered_by, about=[hire.contact_id])


async def render_undelivered(uow: UnitOfWork, work: OfferUndelivered) -> Show:
    hire = await uow.hires.get(work.hire)
    message = undelivered_message(hire, work.reason or "")
    return Show(message, channel=hire.offered_by, about=[hire.contact_id])


async def render_seek(uow: UnitOfWork, work: OfferSeek) -> Seek | None:
    """Look for the contact among the workspace's members."""
    hire = await uow.hires.get(work.hire)
    if hire.state != HireState.OFFERED:
        return None

    async def found(uow: UnitOfWork, user_id: str) -> None:
        await member_found(uow, hire.id, user_id)

    return Seek(hire.contact.email, found)


async def render_ask(uow: UnitOfWork, work: OfferAsk) -> Show | None:
    """Render the offer's direct message as it stands."""
    about = await _about(uow, work.hire)
    hire, hirer = about.hire, about.hirer
    if hire.asked_user is None or (hire.state != HireState.OFFERED and hire.asked_ts is None):
        return None

    async def remember(uow: UnitOfWork, channel: str, ts: str) -> None:
        await uow.hires.asked(hire.id, channel, ts)

    message = offer_message(hire, about.head.company, hirer.name if hirer else None, rights_of(Role.MEMBER))
    return Show(
        message, hire.asked_channel or hire.asked_user, hire.asked_ts, private=True, remember=remember
    )


async def starts(_uow: UnitOfWork, work: HireStarts) -> Note:
    """Update everything that shows the job on its first day."""

    async def effect(uow: UnitOfWork) -> None:
        await hiring_life.started(uow, work.hire)

    return Note(effect)


async def ends_soon(_uow: UnitOfWork, work: HireEndsSoon) -> Note:
    async def effect(uow: UnitOfWork) -> None:
        await hiring_life.ends_soon(uow, work.hire)

    return Note(effect)


async def over(_uow: UnitOfWork, work: HireOver) -> Note:
    async def effect(uow: UnitOfWork) -> None:
        await hiring_life.over(uow, work.hire, date.fromisoformat(work.last_day))

    return Note(effect)
