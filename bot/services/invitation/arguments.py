"""Parses the text after a slash command."""

import html
import re

from bot.services.files.headings import EMAILS, NAMES, ColumnRole, roles
from bot.services.files.tag_cells import split_tags
from bot.services.invitation.pasted import ADDRESS, NUMBERED
from bot.services.words.addresses import parse_email
from bot.services.words.markup import plain_text, without_pictures
from bot.services.words.names import tidy_name
from bot.services.words.text import seen
from bot.services.words.wrapped import narrowed

_MENTION = re.compile(r"<([@#])[A-Z0-9]+\|([^>]*)>")
_QUOTE, _NO_QUOTE = '["“”„«»]', '[^"“”„«»]'
# #rust, #"product design" and "#product design"
_TAG = re.compile(
    rf"#{_QUOTE}({_NO_QUOTE}+){_QUOTE}|{_QUOTE}#({_NO_QUOTE}+){_QUOTE}"
    rf"|(?:^|(?<=[\s\"“”„«»,;|(\[]))#\s?([^\s,;|\"“”«»]+)"
)
_NEXT_TAG = re.compile(r"#(?=\w)")
_AFTER_A_TAG = ".:!?)]"
_OPTION = re.compile(r"(?<!\S)-{0,2}([^\W\d_][\w-]{0,20})(?:\s*[:=]\s*|(?<=\w)\s+)")
_TAGS_BEHIND = re.compile(r"(?<!\S)-{0,2}([^\W\d_]+)\s*[:=]\s*([^@:=]+)\Z")
_ALMOST = re.compile(r"\S+[@＠]\S*")  # left to the form, which says what is wrong
_PHONE = re.compile(r"(?<!\S)\+?\d[\d ()/-]{5,}(?!\S)")
_POLITE = re.compile(r"^(?:please )?(?:invite|add) | please$|^[-→] ?|(?<!\S)#(?!\S)", re.IGNORECASE)
_BESIDE = re.compile(r"(?: (?:at|is|via|email|mail|e-mail))+$", re.IGNORECASE)


def prefill(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Parse "Ada Lovelace ada@x.dk #python" into (name, email, tags); missing parts are empty.

    Slack turns addresses into links and, where it escapes, `#word` into a channel reference. Phones and mail
    programs put quotation marks, brackets and punctuation around what is copied.
    """
    text = narrowed(seen(plain_text(_MENTION.sub(_named, html.unescape(text)))))
    tags = [tag for found in _TAG.findall(text) for tag in _NEXT_TAG.split("".join(found))]
    text, named = _without_named_tags(_TAG.sub(" ", text))
    tags = [tag.rstrip(_AFTER_A_TAG) or tag for tag in tags] + named
    text = NUMBERED.sub("", without_pictures(_OPTION.sub(_unless_known, text)))
    found = ADDRESS.search(text) or _ALMOST.search(text)
    if found is None:
        return _name(text), "", tuple(tags)
    before, behind = text[: found.start()], text[found.end() :].replace(found[0], " ")
    return _name(f"{_BESIDE.sub('', before.rstrip())} {behind}"), _address(found[0]), tuple(tags)


def _name(text: str) -> str:
    text = " ".join(_PHONE.sub(" ", text).replace('" "', " ").split())
    return tidy_name(_POLITE.sub("", text)) or tidy_name(text)


def _without_named_tags(text: str) -> tuple[str, list[str]]:
    """Take "tags: rust, sql" off the end."""
    found = _TAGS_BEHIND.search(text)
    if found is None or roles([found[1]]) != [ColumnRole.TAGS]:
        return text, []
    return text[: found.start()], [*split_tags(found[2]).tags]


def _unless_known(option: re.Match[str]) -> str:
    """Drop "name:", "email=" and "--name". A word without such a sign stays."""
    marked = option[0].startswith("-") or ":" in option[0] or "=" in option[0]
    return " " if marked and roles([option[1]])[0] in NAMES | EMAILS else option[0]


def _address(typed: str) -> str:
    try:
        return parse_email(typed).shown
    except ValueError:
        return typed


def _named(mention: re.Match[str]) -> str:
    return f"#{mention[2]}" if mention[1] == "#" else mention[2]
