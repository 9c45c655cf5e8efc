"""Counts what SQLite prepares: it asks then whether it may."""

import sqlite3

from storage.engine.sqlite import OneTripConnection


def preparations(connection: OneTripConnection) -> list[int]:
    """Note each step of preparing, from now on: once of all statements, since SQLite begins to ask."""
    counted: list[int] = []

    def allow(action: int, *_: object) -> int:
        if action != sqlite3.SQLITE_TRANSACTION:  # Python prepares each COMMIT
            counted.append(action)
        return sqlite3.SQLITE_OK

    connection._conn.set_authorizer(allow)
    return counted
