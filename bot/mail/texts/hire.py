"""Emails about a job: offered, cancelled, with a new end date, or ended."""

from dataclasses import dataclass
from datetime import date

from bot.mail.content import Content
from bot.mail.headers import name
from bot.mail.texts.phrases import hello, legal, sender, shown
from language.dates import day_words

KIND = "offer"


@dataclass(frozen=True, slots=True)
class Job:
    """The facts about a job that every email shows. `rate` is in words, such as "EUR 80.00 an hour"."""

    company: str
    hirer: str
    contact_name: str
    title: str
    rate: str
    start: date
    end: date | None

    @property
    def hirer_at_company(self) -> str:
        return sender(self.hirer, self.company)

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        last = day_words(self.end) if self.end else "open-ended"
        return (("Rate", self.rate), ("First day", day_words(self.start)), ("Last day", last))

    @property
    def fine_print(self) -> tuple[str, ...]:
        return legal(
            f"you're one of {shown(self.company)}'s trusted contacts, and {shown(self.hirer)} has a job for "
            "you.",
            self.company,
            "your name, your address and the jobs it has offered you",
            "to offer you work",
        )


def offer(job: Job, *, message: str | None, link: str) -> Content:
    who, title = shown(job.hirer), shown(job.title)
    return Content(
        subject=f"{name(job.hirer, 40)} offers you a job: {name(job.title, 60)}",
        preheader=f"{title}, {job.rate}.",
        heading=f"A job offer from {job.hirer_at_company}",
        greeting=hello(job.contact_name),
        paragraphs=(
            f"{who} has a job for you: {title}.",
            "Open the offer to accept or decline. Nothing is agreed until you accept. Anything not "
            f"mentioned here is between you and {shown(job.company)}.",
        ),
        note=message,
        note_by=who,
        note_leads=True,
        button=("Open the offer", link),
        details=job.details,
        fine_print=job.fine_print,
    )


def taken_back(job: Job, *, reason: str, agreed: bool) -> Content:
    """Tell the contact that the offer, or the job they had accepted (`agreed`), is cancelled."""
    title = shown(job.title)
    done = "has cancelled the job you accepted" if agreed else "has withdrawn the job offer"
    return Content(
        subject=f"Cancelled: {name(job.title, 60)}, {name(job.company, 40)}",
        preheader=f"{shown(job.company)} {done}.",
        heading=f"{title} is cancelled",
        greeting=hello(job.contact_name),
        paragraphs=(
            f"{job.hirer_at_company} {done}: {title}. You're still one of {shown(job.company)}'s trusted "
            "contacts.",
            "If you have questions, reply to this email.",
        ),
        note=reason,
        note_by=shown(job.hirer),
        fine_print=job.fine_print,
    )


def prolonged(job: Job) -> Content:
    """Tell the contact that the job's last day has changed."""
    title = shown(job.title)
    until = f"ends on {day_words(job.end)}" if job.end else "is open-ended"
    return Content(
        subject=f"New last day: {name(job.title, 60)}, {name(job.company, 40)}",
        preheader=f"Your job now {until}.",
        heading=f"{title} has a new last day",
        greeting=hello(job.contact_name),
        paragraphs=(
            f"{job.hirer_at_company} has changed the end date of your job, {title}: it now {until}.",
            "If that's not what you agreed, reply to this email.",
        ),
        details=job.details,
        fine_print=job.fine_print,
    )


def ended(job: Job) -> Content:
    """Tell the contact that the hirer has ended the job, and its real last day."""
    title = shown(job.title)
    last = f"Its last day is {day_words(job.end)}." if job.end else ""
    return Content(
        subject=f"Ended: {name(job.title, 60)}, {name(job.company, 40)}",
        preheader=f"Your job has ended. {last}".rstrip(),
        heading=f"{title} has ended",
        greeting=hello(job.contact_name),
        paragraphs=(
            f"{job.hirer_at_company} has ended your job, {title}. {last}".rstrip(),
            f"If that's not what you agreed, reply to this email. You're still one of {shown(job.company)}'s"
            " trusted contacts.",
        ),
        details=job.details,
        fine_print=job.fine_print,
    )
