"""The message with a workspace's numbers, and its button."""

from collections.abc import Sequence
from enum import StrEnum

from slack_sdk.models.blocks import (
    Block,
    HeaderBlock,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
    SectionBlock,
)

from blocks.kit.modal import Message, actions, button, permitted, to_json
from blocks.kit.text import clip, escape, ours, plain
from blocks.numbers import words
from language.plurals import number_words
from storage.entities.numbers import Numbers
from storage.entities.right import Right, Rights

_LINE = 120  # characters of a link's or import's line
_LABEL, _NUMBER = 12, 8  # widths of the table's columns: together no more than a phone shows


class NumbersId(StrEnum):
    """Action ids of the message."""

    CSV = "numbers_csv"


def numbers_message(numbers: Numbers, rights: Rights, *, open_to_all: bool = False) -> Message:
    """Render the numbers. `open_to_all`: in a channel, where it names no file."""
    imports = [words.of_import(each, open_to_all=open_to_all) for each in numbers.imports]
    file = button(words.CSV, NumbersId.CSV, "numbers", about="file with these numbers, month by month")
    blocks: list[Block] = [
        HeaderBlock(text=plain(words.title(numbers.day))),
        _table(numbers),
        SectionBlock(text=plain(words.now(numbers))),
        *_list(words.BY_LINK, [words.of_link(each) for each in numbers.links]),
        *_list(words.BY_IMPORT, imports),
        *actions(permitted(rights, (Right.EXPORT, file))),
    ]
    return Message(escape(words.in_a_sentence(numbers)), to_json(blocks))


def _table(numbers: Numbers) -> RichTextBlock:
    """Line the numbers up. Preformatted text, since Slack's tables are not in every client."""
    spans = numbers.week, numbers.four_weeks, numbers.year
    rows = [
        ("", words.SPANS),
        (words.ASKED, [number_words(each.asked) for each in spans]),
        (words.YES, [number_words(each.yes) for each in spans]),
        (words.NO, [number_words(each.no) for each in spans]),
        (words.DAYS_TO_YES, [words.days(each) for each in spans]),
        (words.HIRED, [number_words(each.hired) for each in spans]),
        (words.HIRED_AGAIN, [number_words(each.again) for each in spans]),
    ]
    text = "\n".join(_row(label, values) for label, values in rows)
    table = RichTextPreformattedElement(elements=[RichTextElementParts.Text(text=text)])
    return RichTextBlock(elements=[table])


def _row(label: str, values: Sequence[str]) -> str:
    return f"{label:<{_LABEL}}" + "".join(f"{each:>{_NUMBER}}" for each in values)


def _list(heading: str, lines: Sequence[str]) -> list[Block]:
    if not lines:
        return []
    text = plain("\n".join(clip(each, _LINE) for each in lines))
    return [SectionBlock(text=ours(f"*{heading}*")), SectionBlock(text=text)]
