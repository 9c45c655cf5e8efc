"""Messages to members when somebody leaves, or when their job ends because they were erased."""

from datetime import date

from slack_sdk.models.blocks import SectionBlock

from blocks.kit.modal import Message, to_json
from blocks.kit.text import escape, plain
from blocks.person import words
from storage.entities.contact import Contact


def left_message(contact: Contact) -> Message:
    return _message(words.left(contact.name))


def job_erased_message(title: str, start: str, end: str) -> Message:
    """Tell the hirer, without naming the person. The days are ISO dates."""
    return _message(words.job_erased(title, date.fromisoformat(start), date.fromisoformat(end)))


def _message(text: str) -> Message:
    return Message(escape(text), to_json([SectionBlock(text=plain(text))]))
