"""Excel workbooks, through the process that reads them."""

import pytest

from bot.services.imports_columns import Columns, find_header
from bot.services.imports_file import FileRefused
from bot.services.imports_rows import read_rows
from bot.workbook import read_workbook
from tests import xlsx


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
    assert await read_workbook(data) == [
        (1, ["name", "email", "tags"]),
        (2, ["Søren Ærø", "soren@x.dk", "1"]),
        (3, ["TRUE", "3.25", "2023-03-15"]),
        (4, ["0.3", "", "2023-03-15 12:00:00"]),
        (5, ["4512345678", "1e+20", "a\nb"]),
    ]


async def test_rows_have_the_numbers_of_the_sheet() -> None:
    data = xlsx.workbook([["", "name", "email"], [], ["", "Ada", "ada@x.dk", "", "a note"]], first_row=4)
    rows = await read_workbook(data)
    assert rows == [
        (4, ["", "name", "email", "", ""]),
        (6, ["", "Ada", "ada@x.dk", "", "a note"]),
    ]
    header = find_header(rows)
    assert header.columns == Columns((1,), 2)
    assert [row.problem for row in read_rows(rows, header, header.columns)] == [""]


async def test_the_first_sheet_that_is_seen_is_read() -> None:
    assert await read_workbook(xlsx.workbook([["name"]], hidden_before=True)) == [(1, ["name"])]


@pytest.mark.parametrize(
    ("data", "words", "line"),
    [
        (b"PK\x03\x04 nothing behind it", "damaged", None),
        (xlsx.zipped({"xl/workbook.xml": "<workbook>"}), "damaged", None),
        (xlsx.workbook([]), "empty", None),
        (xlsx.of_cells({"A1": "name", "XFD1048576": "x"}), "too large", None),
        (xlsx.of_cells({"A1": "name", "BM2": "x"}), "Row 2 has more than 64 columns", 2),
        (xlsx.workbook([["name"], ["a" * 10_001]]), "Row 2 has a cell of more than 10,000", 2),
    ],
)
async def test_what_cannot_be_read_is_refused_kindly(data: bytes, words: str, line: int | None) -> None:
    with pytest.raises(FileRefused, match=words) as refused:
        await read_workbook(data)
    assert refused.value.line == line


async def test_a_few_bytes_that_unpack_to_many_are_refused() -> None:
    data = xlsx.of_cells({"A1": "a" * 300_000_000})
    assert len(data) < 3_000_000
    with pytest.raises(FileRefused, match="too large"):
        await read_workbook(data)


async def test_a_workbook_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(FileRefused, match="too large"):
        await read_workbook(xlsx.workbook([["name"]]), seconds=0)
