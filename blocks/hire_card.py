"""A job in the hirer's messages: the card that is kept up to date, and the news that follow it."""

from datetime import date

from slack_sdk.models.blocks import Block, ButtonElement, ContextBlock, HeaderBlock, SectionBlock

from blocks.hire import HireId, hire_button, hire_buttons, judging
from blocks.job_words import days_words, judged_words, rate_words, state_words
from blocks.modal import Message, actions, button, to_json
from blocks.quote import quote
from blocks.text import date_words, escape, plain
from storage.hire import Hire
from storage.status import HireState, Status


def hire_card(hire: Hire, today: date) -> Message:
    """The one function that draws it, through the whole life of the job. It goes to the hirer alone."""
    contact, terms = hire.contact, hire.terms
    state = state_words(hire, today)
    blocks: list[Block] = [
        HeaderBlock(text=plain(f"{hire.title}: {contact.name}", 150)),
        ContextBlock(elements=[plain(contact.email)]),
        SectionBlock(text=plain(f"{rate_words(terms)}\n{days_words(terms)}\nStatus: {state}")),
    ]
    if hire.message:
        blocks.append(quote(hire.message))
    if hire.again is not None:
        blocks.append(ContextBlock(elements=[plain(judged_words(hire))]))
    if hire.state == HireState.ENDED and hire.again is None:
        blocks += _question(hire)
    blocks += actions(hire_buttons(hire, today))
    if hire.state == HireState.ENDED and _can_be_hired(hire):
        blocks += actions([hire_button(contact)])
    return Message(escape(f"{hire.title}, {contact.name}: {state}"), to_json(blocks))


def _question(hire: Hire) -> list[Block]:
    words = f"Would you hire {hire.contact.name} again? Only your team learns your answer."
    return [SectionBlock(text=plain(words)), *actions(judging(hire))]


def _can_be_hired(hire: Hire) -> bool:
    return hire.contact.status == Status.ACTIVE and hire.contact.archived_at is None


def ending_card(hire: Hire) -> Message:
    """A week before the last day, and then what became of the question."""
    contact, end = hire.contact, hire.end
    last = date_words(end) if end else "an open end"
    text = f"The last day of {contact.name} as “{hire.title}” is {last}."
    if hire.state != HireState.ACCEPTED:
        return _plain(f"{contact.name} as “{hire.title}”: {hire.state}.")
    if hire.let_end:
        return _plain(f"{text} It ends by itself.")
    buttons = [
        button("Extend", HireId.EXTEND, hire.id, about=hire.title, style="primary"),
        button("Let it end", HireId.LET_END, hire.id, about=hire.title),
    ]
    if _can_be_hired(hire):
        buttons.insert(1, _rehire(hire))
    return Message(escape(text), to_json([SectionBlock(text=plain(text)), *actions(buttons)]))


def prolonged_message(hire: Hire) -> Message:
    """What the question of its end has become, once it was answered by another last day."""
    until = f"until {date_words(hire.end)}" if hire.end else "with an open end"
    return _plain(f"{hire.contact.name} as “{hire.title}” was prolonged, {until}.")


def _rehire(hire: Hire) -> ButtonElement:
    return button("Re-hire", HireId.HIRE, hire.contact_id, about=f"{hire.contact.name} for another job")


def _plain(text: str) -> Message:
    return Message(escape(text), to_json([SectionBlock(text=plain(text))]))


def answered_message(hire: Hire) -> Message:
    """The news for the hirer; the card only changes silently."""
    did = "accepted" if hire.state == HireState.ACCEPTED else "declined"
    return _plain(f"{hire.contact.name} {did} your offer “{hire.title}”.")


def ended_message(hire: Hire) -> Message:
    """The last day has gone by."""
    text = f"The job of {hire.contact.name} as “{hire.title}” has ended."
    blocks: list[Block] = [SectionBlock(text=plain(text))]
    if hire.again is None:
        blocks += _question(hire)
    return Message(escape(text), to_json(blocks))


def undelivered_message(hire: Hire, reason: str) -> Message:
    """A mail that will not be tried again."""
    whom = f"{hire.contact.name} ({hire.contact.email})"
    text = f"The mail to {whom} about “{hire.title}” could not be delivered."
    blocks: list[Block] = [SectionBlock(text=plain(text)), ContextBlock(elements=[plain(reason, 300)])]
    return Message(escape(text), to_json(blocks))
