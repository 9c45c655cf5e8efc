"""Text objects. What people wrote goes in as plain text, in which Slack reads no markup."""

from datetime import datetime

from slack_sdk.models.blocks import MarkdownTextObject, PlainTextObject

from language.dates import day_words, moment_words
from storage.entities.colleague import ADMINISTRATORS

OPTION_LENGTH = 75
TITLE_LENGTH = 24
FIELD_LENGTH = 2_000


def plain(text: str, length: int = FIELD_LENGTH) -> PlainTextObject:
    """Make a plain text object, shown literally: no mentions, links or :emoji:."""
    return PlainTextObject(text=clip(text, length), emoji=False)


def ours(text: str) -> MarkdownTextObject:
    """Make a mrkdwn object from our own words. Anything people wrote must be escaped first."""
    return MarkdownTextObject(text=text, verbatim=True)


def clip(text: str, length: int) -> str:
    """Shorten text to a length, with an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def escape(text: str) -> str:
    """Escape Slack's three special characters.

    Needed in a message's top-level `text`, which is always mrkdwn.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def when(at: datetime) -> str:
    """Format a time in the reader's time zone. Clients that cannot show the fallback in UTC."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{moment_words(at)}>"


def day(at: datetime) -> str:
    """Format a date in the reader's time zone."""
    return f"<!date^{int(at.timestamp())}^{{date_long}}|{day_words(at.date())}>"


def recent_day(at: datetime) -> str:
    """Format a date briefly, "yesterday" if it was, in the reader's time zone."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}|{day_words(at.date())}>"


def mention(user_id: str) -> str:
    """Mention a person, or name the administrators to whom something belongs."""
    return "the administrators" if user_id == ADMINISTRATORS else f"<@{user_id}>"
