"""Reads all text of a Slack message: also of blocks, attachments, forwarded messages and emails in Slack."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Part = Mapping[str, Any]

MOST_DEEP = 20  # levels of parts within parts


def texts_of(message: Part) -> list[str]:
    """List a message's texts in Slack's markup, the most telling first. The same text may come twice."""
    return [text for text in _texts(message, MOST_DEEP) if text.strip()]


def _texts(message: Part, deep: int) -> Iterator[str]:
    if not deep:
        return
    yield _text(message.get("text"))
    yield _lines(_blocks(message.get("blocks"), deep))
    for attachment in _parts(message.get("attachments")):
        yield from _attachment(attachment, deep - 1)
    for file in _parts(message.get("files")):
        yield from _email(file)
    if isinstance(inner := message.get("message"), Mapping):  # within the blocks of a forwarded message
        yield from _texts(inner, deep - 1)


def _attachment(attachment: Part, deep: int) -> Iterator[str]:
    """Read an app's attachment, or a forwarded message."""
    fields = (
        f"{_text(field.get('title'))}: {_text(field.get('value'))}"
        for field in _parts(attachment.get("fields"))
    )
    yield _lines(_text(attachment.get(name)) for name in ("pretext", "title"))
    yield from _texts(attachment, deep)
    yield _lines(fields)
    for block in _parts(attachment.get("message_blocks")):
        yield from _texts(block, deep)
    yield _text(attachment.get("fallback"))


def _email(file: Part) -> Iterator[str]:
    """Read an email that was sent into Slack: who wrote it, to whom, and its text."""
    if file.get("filetype") != "email" and file.get("mode") != "email":
        return
    for people in ("from", "to", "cc"):
        yield _lines(
            f"{_text(person.get('name'))} <{_text(person.get('address'))}>"
            for person in _parts(file.get(people))
        )
    yield _text(file.get("plain_text") or file.get("preview_plain_text") or file.get("preview"))


def _blocks(blocks: object, deep: int) -> Iterator[str]:
    for block in _parts(blocks):
        kind = block.get("type")
        if kind == "rich_text":
            yield _lines(_rich(part, deep) for part in _parts(block.get("elements")))
        elif kind == "table":
            yield _lines(_row(row, deep) for row in block.get("rows") or () if isinstance(row, Sequence))
        else:
            yield _text(block.get("text"))
            yield _lines(_text(each) for each in _parts(block.get("fields")))
            yield _lines(_text(each) for each in _parts(block.get("elements")) if kind == "context")


def _row(cells: Sequence[Any], deep: int) -> str:
    parts = (_rich(cell, deep) if cell.get("elements") else _text(cell) for cell in _parts(cells))
    return "\t".join(parts)


def _rich(part: Part, deep: int) -> str:
    """Write an element of rich text as Slack's markup. A list's items are lines of their own."""
    if part.get("type") == "link":
        return f"<{_text(part.get('url'))}|{_text(part.get('text'))}>"
    inner = [_rich(each, deep - 1) for each in _parts(part.get("elements"))] if deep else []
    if inner:
        return ("\n" if part.get("type") == "rich_text_list" else "").join(inner)
    return _text(part.get("text"))


def _text(part: object) -> str:
    """Return a text, or that of a text object."""
    if isinstance(part, Mapping):
        part = part.get("text")
    return part if isinstance(part, str) else ""


def _parts(parts: object) -> list[Part]:
    """List what has the shape of parts. Slack may send others, which are left out."""
    return [part for part in parts if isinstance(part, Mapping)] if isinstance(parts, Sequence) else []


def _lines(texts: Iterator[str]) -> str:
    return "\n".join(filter(None, texts))
