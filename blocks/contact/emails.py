"""The modal "Emails": each email to a contact with kind, time, state and reason."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ContextBlock, SectionBlock

from blocks.contact import history_words, words
from blocks.kit.modal import ViewJson, modal
from blocks.kit.status import address_words, mail_reason, mail_state
from blocks.kit.text import ours, plain, when
from storage.entities.contact import Contact
from storage.entities.outbox import Outbox


def emails_modal(contact: Contact, mails: Sequence[Outbox]) -> ViewJson:
    """Render a contact's emails, newest first."""
    about = words.about(contact.name, address_words(contact.email))
    blocks: list[Block] = [ContextBlock(elements=[plain(about)])]
    if not mails:
        blocks.append(SectionBlock(text=plain(words.NO_EMAILS)))
    return modal(words.EMAILS, [*blocks, *(block for mail in mails for block in _email(mail))])


def _email(mail: Outbox) -> list[Block]:
    line = history_words.email_line(mail.kind, when(mail.finished_at or mail.due_at), mail_state(mail))
    blocks: list[Block] = [SectionBlock(text=ours(line))]
    if reason := mail_reason(mail):
        blocks.append(ContextBlock(elements=[plain(reason, 300)]))
    return blocks
