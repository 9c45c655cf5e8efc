"""Checks the input of "Hire" and "Re-hire": amounts in ISO currencies, and plausible dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.services.words.amount import parse_amount
from bot.services.words.text import one_line, paragraphs
from storage.entities.errors import FormRefused
from storage.entities.hire import Hire, Terms
from storage.entities.hire_refused import (
    END_BEFORE_START,
    NO_CURRENCY,
    NO_END,
    NO_PER,
    NO_START,
    NO_TITLE,
    PAST,
    TOO_FAR,
    TOO_LONG,
)
from storage.entities.money import CURRENCIES, USUAL_CURRENCY
from storage.entities.status import Per

TITLE_LENGTH = 120
LONGEST = timedelta(days=3_660)  # ten years; anything longer is a typing mistake


@dataclass(frozen=True, slots=True)
class HireForm:
    """The input of the hire form. The field names are those of the modal; dates are YYYY-MM-DD."""

    title: str
    rate: str
    currency: str | None
    per: str | None
    start: str | None
    end: str | None = None
    message: str = ""


def check(form: HireForm, today: date) -> Terms:
    """Check the form. Raises FormRefused with a sentence for each wrong field."""
    errors: dict[str, str] = {}
    title = one_line(form.title, TITLE_LENGTH)
    if not title:
        errors["title"] = NO_TITLE
    currency = form.currency if form.currency in CURRENCIES else ""
    if not currency:
        errors["currency"] = NO_CURRENCY
    rate = _rate(form.rate, currency or USUAL_CURRENCY, errors)
    start, end = _days(form, today, errors)
    per = next((each for each in Per if each == form.per), None)
    if per is None:
        errors["per"] = NO_PER
    if errors or rate is None or start is None or per is None:
        raise FormRefused(errors)
    return Terms(title, rate, currency, per, start, end, paragraphs(form.message))


def _rate(typed: str, currency: str, errors: dict[str, str]) -> Decimal | None:
    try:
        return parse_amount(typed, currency)
    except ValueError as error:
        errors["rate"] = str(error)
        return None


def _days(form: HireForm, today: date, errors: dict[str, str]) -> tuple[date | None, date | None]:
    start, end = _day(form.start), _day(form.end)
    if start is None:
        errors["start"] = NO_START
    elif start < today:
        errors["start"] = PAST
    elif start - today > LONGEST:
        errors["start"] = TOO_FAR
    if start and end:
        check_end(start, end, errors)
    return start, end


def check_end(start: date, end: date, errors: dict[str, str]) -> None:
    """Check the last day of a job that begins on `start`, adding to `errors`."""
    if end < start:
        errors["end"] = END_BEFORE_START
    elif end - start > LONGEST:
        errors["end"] = TOO_LONG


def _day(chosen: str | None) -> date | None:
    try:
        return date.fromisoformat(chosen or "")
    except ValueError:
        return None


def new_end(hire: Hire, chosen: str | None, today: date) -> date:
    """Check the last day chosen in the modal "Extend". Raises FormRefused."""
    end, errors = _day(chosen), dict[str, str]()
    if end is None:
        errors["end"] = NO_END
    elif end < today:
        errors["end"] = PAST
    else:
        check_end(hire.start, end, errors)
    if errors or end is None:
        raise FormRefused(errors)
    return end
