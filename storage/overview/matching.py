"""The overview's SQL statements that only tell which contacts meet the criteria."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Text, any_, bindparam, func, select

from storage.engine.prepared import Prepared, prepared
from storage.overview.finding import SHAPES, conditions, contact, finders
from storage.overview.shape import Shape


@lru_cache(SHAPES)
def ids_statement(shape: Shape, finder: int | None) -> Prepared:
    """Select the ids of up to `most` contacts. `finder` is one that gives few ids, None if none does."""
    query = select(contact.c.id).where(*conditions(shape)).limit(bindparam("most"))
    if finder is not None:
        # MATERIALIZED on both databases, so that the few ids are found first.
        ids = finders(shape)[finder].limit(bindparam("enough")).cte("ids").prefix_with("MATERIALIZED")
        query = query.where(contact.c.id.in_(select(ids.c.id)))
    return prepared(query, shape.sqlite, one_plan=False)


@lru_cache(SHAPES)
def among_statement(shape: Shape) -> Prepared:
    """Select those of the contacts with these `ids` who meet the criteria. `ids` are one parameter."""
    query = select(contact.c.id).where(*conditions(shape))
    if shape.sqlite:
        each: Any = func.json_each(bindparam("ids", type_=Text())).table_valued("value")
        return prepared(query.where(contact.c.id.in_(select(each.c.value))), shape.sqlite)
    these = any_(bindparam("ids", type_=ARRAY(BigInteger)))
    return prepared(query.where(contact.c.id == these), shape.sqlite, one_plan=False)
