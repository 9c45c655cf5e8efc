"""The email that asks a contact from when they are free."""

from collections.abc import Sequence
from datetime import date

from bot.mail.content import Content
from bot.mail.headers import name
from bot.mail.texts.phrases import hello, legal, shown
from language.dates import day_words

KIND = "availability"


def when_free(
    *, company: str, contact_name: str, link: str, days: Sequence[date], said: str | None = None
) -> Content:
    """Build the email. Each of its links opens the page with an answer filled in: now, or one of `days`.

    `said` is what they said last, in words.
    """
    firm = shown(company)
    last = (f"You last told us: {said}.",) if said else ()
    later = [(f"I'm free from {day_words(day)}", f"{link}?from={day.isoformat()}") for day in days]
    return Content(
        subject=f"When are you free to work with {name(company, 60)}?",
        preheader="Two taps: choose a day, and save.",
        heading="When are you free?",
        paragraphs=(
            hello(contact_name),
            f"{firm} plans its next jobs and would like to know from when you're free. Choose an answer: it "
            "is filled in on your page, and saved when you press Save there.",
            *last,
        ),
        button=("I'm free now", f"{link}?from=now"),
        choices=(*later, ("Another day", link)),
        fine_print=legal(
            f"you're one of {firm}'s trusted contacts.",
            company,
            "what your page shows",
            "to offer you work",
        ),
    )
