"""A job in words: its rate to the last digit, its days, where it stands."""

from datetime import date

from blocks.text import clip, date_words
from storage.hire import Hire, Terms
from storage.status import HireState, Per

_PAID = {
    Per.HOUR: " an hour",
    Per.DAY: " a day",
    Per.WEEK: " a week",
    Per.MONTH: " a month",
    Per.FIXED: " in all",
}


def rate_words(terms: Terms) -> str:
    """To the last digit: "EUR 1,250.00 a month"."""
    return f"{terms.currency} {terms.rate:,f}{_PAID[terms.per]}"


def days_words(terms: Terms) -> str:
    if terms.end is None:
        return f"from {date_words(terms.start)}, open end"
    if terms.end == terms.start:
        return f"on {date_words(terms.start)}"
    return f"{date_words(terms.start)} to {date_words(terms.end)}"


def state_words(hire: Hire, today: date) -> str:
    """Where it stands, as people read it."""
    match hire.state:
        case HireState.OFFERED if hire.waits:
            return "waits until they accept your invitation"
        case HireState.OFFERED:
            return "offered, waiting for their answer"
        case HireState.ACCEPTED if hire.running(today):
            return "running"
        case HireState.ACCEPTED:
            return f"accepted, begins on {date_words(hire.start)}"
        case HireState.CANCELLED:
            return f"cancelled: {hire.reason}"
    return hire.state.value


def job_words(hire: Hire, today: date) -> str:
    parts = [clip(hire.title, 80), rate_words(hire.terms), days_words(hire.terms)]
    parts.append(clip(state_words(hire, today), 120))
    if hire.again is not None:
        parts.append("would hire again" if hire.again else "would not hire again")
    return " · ".join(parts)


def judged_words(hire: Hire) -> str:
    return f"Would hire again: {'yes' if hire.again else 'no'} (only your team reads this)"
