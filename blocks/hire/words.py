"""Texts of hiring: forms, cards, news, offers, and a job's rate, days and state."""

from datetime import date

from blocks.kit.pay import pay_words
from blocks.kit.text import clip
from language.dates import day_words
from storage.entities.hire import Hire, Terms
from storage.entities.status import HireState

# The form
JOB_TITLE, RATE, CURRENCY, PER = "Job title", "Rate", "Currency", "Per"
START, END, MESSAGE = "Start", "End", "Message"
END_HINT = "Last day (leave empty if open-ended)"
MESSAGE_HINT = "This goes into the offer."
SEND_OFFER, SEND_ANYWAY = "Send offer", "Send anyway"
SENT_LATER = "We'll send the offer when they accept your invitation."

# Buttons and the forms behind them
HIRE, REHIRE = "Hire", "Re-hire"
CANCEL_OFFER, CANCEL_JOB, END_HIRE = "Cancel offer", "Cancel job", "End hire"
EXTEND, LET_IT_END = "Extend", "Let it end"
REASON, REASON_HINT = "Reason", "We'll email it to them."
YES, NO = "Yes", "No"
HIRE_AGAIN = "Would you hire them again?"
HIRE_AGAIN_HINT = "Only your team sees this. We'll email them that the job ends today."
EXTEND_HINT = "The new last day. We'll email it to them."
HIRES, EXPORT_HIRES = "Hires", "Export hires"
NO_HIRES = "No one is hired at the moment."

# The offer
ACCEPT_OFFER, DECLINE_OFFER = "Accept offer", "Decline offer"
ONLY_YOU = "Only you can see this. You can also reply by email."
_ANSWERED = {
    HireState.ACCEPTED: "You accepted this offer.",
    HireState.ENDED: "You accepted this offer, and the job has ended.",
    HireState.DECLINED: "You declined this offer.",
}


def rate_words(terms: Terms) -> str:
    return pay_words(terms.pay)


def days_words(terms: Terms) -> str:
    if terms.end is None:
        return f"from {day_words(terms.start)}, open-ended"
    if terms.end == terms.start:
        return f"on {day_words(terms.start)}"
    return f"{day_words(terms.start)} to {day_words(terms.end)}"


def state_words(hire: Hire, today: date) -> str:
    """Describe the job's state for the hirer."""
    match hire.state:
        case HireState.OFFERED if hire.waits:
            what = "confirm their new address" if hire.contact.unconfirmed_at else "accept your invitation"
            return f"not sent yet, waiting for them to {what}"
        case HireState.OFFERED:
            return "offered, no reply yet"
        case HireState.ACCEPTED if hire.running(today):
            return "running"
        case HireState.ACCEPTED:
            return f"accepted, starts on {day_words(hire.start)}"
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
    return f"Would hire again: {'yes' if hire.again else 'no'} (only your team sees this)"


def card_words(hire: Hire, state: str) -> str:
    return f"{rate_words(hire.terms)}\n{days_words(hire.terms)}\nStatus: {state}"


def email_state(state: str) -> str:
    return f"Email: {state}"


def question(name: str) -> str:
    return f"Would you hire {name} again? Only your team sees your answer."


def last_day(hire: Hire) -> str:
    when = f"ends on {day_words(hire.end)}" if hire.end else "is open-ended"
    return f"{hire.contact.name}'s job “{hire.title}” {when}."


def will_end(hire: Hire) -> str:
    return f"{last_day(hire)} It will end by itself."


def now(hire: Hire) -> str:
    return f"{hire.contact.name}'s job “{hire.title}”: {hire.state}."


def cancel(hire: Hire) -> str:
    return CANCEL_OFFER if hire.state == HireState.OFFERED else CANCEL_JOB


def extended(hire: Hire) -> str:
    until = f"was extended to {day_words(hire.end)}" if hire.end else "is now open-ended"
    return f"{hire.contact.name}'s job “{hire.title}” {until}."


def answered(hire: Hire) -> str:
    did = "accepted" if hire.state == HireState.ACCEPTED else "declined"
    return f"{hire.contact.name} {did} your offer “{hire.title}”."


def ended(hire: Hire) -> str:
    return f"{hire.contact.name}'s job “{hire.title}” has ended."


def undelivered(hire: Hire) -> str:
    return (
        f"The email to {hire.contact.name} ({hire.contact.email}) about “{hire.title}” couldn't be delivered."
    )


def waits_for_answer(name: str, title: str, *, unconfirmed: bool) -> str:
    if unconfirmed:
        return f"We'll send the offer “{title}” when {name} confirms their new address."
    return f"{name} was invited. We'll send the offer “{title}” when they accept."


def not_agreed(name: str, version: int) -> str:
    return (
        f"{name} hasn't agreed to version {version} of your agreement. They'll be asked to before they can"
        " accept."
    )


def more_hires(*, in_file: bool) -> str:
    return f"There are more{'; export the list to see all of them' if in_file else ''}."


def offers_you(hire: Hire, company: str, hirer: str | None) -> str:
    who = f"{hirer} at {company}" if hirer else company
    return f"{who} offers you a job: {hire.title}."


def offer_now(hire: Hire) -> str:
    return _ANSWERED.get(hire.state, f"This offer has been withdrawn: {hire.reason}")
