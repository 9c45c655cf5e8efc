"""Where features register the handlers of their outbox work, each for one class of work."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TypeVar

from bot.security.tokens import Links
from bot.workers.engine.mail import Letter, Mails
from bot.workers.engine.quiet import Note, Quiet
from bot.workers.engine.registry import Ends, Registry
from bot.workers.engine.results import Later, Soon
from bot.workers.engine.slack import Shown, Shows
from storage.outbox.sending import Ending
from storage.outbox.work import MailWork, QuietWork, SlackWork, Work
from storage.uow import UnitOfWork

MailOf = TypeVar("MailOf", bound=MailWork)
SlackOf = TypeVar("SlackOf", bound=SlackWork)
QuietOf = TypeVar("QuietOf", bound=QuietWork)


class Handlers:
    """The handlers of all lanes.

    `links` builds the URLs in messages and emails; `admins` are the Slack ids of administrators from the
    environment.
    """

    def __init__(self, links: Links, admins: Collection[str] = ()) -> None:
        self.links, self.admins = links, admins
        self.mails: Mails = Registry()
        self.ends = Ends()
        self.shows: Shows = Registry()
        self.quiet: Quiet = Registry()

    def mail(
        self,
        work: type[MailOf],
        render: Callable[[UnitOfWork, MailOf, Links], Awaitable[Letter | Later | Soon | None]],
        ended: Callable[[UnitOfWork, MailOf, Ending], Awaitable[None]] | None = None,
        all_ended: Callable[[UnitOfWork, Sequence[tuple[MailOf, Ending]]], Awaitable[None]] | None = None,
    ) -> None:
        """Register how an email is rendered.

        `ended` runs in the transaction that records how the email ended, or `all_ended` for all of them.
        """
        self.mails.add(work, render)
        if ended:
            self.ends.tell(work, ended)
        if all_ended:
            self.ends.add(work, all_ended)

    def show(
        self, work: type[SlackOf], render: Callable[[UnitOfWork, SlackOf], Awaitable[Shown | None]]
    ) -> None:
        self.shows.add(work, render)

    def note(
        self, work: type[QuietOf], render: Callable[[UnitOfWork, QuietOf], Awaitable[Note | None]]
    ) -> None:
        """Register work that only changes the database.

        It is registered for the Slack lane too, where earlier versions enqueued such rows.
        """
        self.quiet.add(work, render)
        self.shows.add(work, render)

    def known(self) -> set[type[Work]]:
        """List the classes that have a handler."""
        return self.mails.known() | self.shows.known() | self.quiet.known()
