"""Builds Excel workbooks by hand, with only the parts of an .xlsx that a reader needs."""

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

_NAMESPACES = f'xmlns="{_MAIN}" xmlns:r="{_RELATED}"'
_RELATIONS = f'xmlns="{_PACKAGE}/relationships"'

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how the old Office format begins
_HIDDEN = ' hidden="1"'
DAY, MOMENT = 1, 2  # cell styles

_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
_RELS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}"><cellXfs count="3"><xf numFmtId="0"/>
<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>"""


def workbook(rows: Sequence[Sequence[object]], *, first_row: int = 1, hidden_before: bool = False) -> bytes:
    """Make a workbook with `rows` in its visible sheet, beginning in `first_row`."""
    sheets = {"Hidden": _sheet("")} if hidden_before else {}
    return packed(sheets | {"People": sheet(rows, first_row=first_row)})


def sheet(rows: Sequence[Sequence[object]], *, first_row: int = 1, hidden: Collection[int] = ()) -> str:
    """Write a sheet's XML. `hidden` are the numbers of rows that it does not show."""
    lines = (
        f'<row r="{number}"{_HIDDEN if number in hidden else ""}>'
        f"{''.join(_cell(at, number, value) for at, value in enumerate(row))}</row>"
        for number, row in enumerate(rows, first_row)
    )
    return _sheet("".join(lines))


def of_cells(cells: Mapping[str, str]) -> bytes:
    """Make a sheet with texts in certain cells: {"XFD1048576": "far away"}."""
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


_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_P = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_OPEN = "application/vnd.oasis.opendocument.spreadsheet"


def open_document(rows: Sequence[Sequence[str]], *, hidden: Mapping[int, str] | None = None) -> bytes:
    """Make an .ods workbook. `hidden` are rows with their visibility: {3: "filter"}."""
    lines = "".join(
        f"<table:table-row{_visibility((hidden or {}).get(number))}>"
        + "".join(
            f'<table:table-cell office:value-type="string"><t:p>{escape(each)}</t:p></table:table-cell>'
            for each in row
        )
        + "</table:table-row>"
        for number, row in enumerate(rows, 1)
    )
    content = (
        f'{_HEAD}<office:document-content xmlns:office="{_OFFICE}" xmlns:table="{_TABLE}" xmlns:t="{_P}">'
        f'<office:body><office:spreadsheet><table:table table:name="People">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", _OPEN)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return file.getvalue()


_MANIFEST = (
    f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_OPEN}"/></manifest:manifest>'
)


def _visibility(value: str | None) -> str:
    return f' table:visibility="{value}"' if value else ""


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
