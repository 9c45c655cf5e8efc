"""What version 0.1.0 left behind: rows, links, messages with buttons, and open forms, recorded from it."""

import base64
import json
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Date, DateTime, MetaData, create_engine, func, select, text

from demo.world.model import Channel, SlackMessage, View
from storage.engine import migrate
from storage.engine.engines import async_url
from tests.kit.product import House

REVISION = "2026_11_25_hires"  # of version 0.1.0
Rows = dict[str, list[dict[str, Any]]]


@cache
def _recorded() -> str:
    return Path(__file__).with_name("version_0_1_0.json").read_text("utf-8")


def recorded() -> Any:
    return json.loads(_recorded())


def make_database(url: str) -> None:
    """Make a database as version 0.1.0 left it."""
    migrate.upgrade(url, REVISION)
    engine = create_engine(sync_url(url))
    with engine.begin() as connection:
        tables = reflected(connection)
        for table in tables.sorted_tables:
            for row in recorded()["rows"].get(table.name, ()):
                connection.execute(table.insert().values(as_columns(tables, table.name, row)))
        if engine.dialect.name != "sqlite":
            _set_sequences(connection, tables)
    engine.dispose()


def sync_url(url: str) -> Any:
    parsed = async_url(url)
    return parsed.set(drivername="sqlite") if parsed.get_backend_name() == "sqlite" else parsed


def reflected(connection: Connection) -> MetaData:
    tables = MetaData()
    tables.reflect(connection, only=list(recorded()["rows"]))
    return tables


def as_columns(tables: MetaData, name: str, row: dict[str, Any]) -> dict[str, Any]:
    """Turn a recorded row into values for either database."""
    columns = tables.tables[name].columns
    return {key: _value(columns[key].type, value) for key, value in row.items()}


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Boolean):
        return bool(value)
    if isinstance(kind, JSON):
        return json.loads(value)
    if isinstance(kind, Date | DateTime):
        at = kind.python_type.fromisoformat(value)
        return at.replace(tzinfo=UTC) if isinstance(kind, DateTime) else at
    return base64.b64decode(value["bytes"]) if isinstance(value, dict) else value


def _set_sequences(connection: Connection, tables: MetaData) -> None:
    for table in tables.sorted_tables:
        if "id" in table.columns:
            last = connection.scalar(select(func.max(table.c.id)))
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), {last})")
            )


def show(house: House) -> Any:
    """Put the recorded messages into this stand-in for Slack, and return the recording."""
    earlier, world = recorded(), house.demo.world
    ids, jordan = earlier["ids"], house.person("Jordan Lee")
    assert ids["team"] == jordan.team_id, "the recorded rows name the ids that the stand-in gives"
    assert all(house.person(name).id == known for name, known in ids["people"].items())
    bot = world.bot_of(jordan.team_id)
    assert bot
    world.add_channel(
        Channel(ids["channels"]["app"], ids["team"], "directmessage", "dm", [bot.id, jordan.id])
    )
    for message in earlier["messages"]:
        above = message["thread_ts"]
        if above and not world.message(message["channel"], above):  # the message that shares the file
            world.add_message(SlackMessage(above, message["channel"], jordan.id, ""))
        world.add_message(SlackMessage(**message))
    return earlier


def open_view(house: House, form: Any) -> None:
    """Open a form of version 0.1.0, or a Home tab, as if it had been open since."""
    world, person = house.demo.world, form["user"]
    view = View(world.ids.new("V"), house.demo.team.id, person, form["body"], world.ids.hash(), "")
    view.root_view_id, view.values = view.id, form["values"]
    world.views[view.id] = view
    if view.type == "home":
        world.homes[person] = view.id
    else:
        world.stacks[person] = [view.id]
