"""Extracts a text's first word, in the SQL of both databases."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class FirstWord(FunctionElement[str]):
    """The text before the first space, or the whole text if there is none."""

    type = String()
    inherit_cache = True


@compiles(FirstWord, "sqlite")
def _sqlite(element: FirstWord, compiler: SQLCompiler, **kwargs: Any) -> str:
    text = compiler.process(element.clauses, **kwargs)
    return f"substr({text}, 1, instr({text} || ' ', ' ') - 1)"


@compiles(FirstWord, "postgresql")
def _postgresql(element: FirstWord, compiler: SQLCompiler, **kwargs: Any) -> str:
    return f"split_part({compiler.process(element.clauses, **kwargs)}, ' ', 1)"
