"""Excel workbooks, read through the child process."""

import pytest

from bot.services.files.columns import Columns, find_header
from bot.services.files.hidden_rows import hidden_rows
from bot.services.files.limits import FileRefused
from bot.services.files.rows import read_rows
from bot.services.files.workbook import memory, read_workbook
from bot.workers.kinds.imports_reading import records_of, turns_for_workbooks
from tests.kit import xlsx
from tests.kit.patience import PATIENCE


async def test_cells_are_read_as_the_sheet_shows_them() -> None:
    data = xlsx.workbook(
        [
            ["name", "email", "tags"],
            ["Søren Ærø", "soren@x.dk", 1.0],
            [True, 3.25, (45000, xlsx.DAY)],
            [0.1 + 0.2, "", (45000.5, xlsx.MOMENT)],
            [4512345678, 1e20, "a\nb"],
        ]
    )
    assert (await read_workbook(data)).records == [
        (1, ["name", "email", "tags"]),
        (2, ["Søren Ærø", "soren@x.dk", "1"]),
        (3, ["TRUE", "3.25", "2023-03-15"]),
        (4, ["0.3", "", "2023-03-15 12:00:00"]),
        (5, ["4512345678", "1e+20", "a\nb"]),
    ]


async def test_rows_have_the_numbers_of_the_sheet() -> None:
    data = xlsx.workbook([["", "name", "email"], [], ["", "Ada", "ada@x.dk", "", "a note"]], first_row=4)
    rows = (await read_workbook(data)).records
    assert rows == [
        (4, ["", "name", "email", "", ""]),
        (6, ["", "Ada", "ada@x.dk", "", "a note"]),
    ]
    header = find_header(rows)
    assert header.columns == Columns((1,), 2)
    assert [row.problem for row in read_rows(rows, header, header.columns)] == [""]


async def test_the_first_sheet_that_is_seen_is_read() -> None:
    sheet = await read_workbook(xlsx.workbook([["name"]], hidden_before=True))
    assert (sheet.name, sheet.sheets, sheet.records) == ("People", ["People"], [(1, ["name"])])


SEVERAL = {
    "Read me": xlsx.sheet([["How to use this list"], ["Ask paul@x.test for help"]]),
    "People": xlsx.sheet([["name", "email"], ["Ada", "ada@x.test"]]),
    "More": xlsx.sheet([["name", "email"], ["Bo", "bo@x.test"]]),
}


async def test_the_sheet_with_people_is_read_and_another_can_be_chosen() -> None:
    data = xlsx.packed(SEVERAL)
    sheet = await read_workbook(data)
    assert (sheet.name, sheet.sheets, len(sheet.records)) == ("People", [*SEVERAL], 2)
    assert (await read_workbook(data, "More")).records[1] == (2, ["Bo", "bo@x.test"])
    with pytest.raises(FileRefused, match="not in the workbook"):
        await read_workbook(data, "Elsewhere")


@pytest.mark.parametrize(
    "lines",
    [
        ["name;email", "Ada Lindholm;ada@x.test", "", "Bo Ek;bo@x.test"],
        ["Name,Email,Tags", "Ada Lindholm,ada@x.test,rust", "", "Bo Ek,bo@x.test,"],
        ["Our people", "Ada Lindholm <ada@x.test>", "", "Bo Ek (bo@x.test)"],
    ],
)
async def test_a_sheet_of_one_column_is_read_like_a_text(lines: list[str]) -> None:
    found = [*records_of(await read_workbook(xlsx.workbook([["", line] for line in lines])))]
    header = find_header(found)
    assert header.columns, header.why
    rows = [row for row in read_rows(found, header, header.columns) if not row.problem]
    assert [(row.name, row.email, row.line) for row in rows] == [
        ("Ada Lindholm", "ada@x.test", 2),
        ("Bo Ek", "bo@x.test", 4),
    ]


async def test_hidden_and_filtered_rows_are_told() -> None:
    rows = [["name", "email"], ["Ada", "ada@x.test"], ["Bo", "bo@x.test"], ["Cy", "cy@x.test"]]
    excel = xlsx.packed({"Other": xlsx.sheet(rows), "People": xlsx.sheet(rows, hidden={3, 4})})
    assert (await read_workbook(excel, "People")).hidden == {3, 4}
    assert (await read_workbook(excel, "Other")).hidden == frozenset()
    sheet = await read_workbook(xlsx.open_document(rows, hidden={2: "filter", 4: "collapse"}))
    assert sheet.hidden == {2, 4}
    assert (sheet.name, sheet.records[1]) == ("People", (2, ["Ada", "ada@x.test"]))


async def test_folders_may_be_parted_by_backslashes() -> None:
    data = (
        xlsx.workbook([["name", "email"]]).replace(b"xl/", b"xl\\").replace(b"worksheets/", b"worksheets\\")
    )
    assert (await read_workbook(data)).records == [(1, ["name", "email"])]


async def test_a_long_cell_is_read() -> None:
    rows = [["name", "notes", "email"], ["Ada", "word " * 3_000, "ada@x.test"]]
    assert (await read_workbook(xlsx.workbook(rows))).records[1][1][2] == "ada@x.test"


BILLION_LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY l1 "&lol;&lol;&lol;&lol;&lol;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1" hidden="1"><c r="A1" t="inlineStr"><is><t>&l1;</t></is></c></row></sheetData></worksheet>"""


def test_a_sheet_with_entities_tells_nothing() -> None:
    assert hidden_rows(xlsx.packed({"People": BILLION_LAUGHS}), "People") == set()
    assert hidden_rows(b"PK\x03\x04", "People") == hidden_rows(b"", "People") == set()
    assert hidden_rows(xlsx.packed(SEVERAL), "Elsewhere") == set()


@pytest.mark.parametrize(
    ("data", "words", "line"),
    [
        (b"PK\x03\x04 nothing behind it", "damaged", None),
        (xlsx.zipped({"xl/workbook.xml": "<workbook>"}), "damaged", None),
        (xlsx.workbook([]), "empty", None),
        (xlsx.of_cells({"A1": "name", "XFD1048576": "x"}), "too large", None),
        (xlsx.of_cells({"A1": "name", "ALM2": "x"}), "Row 2 has more than 1,000 columns", 2),
    ],
)
async def test_what_cannot_be_read_is_refused_kindly(data: bytes, words: str, line: int | None) -> None:
    with pytest.raises(FileRefused, match=words) as refused:
        await read_workbook(data)
    assert refused.value.line == line


async def test_a_hundred_thousand_rows_are_read_with_little_memory() -> None:
    """Limit the reader to 300 MB of address space, including its libraries."""
    row = ["Ada Lovelace", "ada@x.dk", "react, berlin", *["some other column"] * 7]
    data = xlsx.workbook([["name", "email", "tags"], *[row] * 100_000])
    rows = await read_workbook(data, seconds=PATIENCE)
    assert len(rows.records) == 100_001


def test_at_least_one_workbook_is_read_at_a_time() -> None:
    assert memory() > 0
    assert not turns_for_workbooks().locked()


async def test_a_few_bytes_that_unpack_to_many_are_refused() -> None:
    data = xlsx.of_cells({"A1": "a" * 300_000_000})
    assert len(data) < 3_000_000
    with pytest.raises(FileRefused, match="too large"):
        await read_workbook(data)


async def test_a_workbook_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(FileRefused, match="too large"):
        await read_workbook(xlsx.workbook([["name"]]), seconds=0)
