"""Makes one moving picture (APNG) of pictures of the same size, without any program but this one.

Of each picture only what differs from the one before is kept, so that a strip that moves costs little.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from struct import pack, unpack

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BYTES_A_PIXEL = {2: 3, 6: 4}  # PNG's colour types: with and without transparency
_AS_IT_IS = b"\0"  # no filter: plain areas and letters take least room so


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of eight bits a colour, as rows of bytes."""

    width: int
    rows: list[bytes]
    colour_type: int

    @property
    def pixel(self) -> int:
        return _BYTES_A_PIXEL[self.colour_type]


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of a picture, from its left top corner."""

    left: int
    top: int
    width: int
    rows: list[bytes]


def moving_picture(pictures: Sequence[bytes], seconds: float) -> bytes:
    """Show these PNG files one after another, for so long each, again and again."""
    shown = [read_picture(each) for each in pictures]
    first = shown[0]
    head = pack(">IIBBBBB", first.width, len(first.rows), 8, first.colour_type, 0, 0, 0)
    chunks = [_chunk(b"IHDR", head), _chunk(b"acTL", pack(">II", len(shown), 0))]
    numbers = iter(range(2 * len(shown)))
    before: Picture | None = None
    for picture in shown:
        part = _changed(before, picture)
        chunks.append(_chunk(b"fcTL", _frame(next(numbers), part, seconds)))
        data = zlib.compress(b"".join(_AS_IT_IS + row for row in part.rows), 9)
        chunks.append(_chunk(b"fdAT", pack(">I", next(numbers)) + data) if before else _chunk(b"IDAT", data))
        before = picture
    return SIGNATURE + b"".join([*chunks, _chunk(b"IEND", b"")])


def read_picture(png: bytes) -> Picture:
    """Read a PNG of eight bits a colour that is not interlaced, as browsers write it."""
    head, data = b"", b""
    for kind, content in _chunks(png):
        head, data = (content if kind == b"IHDR" else head), data + (content if kind == b"IDAT" else b"")
    width, _, _, colour_type, *_ = unpack(">IIBBBBB", head)
    pixel = _BYTES_A_PIXEL[colour_type]
    return Picture(width, list(_rows(zlib.decompress(data), width * pixel, pixel)), colour_type)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _rows(raw: bytes, length: int, pixel: int) -> Iterator[bytes]:
    above = bytes(length)
    for at in range(0, len(raw), length + 1):
        above = _unfiltered(raw[at], bytearray(raw[at + 1 : at + 1 + length]), above, pixel)
        yield above


def _unfiltered(kind: int, row: bytearray, above: bytes, pixel: int) -> bytes:
    """Undo a row's filter (PNG, chapter 9)."""
    for place in range(len(row)):
        left = row[place - pixel] if place >= pixel else 0
        corner = above[place - pixel] if place >= pixel else 0
        expected = (0, left, above[place], (left + above[place]) // 2, _paeth(left, above[place], corner))[
            kind
        ]
        row[place] = (row[place] + expected) & 0xFF
    return bytes(row)


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda each: abs(guess - each))


def _changed(before: Picture | None, now: Picture) -> Part:
    """Cut out what differs from the picture before; one pixel where nothing does."""
    if before is None:
        return Part(0, 0, now.width, now.rows)
    differ = [at for at, (old, new) in enumerate(zip(before.rows, now.rows, strict=True)) if old != new]
    if not differ:
        return Part(0, 0, 1, [now.rows[0][: now.pixel]])
    top, bottom = differ[0], differ[-1] + 1
    edges = [_edges(before.rows[at], now.rows[at], now.pixel) for at in differ]
    left, right = min(each[0] for each in edges), max(each[1] for each in edges)
    rows = [row[left * now.pixel : right * now.pixel] for row in now.rows[top:bottom]]
    return Part(left, top, right - left, rows)


def _edges(old: bytes, new: bytes, pixel: int) -> tuple[int, int]:
    """Return the first pixel that differs, and the one behind the last."""
    differ = [at for at in range(len(new)) if old[at] != new[at]]
    return differ[0] // pixel, differ[-1] // pixel + 1


def _frame(number: int, part: Part, seconds: float) -> bytes:
    place = (part.width, len(part.rows), part.left, part.top)
    return pack(">IIIIIHHBB", number, *place, round(seconds * 1000), 1000, 0, 0)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))
