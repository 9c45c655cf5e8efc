"""What is said beside an export."""

from slack_sdk.models.blocks import SectionBlock

from blocks.modal import Message, ViewJson, modal, to_json
from blocks.text import plain

_NOTHING = "There was nobody to export: your search and filters on the Home tab find no contact."


def export_words(rows: int, *, more: bool) -> str:
    people = "1 contact" if rows == 1 else f"{rows:,} contacts"
    return f"Your export: {people}." + (" More follow in the next file." if more else "")


def nothing_to_export() -> Message:
    return Message(_NOTHING, to_json([SectionBlock(text=plain(_NOTHING))]))


def contacts_words(narrowed: bool) -> str:
    return "what your search and filters find" if narrowed else "all contacts but archived ones"


def hires_words(rows: int) -> str:
    return f"Your export: {'1 job' if rows == 1 else f'{rows:,} jobs'}."


def export_begun(what: str) -> ViewJson:
    """Right after the press."""
    text = f"The file with {what} comes as a message from this app in a moment."
    return modal("Export", [SectionBlock(text=plain(text))])
