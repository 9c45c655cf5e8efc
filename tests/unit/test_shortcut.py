"""Statements past SQLAlchemy do what they do with it, in the same transaction and workspace."""

import pytest
from sqlalchemy import bindparam, delete, func, inspect, select, update
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlalchemy.orm import selectinload

from storage.engine import shortcut
from storage.engine.shortcut import Found
from storage.engine.table import insert_into, kept, seldom
from storage.entities.contact import Contact
from storage.entities.profile import Profile
from storage.entities.tag import Tag
from storage.uow import UnitOfWork
from tests.kit.product import House

FIND = kept(select(Tag.key, Tag.name).where(Tag.key == bindparam("tag_key")))
LOAD = kept(select(Tag).where(Tag.key == bindparam("tag_key")))
SELDOM = seldom(select(Tag).where(Tag.key == bindparam("tag_key")))
SOME = kept(select(Tag.key).where(Tag.key.in_(bindparam("tag_keys", expanding=True))))
RENAME = kept(update(Tag).where(Tag.key == bindparam("tag_key")).values(name=bindparam("other")))
FORGET = kept(delete(Tag).where(Tag.key == bindparam("tag_key")))
WITH_PROFILE = kept(
    select(Contact, Profile, func.upper(Contact.name))
    .outerjoin(Contact.profile)
    .where(Contact.name == bindparam("name"))
)
WITH_ITS_TAGS = kept(
    select(Contact).where(Contact.name == bindparam("name")).options(selectinload(Contact.tags))
)
ADD = insert_into(Tag, on_sqlite=True)
ROW = {"workspace_id": 1, "key": "python", "name": "Python", "search_key": "python"}


def uow_of(house: House, workspace_id: int = 1) -> UnitOfWork:
    return house.program.new_uow(workspace_id=workspace_id)


async def run(uow: UnitOfWork, statement: object, **values: object) -> Found | None:
    return await shortcut.run(uow._session, statement, values, within=True)  # type: ignore[arg-type]


async def add(uow: UnitOfWork) -> None:
    await shortcut.run(uow._session, ADD, ROW, within=False, row=True)


async def found(uow: UnitOfWork) -> list[tuple[str, str]]:
    rows = await run(uow, FIND, tag_key="python")
    assert rows
    return [tuple(row) for row in rows]


async def test_rows_are_added_found_changed_and_deleted(house: House) -> None:
    async with uow_of(house) as uow:
        await add(uow)
        assert await found(uow) == [("python", "Python")]
        await run(uow, RENAME, tag_key="python", other="Py")
        assert await found(uow) == [("python", "Py")]
    async with uow_of(house) as uow:
        assert await found(uow) == [("python", "Py")]
        await run(uow, FORGET, tag_key="python")
        assert await found(uow) == []


async def test_what_is_not_committed_is_gone(house: House) -> None:
    with pytest.raises(ZeroDivisionError):
        async with uow_of(house) as uow:
            await add(uow)
            raise ZeroDivisionError
    async with uow_of(house).read() as uow:
        assert await found(uow) == []


async def test_another_workspaces_rows_are_neither_found_nor_changed(house: House) -> None:
    async with uow_of(house) as uow:
        await add(uow)
    async with uow_of(house, 2) as uow:
        assert await found(uow) == []
        await run(uow, RENAME, tag_key="python", other="Theirs")
        await run(uow, FORGET, tag_key="python")
        with uow.within(1):
            assert await found(uow) == [("python", "Python")]


async def test_without_a_workspace_nothing_is_asked(house: House) -> None:
    async with house.program.new_uow().read() as uow:
        with pytest.raises(RuntimeError, match="without a workspace"):
            await uow.tags._run(FIND, tag_key="python")


async def test_what_the_session_holds_is_written_before(house: House) -> None:
    async with uow_of(house) as uow:
        await add(uow)
        tag = (await uow._session.execute(LOAD, {"tag_key": "python"})).scalar_one()
        tag.name = "Py"
        assert await found(uow) == [("python", "Py")]


async def test_an_error_is_left_to_sqlalchemy_which_names_it(house: House) -> None:
    async with uow_of(house) as uow:
        await add(uow)
    with pytest.raises(IntegrityError):
        async with uow_of(house) as uow:
            await uow.tags._add_row(ADD, ROW)


@pytest.mark.parametrize("statement", [LOAD, SOME])
async def test_what_loads_entities_or_has_another_text_each_time_is_sqlalchemys(
    house: House, statement: object
) -> None:
    async with uow_of(house) as uow:
        assert await run(uow, statement, tag_key="python", tag_keys=["python"]) is None


async def test_who_only_reads_gets_entities_that_no_session_knows(house: House) -> None:
    async with uow_of(house) as uow:
        await add(uow)
    async with uow_of(house).read() as uow:
        rows = await run(uow, LOAD, tag_key="python")
        assert rows
        tag = rows.scalar_one()
        loaded = (await uow._session.execute(LOAD, {"tag_key": "python"})).scalar_one()
        assert vars(tag).keys() == vars(loaded).keys()
        assert (tag.id, tag.key, tag.name, tag.workspace_id) == (loaded.id, "python", "Python", 1)
        assert tag is not loaded
        assert inspect(tag).detached
        assert not inspect(tag).modified
    async with uow_of(house, 2).read() as uow:
        assert (await uow.tags._run(LOAD, tag_key="python")).first() is None


async def test_what_an_outer_join_does_not_find_is_none(house: House) -> None:
    await house.name_hiring_manager("Jordan Lee")
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    async with uow_of(house).read() as uow:
        rows = await run(uow, WITH_PROFILE, name="Ada Lovelace")
        assert rows
        contact, profile, upper = rows.one()
        assert (contact.email, profile, upper) == ("ada@x.dk", None, "ADA LOVELACE")
        with pytest.raises(InvalidRequestError):
            contact.tags  # noqa: B018 (it was not loaded, which must not look like having none)


async def test_a_query_that_loads_more_than_it_names_is_sqlalchemys(house: House) -> None:
    async with uow_of(house).read() as uow:
        assert await run(uow, WITH_ITS_TAGS, name="Ada Lovelace") is None


async def test_what_is_seldom_there_is_asked_for_first(house: House) -> None:
    async with uow_of(house) as uow:
        nothing = await run(uow, SELDOM, tag_key="python")
        assert nothing is not None
        assert nothing.all() == []
        await add(uow)
        assert await run(uow, SELDOM, tag_key="python") is None
        assert (await uow.tags._run(SELDOM, tag_key="python")).scalar_one().name == "Python"
