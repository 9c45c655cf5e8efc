"""Cleans tags as people type them."""

import re
from collections.abc import Iterable

from bot.services.words.text import TAG_CHARACTERS, TAG_LENGTH, one_line
from storage.tables.tags import tag_key

MOST_TAGS = 20
_BETWEEN_TAGS = re.compile(r"[,;|]")  # as in a file's cell, so that exported tags can be imported again


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Split and clean tags, keeping one spelling of each."""
    words = (word for tag in tags for word in _BETWEEN_TAGS.split(tag))
    cleaned = (one_line(word, TAG_LENGTH).removeprefix("#")[:TAG_CHARACTERS].strip() for word in words)
    once: dict[str, str] = {}
    for tag in filter(None, cleaned):
        once.setdefault(tag_key(tag), tag)
    return tuple(once.values())[:MOST_TAGS]
