"""Tags: the team's own words, one row for every spelling of the same word."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, tuple_, update

from storage.bulk import insert_new
from storage.errors import NotFound
from storage.keys import fold, search_key
from storage.listing import MOST_COUNTED, TagCount
from storage.models import UNTAGGED, Contact, ContactTag, Tag
from storage.table import Table

_in_bulk: dict[str, Any] = {"synchronize_session": False}


def tag_key(name: str) -> str:
    """How tags are compared: "Python" and "python" are one."""
    return name.casefold()


class Tags(Table):
    async def beginning(self, typed: str, limit: int) -> list[Tag]:
        """Tags that hold what was typed, those that begin with it first."""
        key = fold(typed)
        query = select(Tag).where(Tag.search_key.contains(key, autoescape=True))
        begins = Tag.search_key.startswith(f" {key}", autoescape=True)
        query = query.order_by(~begins, Tag.search_key, Tag.key).limit(limit)
        return list(await self._session.scalars(query))

    async def get(self, tag_id: int) -> Tag:
        return _found(await self._session.scalar(select(Tag).where(Tag.id == tag_id)))

    async def lock(self, tag_id: int) -> Tag:
        query = select(Tag).where(Tag.id == tag_id).with_for_update()
        return _found(await self._session.scalar(query.execution_options(populate_existing=True)))

    async def by_name(self, name: str) -> Tag | None:
        tag: Tag | None = await self._session.scalar(select(Tag).where(Tag.key == tag_key(name)))
        return tag

    async def named(self, tag_ids: Collection[int]) -> list[Tag]:
        """Those of them that are still there."""
        query = select(Tag).where(Tag.id.in_(tag_ids)).order_by(Tag.search_key)
        return list(await self._session.scalars(query)) if tag_ids else []

    async def attach(self, contact_id: int, names: Iterable[str]) -> None:
        """The contact carries these tags besides its own; tags nobody has used before are made."""
        await self.attach_to([contact_id], names)

    async def attach_to(self, contact_ids: Collection[int], names: Iterable[str]) -> None:
        """The same for many contacts at once."""
        wanted = {tag_key(name): name for name in names}
        if not wanted or not contact_ids:
            return
        await self._add_missing(wanted)
        found = list(await self._session.scalars(select(Tag.id).where(Tag.key.in_(wanted))))
        rows = [
            {"workspace_id": self.workspace_id, "contact_id": contact_id, "tag_id": tag_id}
            for contact_id in contact_ids
            for tag_id in found
        ]
        await self._session.execute(self._insert(ContactTag).on_conflict_do_nothing(), rows)
        await self.find_first(Contact.id.in_(contact_ids))

    async def ids(self, names: Iterable[str]) -> dict[str, int]:
        """{key: id} of these tags; those nobody has used before are made."""
        wanted = {tag_key(name): name for name in names}
        if not wanted:
            return {}
        await self._add_missing(dict(sorted(wanted.items())))
        found = await self._session.execute(select(Tag.key, Tag.id).where(Tag.key.in_(wanted)))
        return dict(list(found))

    async def worn(self, contact_ids: Collection[int]) -> dict[int, set[int]]:
        """{contact id: ids of its tags}."""
        worn: dict[int, set[int]] = defaultdict(set)
        if contact_ids:
            query = select(ContactTag.contact_id, ContactTag.tag_id)
            for contact_id, tag_id in await self._session.execute(
                query.where(self._among(ContactTag.contact_id, contact_ids))
            ):
                worn[contact_id].add(tag_id)
        return worn

    async def attach_all(self, pairs: Iterable[tuple[int, int]]) -> None:
        """(contact id, tag id), thousands at once; what is there already stays."""
        rows = sorted((self.workspace_id, contact_id, tag_id) for contact_id, tag_id in pairs)
        columns = ("workspace_id", "contact_id", "tag_id")
        await insert_new(self._session, ContactTag.__table__, columns, rows)  # type: ignore[arg-type]
        await self.find_first(self._among(Contact.id, {contact_id for _, contact_id, _ in rows}))

    async def detach(self, contact_id: int, tag_ids: Collection[int]) -> None:
        await self._session.execute(
            delete(ContactTag).where(ContactTag.contact_id == contact_id, ContactTag.tag_id.in_(tag_ids)),
            execution_options=_in_bulk,
        )
        await self.find_first(Contact.id == contact_id)

    async def _add_missing(self, wanted: dict[str, str]) -> None:
        """The first spelling of a word stays, also when two people add it at once."""
        rows = [
            {"workspace_id": self.workspace_id, "key": key, "name": name, "search_key": search_key(name)}
            for key, name in wanted.items()
        ]
        await self._session.execute(self._insert(Tag).on_conflict_do_nothing(), rows)

    async def replace(self, contact_id: int, names: Iterable[str]) -> None:
        """The contact carries these tags and no others."""
        keys = {tag_key(name): name for name in names}
        kept = select(Tag.id).where(Tag.key.in_(keys))
        gone = delete(ContactTag).where(ContactTag.contact_id == contact_id, ContactTag.tag_id.not_in(kept))
        await self._session.execute(gone, execution_options=_in_bulk)
        await self.attach(contact_id, keys.values())
        await self.find_first(Contact.id == contact_id)

    async def find_first(self, which: ColumnElement[bool]) -> None:
        """Which tag stands first, by which contacts are sorted; to be asked whenever tags of some change."""
        first = select(func.min(Tag.search_key)).join(ContactTag, ContactTag.tag_id == Tag.id)
        first = first.where(ContactTag.contact_id == Contact.id).correlate(Contact)
        change = update(Contact).where(which)
        change = change.values(first_tag=func.coalesce(first.scalar_subquery(), UNTAGGED))
        await self._session.execute(change, execution_options=_in_bulk)

    async def rename(self, tag: Tag, name: str) -> None:
        tag.name, tag.key = name, tag_key(name)
        await self._session.flush()
        await self.find_first(_carried_by(tag.id))

    async def merge(self, tag: Tag, into: Tag) -> None:
        """Whoever carries `tag` carries `into` from now on, once."""
        both = select(ContactTag.contact_id).where(ContactTag.tag_id == into.id)
        moved = update(ContactTag).where(ContactTag.tag_id == tag.id, ContactTag.contact_id.not_in(both))
        await self._session.execute(moved.values(tag_id=into.id), execution_options=_in_bulk)
        await self.remove(tag)
        await self.find_first(_carried_by(into.id))

    async def remove(self, tag: Tag) -> None:
        """The word is gone, the contacts stay."""
        carriers = list(await self._session.scalars(_carriers(tag.id)))
        here = ContactTag.tag_id == tag.id
        await self._session.execute(delete(ContactTag).where(here), execution_options=_in_bulk)
        await self._session.execute(delete(Tag).where(Tag.id == tag.id), execution_options=_in_bulk)
        for start in range(0, len(carriers), 1_000):
            await self.find_first(Contact.id.in_(carriers[start : start + 1_000]))

    async def carriers(self, tag_id: int, most: int) -> list[int]:
        return list(await self._session.scalars(_carriers(tag_id).limit(most)))

    async def counted(self, typed: str, after: tuple[str, int] | None, most: int) -> list[TagCount]:
        """Tags that hold what was typed, by name, with how many carry each; from behind `after` on."""
        carried = select(ContactTag.contact_id).where(ContactTag.tag_id == Tag.id).correlate(Tag)
        count = select(func.count()).select_from(carried.limit(MOST_COUNTED).subquery()).scalar_subquery()
        query = select(Tag.id, Tag.name, count, Tag.search_key)
        query = query.where(Tag.search_key.contains(fold(typed), autoescape=True))
        if after:
            query = query.where(tuple_(Tag.search_key, Tag.id) > tuple_(*after))
        query = query.order_by(Tag.search_key, Tag.id).limit(most)
        return [TagCount(*row) for row in await self._session.execute(query)]

    async def all_names(self, most: int) -> list[tuple[int, str]]:
        """For finding look-alikes."""
        query = select(Tag.id, Tag.name).order_by(Tag.id).limit(most)
        return [(tag_id, name) for tag_id, name in await self._session.execute(query)]


def _carriers(tag_id: int) -> Any:
    return select(ContactTag.contact_id).where(ContactTag.tag_id == tag_id)


def _carried_by(tag_id: int) -> ColumnElement[bool]:
    return Contact.id.in_(_carriers(tag_id))


def _found(tag: Tag | None) -> Tag:
    if tag is None:
        raise NotFound("tag")
    return tag
