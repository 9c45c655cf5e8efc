"""What a file may be at most, and the refusal of one that cannot be read."""

from storage.entities.errors import Refused

MOST_BYTES = 20_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 1_000
LONGEST_CELL = 10_000  # characters of a cell in a column that is used

Record = tuple[int, list[str]]
"""(line number as an editor shows it, or the sheet's row; cells)"""


class FileRefused(Refused):
    """The file cannot be read. `line` is set if a single line is at fault."""

    def __init__(self, text: str, line: int | None = None) -> None:
        super().__init__(text)
        self.line = line


EMPTY = "This file is empty. Please upload one that has a header and a row for each person."
TOO_BIG = f"This file is larger than {MOST_BYTES // 1_000_000} MB. Please split it and upload the parts."
TOO_MANY_ROWS = f"This file has more than {MOST_ROWS:,} rows. Please split it and upload the parts."


def narrowed(cells: list[str], line: int, word: str = "Line") -> list[str]:
    """Drop empty cells at the end of a row. Raises FileRefused if it is still too wide."""
    width = next((at for at in range(len(cells), 0, -1) if cells[at - 1].strip()), 0)
    if width > MOST_COLUMNS:
        raise FileRefused(
            f"{word} {line} has more than {MOST_COLUMNS:,} columns. "
            "Please keep those with name, email, tags.",
            line,
        )
    return cells[:width]
