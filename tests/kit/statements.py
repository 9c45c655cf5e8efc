"""Shares one cache of compiled statements among all engines of a test process.

Each test has its own database and engines. With separate caches they would compile every statement again, a
quarter of the suite's work.
"""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache

from storage.engine.base import Base


class CompiledStatements(LRUCache[Any, Any]):
    """SQLAlchemy's cache, but shared by all engines with an equal dialect."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_for_every_engine(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_for_every_engine(key), compiled)


def _for_every_engine(key: Any) -> Any:
    dialect, *rest = key
    return type(dialect), *rest


COMPILED = CompiledStatements(10_000)


def share_compiled_statements() -> None:
    """Share the cache among all engines of this process, including those made later."""
    event.listen(Engine, "engine_connect", _share)
    for mapper in Base.registry.mappers:
        mapper._compiled_cache = COMPILED


def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=COMPILED)
