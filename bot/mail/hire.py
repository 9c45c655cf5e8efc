"""The texts about a job: it is offered, taken back, or goes on for longer."""

from dataclasses import dataclass
from datetime import date

from bot.mail.content import Content
from bot.mail.headers import isolated, name
from bot.mail.invitation import YOUR_RIGHTS, day

KIND = "offer"


@dataclass(frozen=True, slots=True)
class Job:
    """What every mail about it says; `rate` in words: "EUR 80.00 an hour"."""

    company: str
    hirer: str
    contact_name: str
    title: str
    rate: str
    start: date
    end: date | None

    @property
    def names(self) -> tuple[str, str, str]:
        """The company, whoever hires, and the job, each kept from running into the words around it."""
        firm, who, job = (isolated(name(words)) for words in (self.company, self.hirer, self.title))
        return firm, who, job

    @property
    def hello(self) -> str:
        whom = isolated(name(self.contact_name))
        return f"Hello {whom}," if whom else "Hello,"

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        last = day(self.end) if self.end else "open"
        return (("Rate", self.rate), ("First day", day(self.start)), ("Last day", last))

    @property
    def fine_print(self) -> tuple[str, ...]:
        firm, who, _ = self.names
        return (
            f"Why you get this mail: you are one of {firm}'s trusted contacts, and {who} has a job for you.",
            f"{firm} is responsible for this data: your name, your address, and the jobs it has offered you. "
            f"It is used only to offer you work, and kept until {firm} no longer needs it for that, or you "
            "ask for it to be deleted.",
            YOUR_RIGHTS,
        )


def offer(job: Job, *, message: str | None, link: str) -> Content:
    firm, who, title = job.names
    return Content(
        subject=f"{name(job.hirer, 40)} offers you a job: {name(job.title, 60)}",
        preheader=f"{title}, {job.rate}.",
        heading=f"{who} of {firm} offers you a job",
        paragraphs=(
            job.hello,
            f"{who} would like to hire you as {title}.",
            "Open the offer to accept or decline it. It binds neither of you before you accept; what you "
            f"agree on beyond this you agree on with {firm}.",
        ),
        note=message,
        note_by=who,
        button=("Open the offer", link),
        details=job.details,
        fine_print=job.fine_print,
    )


def taken_back(job: Job, *, reason: str, agreed: bool) -> Content:
    """`agreed`: they had accepted it."""
    firm, who, title = job.names
    what = "the job you had accepted" if agreed else "the offer"
    return Content(
        subject=f"Cancelled: {name(job.title, 60)}, {name(job.company, 40)}",
        preheader=f"{firm} has taken back {what}.",
        heading=f"{title} is cancelled",
        paragraphs=(
            job.hello,
            f"{who} of {firm} has taken back {what}: {title}. You stay one of {firm}'s trusted contacts.",
            "If you have questions, reply to this mail.",
        ),
        note=reason,
        note_by=who,
        fine_print=job.fine_print,
    )


def prolonged(job: Job) -> Content:
    """It has another last day."""
    firm, who, title = job.names
    until = day(job.end) if job.end else "without an end"
    return Content(
        subject=f"New last day: {name(job.title, 60)}, {name(job.company, 40)}",
        preheader=f"The last day is {until}.",
        heading=f"{title} has a new last day",
        paragraphs=(
            job.hello,
            f"{who} of {firm} has set the last day of your job, {title}, to {until}.",
            "If that is not what you have agreed on, reply to this mail.",
        ),
        details=job.details,
        fine_print=job.fine_print,
    )
