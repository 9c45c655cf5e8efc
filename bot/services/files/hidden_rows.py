"""Finds a sheet's rows that its owner has hidden or filtered out, which the workbook reader does not tell.

Only .xlsx and .ods say so in a way that can be read here. The XML is read as a stream, and one with a
document type, which could define entities, is not read at all.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from xml.parsers import expat

_PIECE = 262_144
_MOST = 400_000_000  # bytes unpacked; a sheet within our limits has far less
_OVERLAP = 600
_MAY_HIDE = re.compile(rb"<(?:\w+:)?row\s[^>]*?hidden=|visibility=[\"'](?:collapse|filter)")
_TRUE = {"1", "true"}
_LAST_ROW = 1_048_576

Start = Callable[[str, Mapping[str, str]], None]


class _Unsafe(Exception):
    """The XML has a document type, or is too large."""


def hidden_rows(data: bytes, sheet: str) -> set[int]:
    """List the numbers of a sheet's hidden rows. Empty if the format cannot tell, or the file is damaged."""
    faults = (
        zlib.error,
        _Unsafe,
        expat.ExpatError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        NotImplementedError,
        EOFError,
    )
    with suppress(*faults), zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "xl/workbook.xml" in archive.namelist():
            return _of_excel(archive, sheet)
        if "content.xml" in archive.namelist():
            return _of_open_document(archive, sheet)
    return set()


def with_slashes(data: bytes) -> bytes:
    """Put slashes for the backslashes that some programs write between a ZIP's folders."""
    end = data.rfind(b"PK\x05\x06")
    if not data.startswith(b"PK") or end < 0:
        return data
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    if b"\\" not in data[start:end]:
        return data
    repaired = bytearray(data)
    while repaired[start : start + 4] == b"PK\x01\x02":
        entry = repaired[start : start + 46]
        name, extra, comment = (int.from_bytes(entry[at : at + 2], "little") for at in (28, 30, 32))
        local = int.from_bytes(entry[42:46], "little") + 30
        for place in (start + 46, local):
            repaired[place : place + name] = repaired[place : place + name].replace(b"\\", b"/")
        start += 46 + name + extra + comment
    return bytes(repaired)


def _of_excel(archive: zipfile.ZipFile, sheet: str) -> set[int]:
    ids: dict[str, str] = {}
    targets: dict[str, str] = {}

    def of_workbook(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            ids[attributes["name"]] = attributes["id"]

    def of_relations(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    _parse(archive, "xl/workbook.xml", of_workbook)
    _parse(archive, "xl/_rels/workbook.xml.rels", of_relations)
    target = targets[ids[sheet]]
    path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    hidden: set[int] = set()
    row = 0

    def of_sheet(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal row
        if name == "row":
            row = int(attributes.get("r") or row + 1)
            if attributes.get("hidden") in _TRUE:
                hidden.add(row)

    if _may_hide(archive, path):
        _parse(archive, path, of_sheet)
    return hidden


def _of_open_document(archive: zipfile.ZipFile, sheet: str) -> set[int]:
    hidden: set[int] = set()
    row, here = 0, False

    def of_content(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal row, here
        if name == "table":
            row, here = 0, attributes.get("name") == sheet
        elif name == "table-row" and here:
            count = min(int(attributes.get("number-rows-repeated", "1")), _LAST_ROW - row)
            if attributes.get("visibility") in {"collapse", "filter"}:
                hidden.update(range(row + 1, row + count + 1))
            row += count

    if _may_hide(archive, "content.xml"):
        _parse(archive, "content.xml", of_content)
    return hidden


def _may_hide(archive: zipfile.ZipFile, path: str) -> bool:
    """Look through the bytes first: parsing takes longer, and most sheets hide nothing."""
    size, rest = 0, b""
    with archive.open(path) as file:
        while piece := file.read(_PIECE):
            window = rest + piece
            if (b"hidden=" in window or b"visibility=" in window) and _MAY_HIDE.search(window):
                return True
            rest, size = piece[-_OVERLAP:], size + len(piece)
            if size > _MOST:
                raise _Unsafe
    return False


def _parse(archive: zipfile.ZipFile, path: str, start: Start) -> None:
    """Call `start` with the local name and attributes of each element."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: start(
        name.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in attributes.items()}
    )
    size = 0
    with archive.open(path) as file:
        while piece := file.read(_PIECE):
            parser.Parse(piece, False)
            size += len(piece)
            if size > _MOST:
                raise _Unsafe
    parser.Parse(b"", True)


def _refuse(*_: object) -> None:
    raise _Unsafe
