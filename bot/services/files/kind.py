"""Detects what an uploaded file is by its bytes, never by its name."""

import re

from bot.services.files.limits import EMPTY, MOST_BYTES, TOO_BIG, FileRefused

_SAMPLE = 4_096

_PICTURE = "a picture"
_UTF_7 = "text in the old encoding UTF-7"
_SIGNATURES = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", f"{_PICTURE} (PNG)"),
    (b"\xff\xd8\xff", f"{_PICTURE} (JPEG)"),
    (b"GIF8", f"{_PICTURE} (GIF)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"+/v8", _UTF_7),
    (b"+/v9", _UTF_7),
    (b"\xff\xfe\x00\x00", "text in the encoding UTF-32"),
    (b"\x00\x00\xfe\xff", "text in the encoding UTF-32"),
)
_TEXTS = (
    ((b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<script"), "a web page (HTML)"),
    ((b"<?xml", b"<!--"), "an XML file"),
    ((b'{"', b"[{"), "a JSON file"),
)

# What the list of contents in a ZIP file shows it to be. Only the first kind can be read.
WORKBOOK = "a workbook"
_CONTENTS = (
    (b"xl/workbook.xml", WORKBOOK),
    (b"xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    (b"index/document.iwa", "an Apple Numbers document"),
    (b"index.zip", "an Apple Numbers document"),
    (b"word/document.xml", "a Word document"),
    (b"ppt/presentation.xml", "a presentation"),
)
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
_OPEN_SHEET = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Streams in the old Office format, by their names in its directory.
_STREAMS = (
    ("Workbook", WORKBOOK),
    ("Book", WORKBOOK),
    ("WordDocument", "a Word document"),
    ("PowerPoint Document", "a presentation"),
    ("__substg1.0_", "an email saved by Outlook"),
)

# A UTF-7 letter inside a word, such as "S+APg-ren", but not the plus in an email address.
_SHIFTED = re.compile(rb"(?<=[A-Za-z ])\+A[\w/]{2}-(?![\w.+-]*@)")

_CONTROLS = bytes({*range(0x20), 0x7F} - {*b"\t\n\v\f\r\x1a\x1b"})
_FEW_CONTROLS = 8


def kind(data: bytes) -> str | None:
    """Name the file's kind for a person. None if it may be text."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        return "a workbook with a password" if _ENCRYPTED in data else _kind_of_office(data)
    for signature, words in _SIGNATURES:
        if data.startswith(signature):
            return words
    return _kind_of_text(data[:_SAMPLE])


def _kind_of_office(data: bytes) -> str:
    found = (words for name, words in _STREAMS if name.encode("utf-16-le") in data)
    return next(found, "a file of an old Office program")


def _kind_of_zip(data: bytes) -> str:
    if _OPEN_DOCUMENT in data[:200]:
        return WORKBOOK if _OPEN_SHEET in data[:200] else "an OpenDocument file"
    # Some programs write Windows' backslashes between folders.
    contents = _contents(data).lower().replace(b"\\", b"/")
    return next((words for name, words in _CONTENTS if name in contents), "a ZIP archive")


def _contents(data: bytes) -> bytes:
    """Return the ZIP's central directory. Names inside an archive within it must not count."""
    end = data.rfind(b"PK\x05\x06")
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    return data[start : start + size] if end >= 0 else b""


_HOW = "Please save the list as a CSV file or as an Excel workbook (.xlsx) and upload that."


def is_workbook(name: str, data: bytes) -> bool:
    """Tell a workbook (True) from text (False) by its bytes.

    Raises FileRefused for anything else; `name` is only for its text.
    """
    if len(data) > MOST_BYTES:
        raise FileRefused(TOO_BIG)
    if not data.strip(b" \t\r\n\0\x1a"):
        raise FileRefused(EMPTY)
    what = kind(data)
    if what not in (None, WORKBOOK):
        raise FileRefused(f"{name} can't be imported because it is {what}. {_HOW}")
    return what == WORKBOOK


def _kind_of_text(sample: bytes) -> str | None:
    start = sample.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signatures, words in _TEXTS:
        if start.startswith(signatures):
            return words
    if any(map(_is_letter, _SHIFTED.findall(sample))):
        return _UTF_7
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > max(_FEW_CONTROLS, len(sample) // 20) and byte_order(sample) is None:
        return "no text file"
    return None


def _is_letter(shifted: bytes) -> bool:
    return shifted.decode("utf-7", "replace").isalpha()


def byte_order(data: bytes) -> str | None:
    """Guess the byte order of UTF-16 without a mark. None if it is not UTF-16.

    In Western text every other byte is zero.
    """
    sample = data[:_SAMPLE]
    high, low = sample[0::2].count(0), sample[1::2].count(0)
    if max(high, low) * 6 < len(sample) or min(high, low) * 4 > max(high, low):
        return None
    return "utf-16-be" if high > low else "utf-16-le"
