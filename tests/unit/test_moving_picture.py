"""The moving picture of the docs: its frames, and that each holds only what has changed."""

import zlib
from struct import pack, unpack

import pytest

from scripts.moving_picture import SIGNATURE, _chunk, _chunks, moving_picture, read_picture

WHITE, GREEN = b"\xff\xff\xff", b"\x10\x70\x5a"


def png(rows: list[list[bytes]], kind: int = 0) -> bytes:
    """Write a PNG whose rows are filtered in one way: 0 not at all, 1 by the pixel to the left."""
    head = pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    packed = b"".join(bytes([kind]) + (b"".join(row) if kind == 0 else _by_left(row)) for row in rows)
    parts = [_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(packed)), _chunk(b"IEND", b"")]
    return SIGNATURE + b"".join(parts)


def _by_left(row: list[bytes]) -> bytes:
    raw = b"".join(row)
    return bytes((byte - (raw[at - 3] if at >= 3 else 0)) & 0xFF for at, byte in enumerate(raw))


@pytest.mark.parametrize("kind", [0, 1])
def test_a_picture_is_read_whatever_its_filter(kind: int) -> None:
    rows = [[WHITE, GREEN, WHITE], [GREEN, GREEN, WHITE]]
    assert read_picture(png(rows, kind)).rows == [b"".join(row) for row in rows]


def test_a_frame_holds_only_what_has_changed() -> None:
    plain, dotted = ([[WHITE] * 4 for _ in range(3)] for _ in range(2))
    dotted[1][2] = GREEN
    made = moving_picture([png(plain), png(dotted), png(dotted)], 2.5)
    frames = [unpack(">IIIIIHHBB", content) for kind, content in _chunks(made) if kind == b"fcTL"]
    assert [frame[1:5] for frame in frames] == [(4, 3, 0, 0), (1, 1, 2, 1), (1, 1, 0, 0)]
    assert {frame[5] / frame[6] for frame in frames} == {2.5}
    dot = next(content for kind, content in _chunks(made) if kind == b"fdAT")
    assert zlib.decompress(dot[4:]) == b"\0" + GREEN
