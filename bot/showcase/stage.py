"""What a scene of the story is, and what its people can do beside acting in Slack."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.demo import DemoServer
from bot.demo.mailbox import Mail
from bot.demo.model import Team
from bot.demo.person import Person
from bot.demo.tour import Step
from bot.showcase.web_page import press

MAIL_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Stage:
    """The demo's workspaces, their people, and the mailbox of everybody who is invited."""

    demo: DemoServer
    other: Team  # Northwind's workspace, beside Acme's
    skip: Callable[[timedelta], Awaitable[None]]  # lets time pass for everybody
    now: Callable[[], datetime]

    @property
    def maria(self) -> Person:
        return self.demo.person("Maria Garcia")

    @property
    def jordan(self) -> Person:
        return self.demo.person("Jordan Lee")

    @property
    def peter(self) -> Person:
        return self.demo.person("Peter Holm")

    @property
    def gina(self) -> Person:
        return self.demo.person("Gina Rossi")

    @property
    def max(self) -> Person:
        """Of the other company."""
        return self.demo.person("Max Berg", self.other.id)

    async def mail_to(self, email: str) -> Mail:
        """The newest, as soon as there is one."""
        mails = await self.demo.until(lambda: self.demo.mailbox.to(email), MAIL_SECONDS)
        return mails[-1]

    async def answers_by_mail(self, email: str, button: str, page: str = "/i/") -> None:
        """Opens the link of the newest mail that leads to such a page, and presses a button there."""
        mail = await self.mail_to(email)
        await press(next(link for link in mail.links if page in link), button)

    async def signs_up(self, url: str, typed: Mapping[str, str], seconds: timedelta) -> None:
        """Opens the page behind a link, takes some time to type, and sends it back."""
        await press(url, "Sign up", typed, meanwhile=partial(self.skip, seconds))


@dataclass(frozen=True, slots=True)
class Scene:
    """`act` is done, then `text` tells what is to be seen now, by `who` at `where`."""

    title: str
    text: str
    who: str
    where: str  # a channel's name, or home, app, mail
    act: Callable[[Stage], Awaitable[object]] | None = None
    press: str = ""  # what the spectator may try

    def step(self, stage: Stage) -> Step:
        """As the demo's page shows it."""
        act = partial(_done, self.act, stage) if self.act else None
        return Step(self.title, self.text, press=self.press, person=self.who, place=self.where, act=act)


async def _done(act: Callable[[Stage], Awaitable[object]], stage: Stage) -> None:
    await act(stage)
