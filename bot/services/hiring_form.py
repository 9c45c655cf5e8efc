"""What is typed into "Hire" and "Re-hire", checked: exact amounts in ISO currencies, days that can be."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from bot.services.text import one_line, paragraphs
from storage.errors import FormRefused
from storage.hire import CURRENCIES, Hire, Terms
from storage.status import Per

TITLE_LENGTH = 120
MOST_DIGITS = 10  # before the point
LONGEST = timedelta(days=3_660)  # ten years: what lies beyond is a slip of the hand

USUAL_CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class HireForm:
    """The field names are those of the modal; days as YYYY-MM-DD."""

    title: str
    rate: str
    currency: str | None
    per: str | None
    start: str | None
    end: str | None = None
    message: str = ""


def check(form: HireForm, today: date) -> Terms:
    """Raises FormRefused with a sentence for each field that is wrong."""
    errors: dict[str, str] = {}
    title = one_line(form.title, TITLE_LENGTH)
    if not title:
        errors["title"] = "Please give the job a title."
    currency = form.currency if form.currency in CURRENCIES else ""
    if not currency:
        errors["currency"] = "Please choose the currency."
    rate = _rate(form.rate, currency or USUAL_CURRENCY, errors)
    start, end = _days(form, today, errors)
    per = next((each for each in Per if each == form.per), None)
    if per is None:
        errors["per"] = "Please choose what the rate is paid for."
    if errors or rate is None or start is None or per is None:
        raise FormRefused(errors)
    return Terms(title, rate, currency, per, start, end, paragraphs(form.message))


def _rate(typed: str, currency: str, errors: dict[str, str]) -> Decimal | None:
    try:
        rate = Decimal(typed.strip())
    except InvalidOperation:
        errors["rate"] = "Please give the rate as a number, such as 80 or 80.50."
        return None
    decimals = CURRENCIES[currency]
    if not rate.is_finite() or rate <= 0:
        errors["rate"] = "Please give a rate above zero."
    elif rate.adjusted() >= MOST_DIGITS:
        errors["rate"] = "That is more than anybody can be paid. Please check the rate."
    elif -int(rate.normalize().as_tuple().exponent) > decimals:
        most = "no decimals" if not decimals else f"at most {decimals} decimals"
        errors["rate"] = f"An amount in {currency} has {most}."
    else:
        return rate.quantize(Decimal(1).scaleb(-decimals))
    return None


def _days(form: HireForm, today: date, errors: dict[str, str]) -> tuple[date | None, date | None]:
    start, end = _day(form.start), _day(form.end)
    if start is None:
        errors["start"] = "Please choose the first day."
    elif start < today:
        errors["start"] = "This day is over. Please choose today or a later one."
    elif start - today > LONGEST:
        errors["start"] = "That is more than ten years away. Please check the year."
    if start and end:
        check_end(start, end, errors)
    return start, end


def check_end(start: date, end: date, errors: dict[str, str]) -> None:
    """The last day of a job that begins on `start`."""
    if end < start:
        errors["end"] = "The last day lies before the first one."
    elif end - start > LONGEST:
        errors["end"] = "That is more than ten years. Leave it empty for an open end."


def _day(chosen: str | None) -> date | None:
    try:
        return date.fromisoformat(chosen or "")
    except ValueError:
        return None


def new_end(hire: Hire, chosen: str | None, today: date) -> date:
    """From the modal "Extend". Raises FormRefused."""
    end, errors = _day(chosen), dict[str, str]()
    if end is None:
        errors["end"] = "Please choose the last day."
    elif end < today:
        errors["end"] = "This day is over. Please choose today or a later one."
    else:
        check_end(hire.start, end, errors)
    if errors or end is None:
        raise FormRefused(errors)
    return end
