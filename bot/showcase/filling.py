"""Fills the demo's pool before anybody looks: twenty days of work, done as people do it.

Everybody acts through the product's services; who applies does it on the pages, and the list comes by a file
in a channel. Each step happens on a day of its own, so that the clock starts in the past.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.clock import system_clock
from bot.security.tokens import Links, Purpose
from bot.services.contact.contact import add_note, archive
from bot.services.hire.form import HireForm
from bot.services.hire.offer import answer_offer, offer
from bot.services.invitation.invitation import Claim, InviteForm, answer, invite, withdraw
from bot.services.person.leave import leave
from bot.services.profile.profile import told_by_person
from bot.services.signup.approval import approve, block, decline
from bot.services.signup.link import LinkForm, make_link
from bot.services.words.profile import read_profile
from bot.showcase import pool
from bot.showcase.imports import import_list
from bot.showcase.pool import Applicant, Invited
from bot.showcase.stage import Stage
from demo.person.person import Person
from storage.entities.contact import Contact
from storage.entities.status import Answer
from storage.uow import UnitOfWork

BEGINS = timedelta(days=20)  # before now
_TYPING = timedelta(seconds=40)
_PORTFOLIO = "portfolio page"  # names the form in which the link is made


@dataclass(frozen=True, slots=True)
class Filling:
    """What filling needs beside the stage.

    `uow_of` makes a unit of work for an actor and where they act from; `quiet` waits until the program has
    nothing to do.
    """

    stage: Stage
    uow_of: Callable[[str, str], UnitOfWork]
    links: Links
    quiet: Callable[[], Awaitable[None]]

    async def fill(self) -> None:
        for days, acts in _DAYS:
            await self._go_to(timedelta(days=days))
            for act in acts:
                await act(self)
            await self.quiet()
        await self._go_to(timedelta())

    async def _go_to(self, ago: timedelta) -> None:
        """Move the clock to this long before the machine's time."""
        await self.stage.skip(system_clock() - ago - self.stage.now())
        await self.quiet()

    @property
    def sam(self) -> Person:
        return self.stage.demo.person("Sam Rivera")

    def by(self, who: Person) -> UnitOfWork:
        return self.uow_of(who.id, "slack")

    def by_contact(self) -> UnitOfWork:
        return self.uow_of("contact", "web")

    async def invites(self, who: Person, *those: Invited) -> None:
        async with self.by(who) as uow:
            for each in those:
                later = ("later",) if each.later else ()
                await invite(uow, InviteForm(each.name, each.email, each.note, each.tags, later), each.email)

    async def answer(self, given: Answer, *emails: str) -> None:
        """Let people answer their invitations, once the emails have arrived."""
        await self.quiet()
        async with self.by_contact() as uow:
            for email in emails:
                asked = (await _contact(uow, email)).invitation
                assert asked is not None, f"{email} was invited before"
                await answer(uow, Claim(asked.id, asked.generation), given)

    async def apply(self, *those: Applicant) -> None:
        """Let people sign up by the link, and confirm their addresses."""
        async with self.by(self.stage.jordan).read() as uow:
            link = await uow.links.by_request(_PORTFOLIO)
            assert link is not None, "it was made before"
            url = self.links.url(Purpose.JOIN, link, link.generation)
        for each in those:
            await self.stage.signs_up(url, each.types, _TYPING)
            await self.stage.answers_by_mail(each.email, "Confirm", "/confirm/")
        await self.quiet()

    async def about(
        self, who: Person, email: str, act: Callable[[UnitOfWork, int], Awaitable[object]]
    ) -> None:
        """Let a manager do something about one contact."""
        async with self.by(who) as uow:
            await act(uow, (await _contact(uow, email)).id)

    async def hire(self, who: Person, email: str, form: HireForm) -> None:
        async with self.by(who) as uow:
            await offer(uow, (await _contact(uow, email)).id, form, email)
        await self.quiet()

    def day(self, days: int) -> str:
        return str(self.stage.now().date() + timedelta(days=days))


async def _contact(uow: UnitOfWork, email: str) -> Contact:
    found = await uow.contacts.by_email(email)
    assert found is not None, f"{email} was added before"
    return await uow.contacts.get(found.id)


async def _first_people(f: Filling) -> None:
    """Ask for help, by which the app learns of both managers, and invite four people by name."""
    for each in (f.stage.jordan, f.sam):
        await each.command("/contacts", "help")
    await f.invites(f.sam, pool.PRIYA, pool.JONAS)
    await f.invites(f.stage.jordan, pool.BEN, pool.MARTA)
    await f.answer(Answer.ACCEPTED, pool.PRIYA.email, pool.JONAS.email, pool.BEN.email)
    await f.answer(Answer.DECLINED, pool.MARTA.email)


