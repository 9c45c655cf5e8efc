"""The texts about a job: it is offered, taken back, or goes on for longer."""

from datetime import date

from bot.mail.content import Content
from bot.mail.headers import isolated, name
from bot.mail.invitation import YOUR_RIGHTS, day

KIND = "offer"


def offer(
    *,
    company: str,
    hirer: str,
    contact_name: str,
    title: str,
    rate: str,
    start: date,
    end: date | None,
    message: str | None,
    link: str,
) -> Content:
    """`rate` in words: "EUR 80.00 an hour"."""
    firm, who, whom, job = (isolated(name(words)) for words in (company, hirer, contact_name, title))
    return Content(
        subject=f"{name(hirer, 40)} offers you a job: {name(title, 60)}",
        preheader=f"{job}, {rate}.",
        heading=f"{who} of {firm} offers you a job",
        paragraphs=(
            f"Hello {whom}," if whom else "Hello,",
            f"{who} would like to hire you as {job}.",
            "Open the offer to accept or decline it. It binds neither of you before you accept; what you "
            f"agree on beyond this you agree on with {firm}.",
        ),
        note=message,
        note_by=who,
        button=("Open the offer", link),
        details=_details(rate, start, end),
        fine_print=_fine_print(firm, who),
    )


def taken_back(
    *, company: str, hirer: str, contact_name: str, title: str, reason: str, agreed: bool
) -> Content:
    """`agreed`: they had accepted it."""
    firm, who, whom, job = (isolated(name(words)) for words in (company, hirer, contact_name, title))
    what = "the job you had accepted" if agreed else "the offer"
    return Content(
        subject=f"Cancelled: {name(title, 60)}, {name(company, 40)}",
        preheader=f"{firm} has taken back {what}.",
        heading=f"{job} is cancelled",
        paragraphs=(
            f"Hello {whom}," if whom else "Hello,",
            f"{who} of {firm} has taken back {what}: {job}. You stay one of {firm}'s trusted contacts.",
            "If you have questions, reply to this mail.",
        ),
        note=reason,
        note_by=who,
        fine_print=_fine_print(firm, who),
    )


def prolonged(
    *,
    company: str,
    hirer: str,
    contact_name: str,
    title: str,
    rate: str,
    start: date,
    end: date | None,
) -> Content:
    firm, who, whom, job = (isolated(name(words)) for words in (company, hirer, contact_name, title))
    until = day(end) if end else "without an end"
    return Content(
        subject=f"New last day: {name(title, 60)}, {name(company, 40)}",
        preheader=f"The last day is {until}.",
        heading=f"{job} has a new last day",
        paragraphs=(
            f"Hello {whom}," if whom else "Hello,",
            f"{who} of {firm} has set the last day of your job, {job}, to {until}.",
            "If that is not what you have agreed on, reply to this mail.",
        ),
        details=_details(rate, start, end),
        fine_print=_fine_print(firm, who),
    )


def _details(rate: str, start: date, end: date | None) -> tuple[tuple[str, str], ...]:
    return (("Rate", rate), ("First day", day(start)), ("Last day", day(end) if end else "open"))


def _fine_print(firm: str, who: str) -> tuple[str, ...]:
    return (
        f"Why you get this mail: you are one of {firm}'s trusted contacts, and {who} has a job for you.",
        f"{firm} is responsible for this data: your name, your address, and the jobs it has offered you. It "
        f"is used only to offer you work, and kept until {firm} no longer needs it for that, or you ask for "
        "it to be deleted.",
        YOUR_RIGHTS,
    )
