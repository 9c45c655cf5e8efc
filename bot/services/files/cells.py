"""Protects CSV cells, so that no spreadsheet takes one for a formula, and reads protected and blank ones."""

import re

# Characters that start a formula in Excel, LibreOffice and Google Sheets, some of which convert full-width
# forms.
_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")


def safe_cell(text: str) -> str:
    """Put an apostrophe before a cell that could be a formula; `plain_cell` removes it."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain_cell(text: str) -> str:
    """Remove the apostrophe that `safe_cell` added."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


# What programs and people write into a cell that has nothing.
_WORDS_FOR_NOTHING = """
NULL null (null) [null] \\N None none (none) nil NIL NaN nan NA N/A n/a N/a N.A. n.a. k.A. undefined (blank)
(empty) (leer) (vide) #N/A #N/A! #NV #NULL! #REF! #VALUE! #NAME? #DIV/0! #NUM! - -- --- – — . ? / * _
"""
_NOTHING = frozenset(_WORDS_FOR_NOTHING.split())
# A spreadsheet's mark for text. A name such as 't Hooft has a small letter behind it.
_TEXT_MARK = re.compile(r"'(?=[^\W\d_a-zà-öø-ÿ']|\d)(?!.*')")


_FORMULA_TEXT = re.compile(r'="((?:[^"]|"")*)"')


def bare_cell(cell: str) -> str:
    """Strip a cell: no spaces around it, no mark of a spreadsheet, and "" for words that mean nothing."""
    cell = cell.strip()
    if cell and cell[0] in "'=":
        cell = plain_cell(cell) if _FORMULA.match(cell) else _TEXT_MARK.sub("", cell)
        if text := _FORMULA_TEXT.fullmatch(cell):
            cell = text[1].replace('""', '"').strip()
    return "" if cell in _NOTHING or not cell.strip("-–—_") else cell
