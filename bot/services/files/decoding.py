"""Decodes a text file. No byte is dropped, and no letter is guessed without saying so."""

from contextlib import suppress
from dataclasses import dataclass

from bot.services.files.encodings import LEGACY, Encoding
from bot.services.files.kind import byte_order
from bot.services.files.letters import fitting, judge
from bot.services.files.limits import FileRefused

_MARKS = {
    b"\xef\xbb\xbf": (Encoding.UTF_8, "utf-8"),
    b"\xff\xfe": (Encoding.UTF_16, "utf-16-le"),
    b"\xfe\xff": (Encoding.UTF_16, "utf-16-be"),
}
HOW_TO_SAVE = (
    "Please open the list in your spreadsheet program, save it as an Excel workbook (.xlsx) or as "
    '"CSV UTF-8", and upload that.'
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text without its byte order mark, and how it was read.

    `fitting` are the encodings that could be chosen instead. `doubtful` if another is nearly as likely.
    """

    text: str
    encoding: Encoding
    fitting: tuple[Encoding, ...]
    doubtful: bool = False


def decode(data: bytes, wanted: Encoding | None = None) -> Decoded:
    """Decode a text. Raises FileRefused.

    Without `wanted`, tries in order: the mark, UTF-8, UTF-8 with a few bad bytes, and the encoding whose
    letters make the words of a language.
    """
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    marked, codec = _MARKS.get(mark, (None, ""))
    body = data[len(mark) :]
    if wanted is Encoding.UTF_16:
        return _sixteen(data)
    if wanted is None and marked is Encoding.UTF_16:
        return Decoded(_strict(body, codec, marked), marked, (marked,))
    if marked is Encoding.UTF_16 or byte_order(data):
        raise FileRefused(f'This file is UTF-16. Please choose "{Encoding.UTF_16}" as File encoding.')
    if wanted is Encoding.ISO_2022_JP or (wanted is None and _shifts(body)):
        return Decoded(
            _strict(body, "iso2022_jp_2", Encoding.ISO_2022_JP), Encoding.ISO_2022_JP, offered(body)
        )
    if wanted is None:
        return _eight(body) or _judged(body, marked)
    if wanted is Encoding.UTF_8:
        return _eight(body) or Decoded(_strict(body, "utf-8", wanted), wanted, (wanted,))
    return Decoded(_strict(body, LEGACY[wanted].codec, wanted), wanted, offered(body))


def offered(data: bytes) -> tuple[Encoding, ...]:
    """List the encodings that `File encoding` offers for these bytes: those in which each is a letter."""
    if data[:2] in _MARKS or byte_order(data):
        return (Encoding.UTF_16,)
    if _shifts(data):
        return Encoding.ISO_2022_JP, Encoding.UTF_8
    eight = _eight(data)
    if eight:
        return eight.fitting
    verdict = judge(data)
    return verdict.fitting if verdict else ()


def _shifts(data: bytes) -> bool:
    """Tell whether a text shifts to Japanese letters and back, as emails of old programs do."""
    return data.isascii() and (b"\x1b$B" in data or b"\x1b$@" in data)


def _sixteen(data: bytes) -> Decoded:
    mark = data[:2] if data[:2] in _MARKS else b""
    codec = _MARKS[mark][1] if mark else byte_order(data)
    if codec is None:
        raise FileRefused("This file is not UTF-16. Please choose another File encoding.")
    text = _strict(data[len(mark) :], codec, Encoding.UTF_16)
    return Decoded(text, Encoding.UTF_16, (Encoding.UTF_16,))


def _eight(data: bytes) -> Decoded | None:
    """Decode UTF-8. None if it is not. Where a few bytes are bad, U+FFFD stands for them."""
    with suppress(UnicodeDecodeError):
        text = data.decode("utf-8")
        return Decoded(text, Encoding.UTF_8, (Encoding.UTF_8, *fitting(data, wide=False)))
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    letters = len(text) - len(text.encode("ascii", "ignore"))
    if 3 * bad > letters:  # for each bad byte at least two good letters
        return None
    return Decoded(text, Encoding.UTF_8, (Encoding.UTF_8, *fitting(data, wide=False)))


def _judged(data: bytes, marked: Encoding | None) -> Decoded:
    verdict = judge(data) if marked is None else None
    if verdict is None or not verdict.words:
        raise FileRefused(f"The letters of this file can't be read. {HOW_TO_SAVE}")
    text = data.decode(LEGACY[verdict.encoding].codec)
    return Decoded(text, verdict.encoding, verdict.fitting, doubtful=bool(verdict.rivals))


def _strict(data: bytes, codec: str, encoding: Encoding) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileRefused(
            f"Line {line} has a character that does not exist in {encoding}. "
            f"Please choose another File encoding. {HOW_TO_SAVE}",
            line,
        ) from error
