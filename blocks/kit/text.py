"""Text objects. What people wrote goes in as plain text, in which Slack reads no markup."""

import unicodedata
from datetime import datetime

from slack_sdk.models.blocks import MarkdownTextObject, PlainTextObject, TextObject

from language.dates import day_words, moment_words
from storage.entities.colleague import ADMINISTRATORS

OPTION_LENGTH = 75
TITLE_LENGTH = 24
FIELD_LENGTH = 2_000
_SIGNS = frozenset(" .,'-()[]")


def plain(text: str, length: int = FIELD_LENGTH) -> PlainTextObject:
    """Make a plain text object, shown literally: no mentions, links or :emoji:."""
    return PlainTextObject(text=clip(text, length), emoji=False)


def ours(text: str) -> MarkdownTextObject:
    """Make a mrkdwn object from our own words. Anything people wrote must be escaped first."""
    return MarkdownTextObject(text=text, verbatim=True)


def clip(text: str, length: int) -> str:
    """Shorten text to a length, with an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def bold_name(name: str, behind: str = "") -> TextObject:
    """Write a name in bold where mrkdwn reads nothing in it, and otherwise literally. `behind` is ours."""
    if _is_unmarked(name.removesuffix("…")):
        return ours(f"{behind}*{escape(name)}*")
    return plain(f"{behind}{name}")


def _is_unmarked(name: str) -> bool:
    """Tell whether a name has letters, digits and signs only that are no markup of Slack's."""
    return all(char in _SIGNS or unicodedata.category(char)[0] in "LMN" for char in name)


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
