"""Excel workbooks made by hand: the few parts of a .xlsx that a reader asks for."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

_NAMESPACES = f'xmlns="{_MAIN}" xmlns:r="{_RELATED}"'
_RELATIONS = f'xmlns="{_PACKAGE}/relationships"'

DAY, MOMENT = 1, 2  # styles of a cell

_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
_RELS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}"><cellXfs count="3"><xf numFmtId="0"/>
<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>"""


def workbook(rows: Sequence[Sequence[object]], *, first_row: int = 1, hidden_before: bool = False) -> bytes:
    """`rows` in its visible sheet, the first of them in `first_row`."""
    lines = (
        f'<row r="{number}">{"".join(_cell(at, number, value) for at, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, first_row)
    )
    sheets = {"Hidden": _sheet("")} if hidden_before else {}
    return packed(sheets | {"People": _sheet("".join(lines))})


def of_cells(cells: Mapping[str, str]) -> bytes:
    """A sheet with texts in some places: {"XFD1048576": "far away"}."""
    lines = (
        f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}">{_text(place, text)}</row>'
        for place, text in cells.items()
    )
    return packed({"People": _sheet("".join(lines))})


def packed(sheets: Mapping[str, str]) -> bytes:
    numbered = list(enumerate(sheets.items(), 1))
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"{_state(name)}/>' for at, (name, _) in numbered
    )
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATED}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at, _ in numbered
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "xl/workbook.xml": f"{_HEAD}<workbook {_NAMESPACES}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{_HEAD}<Relationships {_RELATIONS}>{related}</Relationships>",
        "xl/styles.xml": _STYLES,
    }
    return zipped(parts | {f"xl/worksheets/sheet{at}.xml": xml for at, (_, xml) in numbered})


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _state(name: str) -> str:
    return ' state="hidden"' if name == "Hidden" else ""


def _sheet(lines: str) -> str:
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cell(column: int, row: int, value: object) -> str:
    place = f"{_letters(column)}{row}"
    if isinstance(value, tuple):  # (serial number, style)
        return f'<c r="{place}" s="{value[1]}"><v>{value[0]}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return _text(place, str(value)) if value else ""


def _text(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _letters(column: int) -> str:
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return letters
