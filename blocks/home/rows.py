"""A contact as a row of a list: status mark, name and the button `Open`, and one grey line about them."""

from slack_sdk.models.blocks import Block, ContextBlock, DividerBlock, SectionBlock, TextObject

from blocks.home import words
from blocks.kit.acts import open_button
from blocks.kit.free import coming_words
from blocks.kit.pay import pay_words
from blocks.kit.status import row_mail_words, row_reason, status_mark, status_words
from blocks.kit.text import bold_name, clip, ours, plain, recent_day
from blocks.kit.words import hired_before, open_offer
from storage.entities.right import Right, Rights
from storage.entities.status import Status
from storage.overview.listing import Listed

NAME_LENGTH = 150
MOST_PARTS = 10  # limit of a Slack context block


def row(contact: Listed, rights: Rights) -> list[Block]:
    """Render a contact as a row below a line, without their address: search finds by it."""
    opens = open_button(contact) if Right.SEE in rights else None
    title = SectionBlock(block_id=f"row-{contact.id}", text=_name(contact), accessory=opens)
    return [DividerBlock(), title, ContextBlock(block_id=f"about-{contact.id}", elements=_line(contact))]


def _name(contact: Listed) -> TextObject:
    """Write the name in bold where mrkdwn reads nothing in it, and otherwise literally."""
    return bold_name(clip(contact.name, NAME_LENGTH), behind=f"{status_mark(contact)} ")


def _line(contact: Listed) -> list[TextObject]:
    since = words.since(status_words(contact), recent_day(contact.archived_at or contact.status_at))
    parts = [plain(f"· {part}", 300) for part in details(contact)]
    return [ours(since), *parts][:MOST_PARTS]


def details(contact: Listed) -> list[str]:
    """List what the grey line says of a contact after their status, in this order."""
    parts = [
        words.brought_by(contact.inviter, asked=not contact.unasked) if contact.inviter else "",
        clip(", ".join(contact.tags), 200),
        pay_words(contact.rate) if contact.rate else "",
        coming_words(contact.free) if contact.free and not contact.archived_at else "",
        _work(contact),
        open_offer(clip(contact.offer, 60)) if contact.offer else "",
        row_mail_words(contact),
        row_reason(contact),
    ]
    return [part for part in parts if part]


def _work(contact: Listed) -> str:
    """Say until when they are hired, or how often they were."""
    if contact.archived_at or contact.status != Status.ACTIVE:
        return ""
    if contact.hired_now:
        return words.hired_until(contact.hired_until)
    return hired_before(contact.hires) if contact.hires else ""
