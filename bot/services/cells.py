"""Cells of a CSV file that a spreadsheet opens: nothing in them is taken for a formula."""

import re

# What Excel, LibreOffice and Google Sheets begin a formula with; full-width forms are folded by some.
_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")


def safe_cell(text: str) -> str:
    """With an apostrophe in front where a formula could begin; `plain_cell` takes it away again."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain_cell(text: str) -> str:
    """What `safe_cell` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
