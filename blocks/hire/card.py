"""The hirer's card about a job, which is kept up to date, and the messages that follow it."""

from datetime import date

from slack_sdk.models.blocks import Block, ButtonElement, ContextBlock, HeaderBlock, SectionBlock

from blocks.hire import words
from blocks.hire.forms import HireId, hire_button, hire_buttons, judging
from blocks.hire.words import judged_words, state_words
from blocks.kit.acts import edit_button, send_anyway_button
from blocks.kit.modal import Message, actions, button, permitted, to_json
from blocks.kit.quote import quote
from blocks.kit.status import mail_reason, mail_words
from blocks.kit.text import escape, ours, plain
from storage.entities.hire import Hire
from storage.entities.outbox import Outbox
from storage.entities.right import Right, Rights
from storage.entities.status import HireState, Status


def hire_card(hire: Hire, today: date, rights: Rights, mail: Outbox | None = None) -> Message:
    """Render the hirer's card in any state of the job. `mail` is the newest email about it."""
    contact = hire.contact
    state = state_words(hire, today)
    blocks: list[Block] = [
        HeaderBlock(text=plain(f"{hire.title}: {contact.name}", 150)),
        ContextBlock(elements=[plain(contact.email)]),
        SectionBlock(text=plain(words.card_words(hire, state))),
        *_mail(mail),
    ]
    if hire.message:
        blocks.append(quote(hire.message))
    if hire.again is not None:
        blocks.append(ContextBlock(elements=[plain(judged_words(hire))]))
    if hire.state == HireState.ENDED and hire.again is None:
        blocks += _question(hire, rights)
    blocks += actions([*hire_buttons(hire, today, rights), *_if_undelivered(hire, mail, rights)])
    if Right.HIRE in rights and hire.state == HireState.ENDED and _can_be_hired(hire):
        blocks += actions([hire_button(contact)])
    return Message(escape(f"{hire.title}, {contact.name}: {state}"), to_json(blocks))


def _mail(mail: Outbox | None) -> list[Block]:
    if mail is None:
        return []
    reason = mail_reason(mail)
    told = [ours(words.email_state(mail_words(mail))), *([plain(reason, 300)] if reason else [])]
    return [ContextBlock(elements=told)]


def _if_undelivered(hire: Hire, mail: Outbox | None, rights: Rights) -> list[ButtonElement]:
    """Make the buttons that help if the offer did not arrive: correct the address, or send anyway."""
    if hire.state != HireState.OFFERED or mail is None or not mail.undeliverable:
        return []
    contact = hire.contact
    return permitted(rights, (Right.EDIT, edit_button(contact)), (Right.HIRE, send_anyway_button(contact)))


def _question(hire: Hire, rights: Rights) -> list[Block]:
    if Right.HIRE not in rights:
        return []
    return [SectionBlock(text=plain(words.question(hire.contact.name))), *actions(judging(hire))]


def _can_be_hired(hire: Hire) -> bool:
    return hire.contact.status == Status.ACTIVE and hire.contact.archived_at is None


def ending_card(hire: Hire, rights: Rights) -> Message:
    """Render the question asked before a job ends, and later its answer."""
    text = words.last_day(hire)
    if hire.state != HireState.ACCEPTED:
        return _plain(words.now(hire))
    if hire.let_end:
        return _plain(words.will_end(hire))
    buttons = [
        button(words.EXTEND, HireId.EXTEND, hire.id, about=hire.title, style="primary"),
        button(words.LET_IT_END, HireId.LET_END, hire.id, about=hire.title),
    ]
    if _can_be_hired(hire):
        buttons.insert(1, _rehire(hire))
    return Message(
        escape(text),
        to_json([SectionBlock(text=plain(text)), *actions(buttons if Right.HIRE in rights else [])]),
    )


def prolonged_message(hire: Hire) -> Message:
    """Render what the question becomes after the end date was changed."""
    return _plain(words.extended(hire))


def _rehire(hire: Hire) -> ButtonElement:
    return button(words.REHIRE, HireId.HIRE, hire.contact_id, about=f"{hire.contact.name} for another job")


def _plain(text: str) -> Message:
    return Message(escape(text), to_json([SectionBlock(text=plain(text))]))


def answered_message(hire: Hire) -> Message:
    """Tell the hirer about the contact's answer: updating the card does not notify anyone."""
    return _plain(words.answered(hire))


def ended_message(hire: Hire, rights: Rights) -> Message:
    """Tell the hirer that the job has ended, and ask whether they would hire the contact again."""
    text = words.ended(hire)
    blocks: list[Block] = [SectionBlock(text=plain(text))]
    if hire.again is None:
        blocks += _question(hire, rights)
    else:
        blocks.append(ContextBlock(elements=[plain(judged_words(hire))]))
    return Message(escape(text), to_json(blocks))


def undelivered_message(hire: Hire, reason: str) -> Message:
    """Tell the hirer that an email failed and will not be retried."""
    text = words.undelivered(hire)
    blocks: list[Block] = [SectionBlock(text=plain(text)), ContextBlock(elements=[plain(reason, 300)])]
    return Message(escape(text), to_json(blocks))
