"""Texts around an export."""

from slack_sdk.models.blocks import SectionBlock

from blocks.contact import words
from blocks.kit.modal import Message, ViewJson, modal, to_json
from blocks.kit.text import plain


def export_words(rows: int, *, more: bool) -> str:
    return words.exported(rows, more=more)


def nothing_to_export() -> Message:
    return Message(words.NOTHING_TO_EXPORT, to_json([SectionBlock(text=plain(words.NOTHING_TO_EXPORT))]))


def contacts_words(narrowed: bool) -> str:
    return words.NARROWED if narrowed else words.ALL_CONTACTS


def hires_words(rows: int) -> str:
    return words.hires_exported(rows)


def export_begun(what: str) -> ViewJson:
    """Render the modal shown right after an export was requested."""
    return modal(words.EXPORT, [SectionBlock(text=plain(words.export_begun(what)))])
