"""Turns the links of Slack and Markdown into their texts and addresses; pure."""

import html
import re
import unicodedata
from urllib.parse import unquote

_MAILTO = re.compile(r"<mailto:([^|<>\s?]+)(?:\?[^|<>]*)?(?:\|([^<>]*))?>", re.IGNORECASE)
_MARKDOWN = re.compile(r"\[([^\[\]]*)\]\(mailto:([^()\s?]+)(?:\?[^()]*)?\)", re.IGNORECASE)
_LINK = re.compile(r"<https?:[^|<>\s]*(?:\|([^<>]*))?>|\bhttps?://[^\s<>]+")
_MENTION = re.compile(r"<[@#!][^>]*>")
_SCHEME = re.compile(r"\b(?:mailto|smtp):", re.IGNORECASE)
_EMOJI = re.compile(r"(?<!\w):[a-z][a-z0-9_+-]*:(?!\w)|\bcid:\S+")


def plain_text(text: str) -> str:
    """Turn Slack's and Markdown's links into their texts and addresses."""
    text = _MENTION.sub(" ", _MAILTO.sub(lambda link: _linked(link[1], link[2] or ""), text))
    text = _MARKDOWN.sub(lambda link: _linked(link[2], link[1]), html.unescape(text))
    return _SCHEME.sub(" ", _LINK.sub(lambda link: link[1] or " ", text))


def _linked(address: str, label: str) -> str:
    address = unquote(address)
    return f" {address} " if "@" in label or not label.strip() else f" {label} <{address}> "


def without_pictures(text: str) -> str:
    """Put a tab for emoji, arrows and the like, which part a line."""
    text = _EMOJI.sub("\t", text)
    if text.isascii():
        return text
    return "".join("\t" if unicodedata.category(char) == "So" or char in "→⇒" else char for char in text)
