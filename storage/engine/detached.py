"""Makes entities of rows for those who only read them: no session knows them, so none has to be asked.

What SQLAlchemy does to load an entity takes many times as long as SQLite takes to find its row.
"""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, inspect
from sqlalchemy.orm import Mapper
from sqlalchemy.orm.attributes import instance_dict, instance_state

Make = Callable[[Sequence[Any]], Any]


def by_columns(statement: Select[Any]) -> Select[Any]:
    """Ask for the columns of the entities that a query loads."""
    return statement.with_only_columns(*(each for asked in _asked(statement) for each in _columns(asked)))


def row_of(statement: Select[Any]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """Make what turns a row of `by_columns` into one of the query: entities, None for those that miss."""
    makes, start = list[Make](), 0
    for asked in _asked(statement):
        makes.append(_entity_at(asked, start) if isinstance(asked, Mapper) else itemgetter(start))
        start += len(_columns(asked))
    return lambda values: tuple([make(values) for make in makes])


def columns_of(model: type[Any]) -> list[Any]:
    """List the columns of a table in the order in which `entity_of` takes their values."""
    return [each.columns[0] for each in inspect(model).column_attrs]


def entity_of(model: type[Any]) -> Make:
    """Make what turns a row of `columns_of` into an entity."""
    return _entity_at(inspect(model), 0)


def _asked(statement: Select[Any]) -> list[Any]:
    """List what a query asks for: the mapper of each entity, and columns."""
    described = [each["expr"] for each in statement.column_descriptions]
    return [each if isinstance(each, ColumnElement) else inspect(each) for each in described]


def _columns(asked: Any) -> list[Any]:
    return [each.class_attribute for each in asked.column_attrs] if isinstance(asked, Mapper) else [asked]


def _entity_at(mapper: Mapper[Any], start: int) -> Make:
    """Make what turns the values from `start` on into an entity."""
    names = tuple(each.key for each in mapper.column_attrs)
    end = start + len(names)
    keys = [names.index(mapper.get_property_by_column(each).key) for each in mapper.primary_key]
    new: Callable[[], Any] = mapper.class_manager.new_instance

    def make(values: Sequence[Any]) -> Any:
        own = values[start:end]
        key = tuple([own[n] for n in keys])
        if None in key:
            return None
        entity = new()
        instance_dict(entity).update(zip(names, own, strict=True))
        # With its key it counts as loaded, so what was not loaded is refused instead of empty.
        instance_state(entity).key = mapper.identity_key_from_primary_key(key)
        return entity

    return make
