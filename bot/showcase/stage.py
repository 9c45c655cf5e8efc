"""What a scene of the story is, and what its people do outside Slack."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.showcase.web_page import press
from demo import DemoServer
from demo.page_server.tour import Step
from demo.person.person import Person
from demo.world.mailbox import Mail
from demo.world.model import Team

MAIL_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Stage:
    """The demo's workspaces, people and mailbox, and the skippable clock."""

    demo: DemoServer
    other: Team  # Northwind's workspace, beside Acme's
    skip: Callable[[timedelta], Awaitable[None]]  # moves the clock forward
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
        """Max, of the other company."""
        return self.demo.person("Max Berg", self.other.id)

    async def mail_to(self, email: str) -> Mail:
        """Wait for email to this address, and return the newest."""
        mails = await self.demo.until(lambda: self.demo.mailbox.to(email), MAIL_SECONDS)
        return mails[-1]

    async def answers_by_mail(self, email: str, button: str, page: str = "/i/") -> None:
        """Open the link to such a page in the newest email, and press a button there."""
        mail = await self.mail_to(email)
        await press(next(link for link in mail.links if page in link), button)

    async def signs_up(self, url: str, typed: Mapping[str, str], seconds: timedelta) -> None:
        """Open a sign-up page, spend `seconds` on typing, and submit it."""
        await press(url, "Sign up", typed, meanwhile=partial(self.skip, seconds))


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene of the story.

    `act` runs first; then `text` describes what `who` now sees at `where`.
    """

    title: str
    text: str
    who: str
    where: str  # a channel's name, or home, app or mail
    act: Callable[[Stage], Awaitable[object]] | None = None
    press: str = ""  # what the spectator may try

    def step(self, stage: Stage) -> Step:
        """Make the demo page's step for this scene."""
        act = partial(_done, self.act, stage) if self.act else None
        return Step(self.title, self.text, press=self.press, person=self.who, place=self.where, act=act)


async def _done(act: Callable[[Stage], Awaitable[object]], stage: Stage) -> None:
    await act(stage)
