"""What the outbox sends for a job: mails, the hirer's cards and news, the member's message, and its days."""

from dataclasses import dataclass
from datetime import date

from blocks.hire_card import (
    answered_message,
    ended_message,
    ending_card,
    hire_card,
    prolonged_message,
    undelivered_message,
)
from blocks.job_words import rate_words
from blocks.offer import offer_message
from bot.links import Links, Purpose
from bot.mail import hire as mails
from bot.mail.content import Content, Mailbox
from bot.services import hiring_life
from bot.services.days import today_of
from bot.services.hiring import member_found
from bot.services.hiring_told import mail_ended
from bot.workers.mail import Letter
from bot.workers.slack import Note, Seek, Show, on_card
from storage.bookkeeping import Card, Member, Outbox
from storage.hire import Hire
from storage.sending import Ending
from storage.settings import company_name
from storage.status import HireState
from storage.uow import UnitOfWork


async def draw_offer(uow: UnitOfWork, row: Outbox, links: Links) -> Letter | None:
    """None once it is answered or taken back."""
    about = await _about(uow, row)
    if about.hire.state != HireState.OFFERED:
        return None
    link = links.url(Purpose.OFFER, row.workspace_id, about.hire.id)
    return about.letter(mails.offer(about.job, message=about.hire.message or None, link=link), links)


async def draw_cancelled(uow: UnitOfWork, row: Outbox, links: Links) -> Letter | None:
    about = await _about(uow, row)
    agreed = about.hire.answered_at is not None
    return about.letter(mails.taken_back(about.job, reason=about.hire.reason or "", agreed=agreed), links)


async def draw_extended(uow: UnitOfWork, row: Outbox, links: Links) -> Letter | None:
    """None if the job is over when the mail could leave."""
    about = await _about(uow, row)
    return about.letter(mails.prolonged(about.job), links) if about.hire.state == HireState.ACCEPTED else None


@dataclass(frozen=True, slots=True)
class About:
    """A job, who offers it, and for which company."""

    hire: Hire
    hirer: Member | None
    company: str

    @property
    def job(self) -> mails.Job:
        hire, hirer = self.hire, self.hirer.name if self.hirer else self.company
        rate = rate_words(hire.terms)
        return mails.Job(self.company, hirer, hire.contact.name, hire.title, rate, hire.start, hire.end)

    def letter(self, content: Content, links: Links) -> Letter | None:
        contact, hirer = self.hire.contact, self.hirer
        if contact.mail_stopped_at:
            return None
        reply_to = Mailbox(hirer.name, hirer.email) if hirer and hirer.email else None
        stop_url = links.url(Purpose.STOP, self.hire.workspace_id, contact.id)
        return Letter(
            content,
            contact.name,
            contact.email,
            stop_url,
            self.company,
            via=self.job.hirer,
            reply_to=reply_to,
        )


async def _about(uow: UnitOfWork, row: Outbox) -> About:
    hire = await uow.hires.get(row.payload["hire"])
    hirer = await uow.members.get(hire.offered_by)
    return About(hire, hirer, company_name(await uow.workspaces.current()))


async def mail_told(uow: UnitOfWork, row: Outbox, ending: Ending) -> None:
    """History and hirer learn how the mail ended."""
    await mail_ended(uow, row, ending.state, ending.error)


async def draw_card(uow: UnitOfWork, card: Card) -> Show:
    hire = await uow.hires.get(card.hire_id or 0)
    return on_card(hire_card(hire, await today_of(uow, hire.offered_by)), card)


async def draw_ending_card(uow: UnitOfWork, card: Card) -> Show:
    return on_card(ending_card(await uow.hires.get(card.hire_id or 0)), card)


async def draw_answered_card(uow: UnitOfWork, card: Card) -> Show:
    return on_card(prolonged_message(await uow.hires.get(card.hire_id or 0)), card)


async def draw_answered(uow: UnitOfWork, row: Outbox) -> Show:
    hire = await uow.hires.get(row.payload["hire"])
    return Show(answered_message(hire), channel=hire.offered_by)


async def draw_ended(uow: UnitOfWork, row: Outbox) -> Show:
    hire = await uow.hires.get(row.payload["hire"])
    return Show(ended_message(hire), channel=hire.offered_by)


async def draw_undelivered(uow: UnitOfWork, row: Outbox) -> Show:
    hire = await uow.hires.get(row.payload["hire"])
    return Show(undelivered_message(hire, row.payload["reason"]), channel=hire.offered_by)


async def draw_seek(uow: UnitOfWork, row: Outbox) -> Seek | None:
    """Whether the person is a member of this workspace."""
    hire = await uow.hires.get(row.payload["hire"])
    if hire.state != HireState.OFFERED:
        return None

    async def found(uow: UnitOfWork, user_id: str) -> None:
        await member_found(uow, hire.id, user_id)

    return Seek(hire.contact.email, found)


async def draw_ask(uow: UnitOfWork, row: Outbox) -> Show | None:
    """The member's message, as the offer stands."""
    about = await _about(uow, row)
    hire, hirer = about.hire, about.hirer
    if hire.asked_user is None or (hire.state != HireState.OFFERED and hire.asked_ts is None):
        return None

    async def remember(uow: UnitOfWork, channel: str, ts: str) -> None:
        await uow.hires.asked(hire.id, channel, ts)

    message = offer_message(hire, about.company, hirer.name if hirer else None)
    return Show(message, hire.asked_channel or hire.asked_user, hire.asked_ts, remember=remember)


async def draw_starts(_uow: UnitOfWork, row: Outbox) -> Note:
    """Its first day: everything that shows it says that it runs."""

    async def effect(uow: UnitOfWork) -> None:
        await hiring_life.started(uow, row.payload["hire"])

    return Note(effect)


async def draw_ends_soon(_uow: UnitOfWork, row: Outbox) -> Note:
    async def effect(uow: UnitOfWork) -> None:
        await hiring_life.ends_soon(uow, row.payload["hire"])

    return Note(effect)


async def draw_over(_uow: UnitOfWork, row: Outbox) -> Note:
    async def effect(uow: UnitOfWork) -> None:
        await hiring_life.over(uow, row.payload["hire"], date.fromisoformat(row.payload["end"]))

    return Note(effect)
