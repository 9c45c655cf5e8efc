"""The child process that draws the picture: what it shows as JSON on stdin, a PNG on stdout.

A process of its own, since drawing takes long enough to hold up answers to Slack, and the program needs the
library for nothing else.
"""

import io
import json
import sys
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from bot.services.numbers.drawing import Drawn

_WIDTH, _HEIGHT, _MARGIN = 900, 760, 30
_PAPER, _INK, _QUIET, _LINE = "#ffffff", "#1d1c1d", "#616061", "#dddddd"
_GREEN, _PALE, _AMBER = "#1d6b4f", "#d5e8df", "#c2571a"
_LARGE, _SMALL, _BAR = 34, 24, 28  # clear in a channel, where Slack shows it at half its size
_FEW = 1_000

Box = tuple[int, int, int, int]  # left, top, right, bottom
_UPPER: Box = (_MARGIN, 110, _WIDTH - _MARGIN, 330)
_LOWER: Box = (_MARGIN, 450, _WIDTH - _MARGIN, 680)


def draw(drawn: Drawn) -> bytes:
    """Draw the growth of the pool above the answers, month by month."""
    image = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    _heading(pen, 30, drawn.growth)
    _growth(pen, drawn.active)
    _heading(pen, 390, drawn.answers)
    _legend(pen, drawn)
    _bars(pen, drawn.yes, drawn.no)
    for each, middle in zip(drawn.months, _middles(len(drawn.months)), strict=True):
        _write(pen, (middle, 700), each, _QUIET)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _growth(pen: ImageDraw.ImageDraw, active: Sequence[int]) -> None:
    _, top, _, bottom = _UPPER
    middles = _middles(len(active))
    points = [
        (x, bottom - _height(value, active, bottom - top)) for x, value in zip(middles, active, strict=True)
    ]
    pen.polygon([(middles[0], bottom), *points, (middles[-1], bottom)], fill=_PALE)
    pen.line(points, fill=_GREEN, width=5, joint="curve")
    for (x, y), value in zip(points, active, strict=True):
        pen.ellipse((x - 6, y - 6, x + 6, y + 6), fill=_GREEN)
        _write(pen, (x, y - 36), short(value), _INK)
    _ground(pen, _UPPER)


def _bars(pen: ImageDraw.ImageDraw, yes: Sequence[int], no: Sequence[int]) -> None:
    _, top, _, bottom = _LOWER
    for x, *both in zip(_middles(len(yes)), yes, no, strict=True):
        for value, colour, left in zip(both, (_GREEN, _AMBER), (x - _BAR - 1, x + 1), strict=True):
            if value:
                above = bottom - max(3, _height(value, [*yes, *no], bottom - top - 34))
                pen.rectangle((left, above, left + _BAR, bottom), fill=colour)
                _write(pen, (left + _BAR // 2, above - 30), short(value), _INK)
    _ground(pen, _LOWER)


def _height(value: int, among: Sequence[int], room: int) -> int:
    return round(value / max(1, *among) * room)


def _middles(months: int) -> list[int]:
    left, _, right, _ = _UPPER
    wide = (right - left) / months
    return [round(left + wide * (number + 0.5)) for number in range(months)]


def _ground(pen: ImageDraw.ImageDraw, box: Box) -> None:
    left, _, right, bottom = box
    pen.line((left, bottom, right, bottom), fill=_LINE, width=2)


def _heading(pen: ImageDraw.ImageDraw, top: int, words: str) -> None:
    pen.text((_MARGIN, top), words, font=ImageFont.load_default(_LARGE), fill=_INK)


def _legend(pen: ImageDraw.ImageDraw, drawn: Drawn) -> None:
    right = _WIDTH - _MARGIN
    for words, colour in ((drawn.said_no, _AMBER), (drawn.said_yes, _GREEN)):
        right -= round(pen.textlength(words, font=ImageFont.load_default(_SMALL)))
        pen.text((right, 398), words, font=ImageFont.load_default(_SMALL), fill=_INK)
        pen.rectangle((right - 32, 398, right - 10, 420), fill=colour)
        right -= 60


def _write(pen: ImageDraw.ImageDraw, at: tuple[int, int], words: str, colour: str) -> None:
    """Write words centred around a point, below it."""
    pen.text(at, words, font=ImageFont.load_default(_SMALL), fill=colour, anchor="ma")


def short(number: int) -> str:
    """Shorten a number so that it fits above its month: "1.2k", "34k", "1.5M"."""
    for unit, sign in ((_FEW * _FEW, "M"), (_FEW, "k")):
        if number >= unit:
            return f"{number / unit:.{0 if number >= 10 * unit else 1}f}{sign}"
    return str(number)


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(Drawn(**json.load(sys.stdin))))
