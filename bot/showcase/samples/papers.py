"""Reads emails and web pages as plain text."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from typing import Literal

from bot.mail.message import build
from bot.showcase.samples.sample import Letter, WebPage

_TOKEN = re.compile(r"<!?(/?)(\w+)([^>]*)>|([^<]+)")
_SPOKEN = re.compile(r'(?:alt|aria-label|placeholder)="([^"]+)"')
_SPACES = re.compile(r"\s+")
_MARKS = {"title": "title: ", "h1": "# ", "h2": "# "}
_APART = {
    "title", "h1", "h2", "p", "li", "label", "figcaption", "div", "section", "footer", "button", "br", "dd",
    "input", "textarea", "form", "main", "ul", "figure", "blockquote",
}  # fmt: skip


def letter_lines(letter: Letter) -> Iterator[str]:
    """Read an email as it arrives: sender, subject, the preview beside it, and the text part."""
    message = _built(letter)
    yield from (f"{name}: {message[name]}" for name in ("From", "Subject"))
    yield f"preview: {letter.content.preheader}"
    yield from _part(message, "plain").rstrip().splitlines()


def letter_html(letter: Letter) -> str:
    return _part(_built(letter), "html")


def _built(letter: Letter) -> EmailMessage:
    message = message_from_bytes(build(letter.content, letter.delivery).data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _part(message: EmailMessage, kind: Literal["plain", "html"]) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def page_lines(page: WebPage) -> Iterator[str]:
    """Read a page from title to foot, including text for screen readers. Understands our templates only."""
    told = "".join(_pieces(page.html)).split("\n")
    return filter(None, (_SPACES.sub(" ", line).strip() for line in told))


def _pieces(html: str) -> Iterator[str]:
    """Read a page's words, with a line break around each block element."""
    for ends, tag, attributes, text in _TOKEN.findall(html):
        if text:
            yield _SPACES.sub(" ", unescape(text))
        elif tag in _APART:
            yield "\n" + ("" if ends else _mark(tag, attributes))
        elif not ends:
            yield _mark(tag, attributes)


def _mark(tag: str, attributes: str) -> str:
    """Name an element and what a screen reader says about it, to put before its words."""
    is_button = tag == "button" or "button" in attributes.partition('class="')[2].partition('"')[0]
    spoken = "".join(f"(spoken: {unescape(words)}) " for words in _SPOKEN.findall(attributes))
    return _MARKS.get(tag, "» " if is_button else "") + spoken
