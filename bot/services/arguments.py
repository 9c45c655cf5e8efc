"""What was typed behind a slash command."""

import html
import re

_LINKED_MAIL = re.compile(r"<mailto:[^|>]+\|([^>]+)>")
_TAG = re.compile(r"(?:^|\s)#([^\s#,;]+)")
_LINKED_CHANNEL = re.compile(r"<#[A-Z0-9]+\|([^>]*)>")
_MAIL = re.compile(r"\S+@\S+")


def prefill(text: str) -> tuple[str, str, tuple[str, ...]]:
    """(name, email, tags) of "Ada Lovelace ada@example.com #python"; whatever is not there is empty.

    Slack writes addresses as links and turns `#word` into a channel's mention where it escapes.
    """
    text = html.unescape(_LINKED_CHANNEL.sub(r"#\1", _LINKED_MAIL.sub(r"\1", text)))
    tags = tuple(_TAG.findall(text))
    text = _TAG.sub(" ", text)
    found = _MAIL.search(text)
    email = found[0].strip("<>,;()\"'") if found else ""
    name = (text[: found.start()] + " " + text[found.end() :]) if found else text
    return " ".join(name.split()).strip(",;"), email, tags
