"""Text objects. People's words go in as plain text, where Slack reads no markup."""

from datetime import date, datetime

from slack_sdk.models.blocks import MarkdownTextObject, PlainTextObject

OPTION_LENGTH = 75
TITLE_LENGTH = 24
FIELD_LENGTH = 2_000


def plain(text: str, length: int = FIELD_LENGTH) -> PlainTextObject:
    """Shown letter for letter: no mention, no link, no :emoji:."""
    return PlainTextObject(text=clip(text, length), emoji=False)


def ours(text: str) -> MarkdownTextObject:
    """Markup of our own words only; anything of a person's must go through `escape` first."""
    return MarkdownTextObject(text=text, verbatim=True)


def clip(text: str, length: int) -> str:
    """Cut to the room there is, with an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def escape(text: str) -> str:
    """For a message's top-level `text`, which is always markup: Slack's three characters, `&` first."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def when(at: datetime) -> str:
    """A moment in the reader's own time zone; clients without it show the fallback in UTC."""
    fallback = f"{at:%-d %B %Y %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"


def date_words(day: date) -> str:
    """A day that is the same one wherever it is read, such as the first of a job."""
    return f"{day:%-d %B %Y}"


def day(at: datetime) -> str:
    """A day in the reader's own time zone."""
    return f"<!date^{int(at.timestamp())}^{{date_long}}|{at:%-d %B %Y}>"