async def _link(f: Filling) -> None:
    """Make a sign-up link. Of the first four who come by it two are approved, one declined, one blocked."""
    jordan, channel = f.stage.jordan, f.stage.demo.channel("hiring").id
    async with f.by(jordan) as uow:
        await make_link(uow, LinkForm("Portfolio page", channel, ("portfolio",)), _PORTFOLIO)
    await f.apply(pool.TOM, pool.AISHA, pool.KIM, pool.REX)
    for each in (pool.TOM, pool.AISHA):
        await f.about(jordan, each.email, approve)
    await f.about(f.sam, pool.KIM.email, lambda uow, who: decline(uow, who, "", tell=True))
    await f.about(f.sam, pool.REX.email, lambda uow, who: block(uow, who, "", tell=False))


async def _job(f: Filling) -> None:
    """Hire Priya for a job that ends five days from now."""
    days = {"start": f.day(1), "end": f.day(17)}
    form = HireForm("Onboarding screens", "85", "EUR", "hour", **days, message="Four screens, in Figma.")
    await f.hire(f.sam, pool.PRIYA.email, form)
    async with f.by_contact() as uow:
        job = await uow.hires.by_request(pool.PRIYA.email)
        assert job is not None, "it was offered"
        await answer_offer(uow, job.id, accepted=True)
    await f.about(f.sam, pool.PRIYA.email, lambda uow, who: add_note(uow, who, pool.ABOUT_PRIYA))


async def _more_people(f: Filling) -> None:
    """Invite three by name: one accepts, one is withdrawn, one has not answered until now."""
    await f.invites(f.sam, pool.ELIF)
    await f.invites(f.stage.jordan, pool.NOOR, pool.DARIO)
    await f.answer(Answer.ACCEPTED, pool.ELIF.email)
    await f.about(f.stage.jordan, pool.DARIO.email, withdraw)


async def _list(f: Filling) -> None:
    """Import the list, by the file in #hiring and the review."""
    await import_list(f.stage, "freelancers.csv", pool.IMPORTED.encode(), "Everyone from the old sheet")


async def _answers(f: Filling) -> None:
    await f.answer(Answer.ACCEPTED, *pool.ACCEPTED)
    await f.answer(Answer.DECLINED, pool.DECLINED)
    await f.about(f.stage.jordan, pool.ACCEPTED[1], lambda uow, who: add_note(uow, who, pool.ABOUT_TOBIAS))


async def _later_answers(f: Filling) -> None:
    await f.answer(Answer.ACCEPTED, *pool.ACCEPTED_LATER)


async def _profiles(f: Filling) -> None:
    """Let some say on their pages what they do, what they charge, and when they are free."""
    async with f.by_contact() as uow:
        for email, form, days in pool.SAID:
            told = form if days is None else replace(form, free_from=f.day(days))
            contact = await uow.contacts.lock((await _contact(uow, email)).id)
            await told_by_person(uow, contact, read_profile(told, uow.now.date()).said)


async def _goodbyes(f: Filling) -> None:
    async with f.by_contact() as uow:
        await leave(uow, (await _contact(uow, pool.LEFT)).id)
    await f.about(f.stage.jordan, pool.BEN.email, archive)


async def _two_for_later(f: Filling) -> None:
    await f.invites(f.stage.jordan, pool.HELEN, pool.VICTOR, pool.RANIA)


async def _this_morning(f: Filling) -> None:
    """Let something happen since anybody has looked: only that counts as unread."""
    f.stage.jordan.read_all()
    f.stage.demo.mailbox.read_all()
    await f.answer(Answer.ACCEPTED, pool.RANIA.email)
    await f.apply(pool.LINA)


async def _just_now(f: Filling) -> None:
    await f.apply(pool.SAMIR)
    await f.invites(f.stage.jordan, pool.YUKI)
    days = {"start": f.day(7), "end": f.day(28)}
    form = HireForm("Booking page, second round", "640", "EUR", "day", **days, message="You know the code.")
    await f.hire(f.stage.jordan, pool.JONAS.email, form)


# Days before now. The list comes last of what is old, so that few are reminded; each step costs a moment.
_DAYS: tuple[tuple[float, Sequence[Callable[[Filling], Awaitable[None]]]], ...] = (
    (20, (_first_people,)),
    (12, (_link, _job)),
    (10, (_more_people,)),
    (2, (_list, _two_for_later)),
    (1.5, (_answers,)),
    (0.8, (_later_answers, _profiles, _goodbyes)),
    (0.1, (_this_morning, _just_now)),
)
