"""Refusals of hiring: errors at fields of forms, and offers that cannot be sent."""

from datetime import date

from language.dates import day_words
from language.plurals import count_words, number_words
from storage.entities.contact import Contact, StatusForbids
from storage.entities.errors import FieldRefused
from storage.entities.hire import Hire, Overlaps
from storage.entities.right import Right
from storage.entities.status import HireState

NO_TITLE = "Please enter a job title."
NO_CURRENCY = "Please choose the currency."
NO_PER = "Please choose what the rate is per."
NO_NUMBER = "Please enter the rate as a number, such as 80 or 80.50."
NOT_ABOVE_ZERO = "Please enter a rate above zero."
TOO_HIGH = "That rate looks too high. Please check it."
NO_START = "Please choose the first day."
NO_END = "Please choose the last day."
PAST = "This day is in the past. Please choose today or a later day."
TOO_FAR = "That is more than ten years away. Please check the year."
END_BEFORE_START = "The last day is before the first day. Please choose a later one."
TOO_LONG = "A job can last ten years at most. Leave this empty if it's open-ended."


def too_many_decimals(currency: str, decimals: int) -> str:
    advice = "shorten the rate" if decimals else "enter a whole number"
    return f"Amounts in {currency} have {_most(decimals)}. Please {advice}."


def _most(decimals: int) -> str:
    return (
        f"at most {count_words(decimals, one='1 decimal', other='{n} decimals')}"
        if decimals
        else "no decimals"
    )


def could_be_thousands(currency: str, decimals: int, digits: str) -> str:
    """`digits` is the amount as it would be if its last sign stood for thousands."""
    limit = f"Amounts in {currency} have {_most(decimals)}"
    if decimals == 3:
        limit = "A comma before three digits can mean thousands or decimals"
    return f"{limit}. If you mean {digits}, enter it without a sign for thousands."


class NoReason(FieldRefused):
    """An offer cannot be cancelled without a reason."""

    def __init__(self) -> None:
        super().__init__("reason", "Please give a reason. We'll email it to them.")


class HiredMeanwhile(Overlaps):
    """The contact has jobs on some of these days, or open offers. The first of each is named."""

    def __init__(self, contact: Contact, hires: list[Hire], offers: list[Hire]) -> None:
        said = []
        if hires:
            said.append(f"{contact.name} is already hired on some of these days: {_first_of(hires)}.")
        if offers:
            said.append(f"{contact.name} hasn't replied to an offer yet: {_first_of(offers)}.")
        helps = "Change the days" if hires else "Cancel it first"
        super().__init__(" ".join([*said, f"{helps}, or send the offer anyway."]))


def _first_of(hires: list[Hire]) -> str:
    first, more = hires[0], len(hires) - 1
    until = f"until {day_words(first.end)}" if first.end else "open-ended"
    others = f", and {number_words(more)} more" if more else ""
    return f"“{first.title}”, from {day_words(first.start)}, {until}{others}"


class JobUnderWay(StatusForbids):
    """The contact has an open offer or job, so they cannot be archived."""

    def __init__(self, contact: Contact, hire: Hire, today: date) -> None:
        helps = "End the hire" if hire.running(today) else "Cancel the job"
        if hire.state == HireState.OFFERED:
            helps = "Cancel the offer"
        job = f"{contact.name} has an open job: “{hire.title}”."
        super().__init__(contact, job, advice=(Right.HIRE, f"{helps} first."))
