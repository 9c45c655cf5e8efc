"""Parses the text after a slash command."""

import html
import re

from bot.services.invitation.pasted import ADDRESS
from bot.services.words.addresses import parse_email
from bot.services.words.markup import plain_text
from bot.services.words.names import tidy_name

_MENTION = re.compile(r"<([@#])[A-Z0-9]+\|([^>]*)>")
_TAG = re.compile(r"(?:^|(?<=[\s\"“”„«»,;]))#([^\s#,;\"“”«»]+)")
_AFTER_A_TAG = ".:!?)]"


def prefill(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Parse "Ada Lovelace ada@x.dk #python" into (name, email, tags); missing parts are empty.

    Slack turns addresses into links and, where it escapes, `#word` into a channel reference. Phones and mail
    programs put quotation marks, brackets and punctuation around what is copied.
    """
    text = plain_text(_MENTION.sub(_named, html.unescape(text)))
    tags = tuple(tag.rstrip(_AFTER_A_TAG) or tag for tag in _TAG.findall(text))
    text = _TAG.sub(" ", text)
    found = ADDRESS.search(text)
    if found is None:
        return tidy_name(text), "", tags
    before, behind = text[: found.start()], text[found.end() :].replace(found[0], " ")
    return tidy_name(f"{before} {behind}"), _address(found[0]), tags


def _address(typed: str) -> str:
    try:
        return parse_email(typed).shown
    except ValueError:
        return typed


def _named(mention: re.Match[str]) -> str:
    return f"#{mention[2]}" if mention[1] == "#" else mention[2]
