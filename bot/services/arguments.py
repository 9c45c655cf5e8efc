"""What was typed behind a slash command."""

import html
import re

_LINKED_MAIL = re.compile(r"<mailto:([^|>]+)(?:\|[^>]*)?>")
_MENTION = re.compile(r"<([@#])[A-Z0-9]+\|([^>]*)>")
_TAG = re.compile(r"(?:^|\s)#([^\s#,;]+)")
_MAIL = re.compile(r"(?:mailto:)?([^\s<>()\",;:|]+@[^\s<>()\",;:|]+)")
_AROUND = '<>()",; '


def prefill(text: str) -> tuple[str, str, tuple[str, ...]]:
    """(name, email, tags) of "Ada Lovelace ada@example.com #python"; whatever is not there is empty.

    Slack writes addresses as links and turns `#word` into a channel's mention where it escapes.
    """
    text = _MENTION.sub(_named, _LINKED_MAIL.sub(r"\1", html.unescape(text)))
    tags = tuple(_TAG.findall(text))
    text = _TAG.sub(" ", text)
    found = _MAIL.search(text)
    name = f"{text[: found.start()]} {text[found.end() :]}" if found else text
    words = (word for word in name.split() if word.strip(_AROUND))
    return " ".join(words).strip(_AROUND), found[1] if found else "", tags


def _named(mention: re.Match[str]) -> str:
    return f"#{mention[2]}" if mention[1] == "#" else mention[2]
