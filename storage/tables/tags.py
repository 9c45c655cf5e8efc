"""Queries of tags. All spellings of a word share one row."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, select, tuple_, update

from storage.engine.bulk import insert_new
from storage.engine.folding import fold
from storage.engine.keys import search_key, searchable
from storage.engine.one_of import one_of
from storage.engine.table import Table, insert_missing, kept
from storage.entities.contact import Contact
from storage.entities.errors import NotFound
from storage.entities.tag import UNTAGGED, ContactTag, Tag
from storage.overview.listing import MOST_COUNTED, TagCount

_in_bulk: dict[str, Any] = {"synchronize_session": False}


def tag_key(name: str) -> str:
    """Return a tag's form for comparing: "Python" and "python" are equal."""
    return name.casefold()


_IDS = kept(select(Tag.key, Tag.id).where(one_of(Tag.key)))


def _with_first_tag(which: ColumnElement[bool]) -> Any:
    first = select(func.min(Tag.search_key)).join(ContactTag, ContactTag.tag_id == Tag.id)
    first = first.where(ContactTag.contact_id == Contact.id).correlate(Contact)
    change = update(Contact).where(which)
    return change.values(first_tag=func.coalesce(first.scalar_subquery(), UNTAGGED))


_FIND_FIRST = kept(_with_first_tag(one_of(Contact.id)))


class Tags(Table):
    async def beginning(self, typed: str, limit: int) -> list[Tag]:
        """List tags that contain what was typed, those that begin with it first."""
        key = searchable(fold(typed))
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
        """Load those of these tags that still exist."""
        query = select(Tag).where(one_of(Tag.id, tag_ids)).order_by(Tag.search_key)
        return list(await self._session.scalars(query)) if tag_ids else []

    async def attach(self, contact_id: int, names: Iterable[str]) -> None:
        """Add tags to a contact, besides its own. New tags are created."""
        await self.attach_to([contact_id], names)

    async def attach_to(self, contact_ids: Collection[int], names: Iterable[str]) -> None:
        """Add tags to many contacts at once. New tags are created."""
        wanted = {tag_key(name): name for name in names}
        if not wanted or not contact_ids:
            return
        found = await self._known(wanted)
        if len(found) < len(wanted):
            await self._add_missing(wanted)
            found = await self._known(wanted)
        rows = [
            {"workspace_id": self.workspace_id, "contact_id": contact_id, "tag_id": tag_id}
            for contact_id in contact_ids
            for tag_id in found.values()
        ]
        await self._add_rows(insert_missing(ContactTag, on_sqlite=self._on_sqlite), rows)
        await self._find_first_of(contact_ids)

    async def ids(self, names: Iterable[str]) -> dict[str, int]:
        """Return {key: id} of these tags, creating those that are new."""
        wanted = {tag_key(name): name for name in names}
        if not wanted:
            return {}
        await self._add_missing(dict(sorted(wanted.items())))
        return await self._known(wanted)

    async def tags_by_contact(self, contact_ids: Collection[int]) -> dict[int, set[int]]:
        """Look up many contacts' tags: {contact id: tag ids}."""
        found: dict[int, set[int]] = defaultdict(set)
        if contact_ids:
            query = select(ContactTag.contact_id, ContactTag.tag_id)
            for contact_id, tag_id in await self._session.execute(
                query.where(one_of(ContactTag.contact_id, contact_ids))
            ):
                found[contact_id].add(tag_id)
        return found

    async def attach_all(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Add (contact id, tag id) pairs, thousands at once. Existing ones stay."""
        rows = sorted((self.workspace_id, contact_id, tag_id) for contact_id, tag_id in pairs)
        columns = ("workspace_id", "contact_id", "tag_id")
        await insert_new(self._session, ContactTag.__table__, columns, rows)  # type: ignore[arg-type]
        await self._find_first_of({contact_id for _, contact_id, _ in rows})

    async def detach_all(self, pairs: Collection[tuple[int, int]]) -> None:
        """Remove tags from contacts: thousands of pairs (contact id, tag id) at once."""
        if not pairs:
            return
        own = ContactTag.__table__.c
        gone = delete(ContactTag.__table__).where(  # type: ignore[arg-type]
            own.workspace_id == self.workspace_id,
            own.contact_id == bindparam("contact"),
            own.tag_id == bindparam("tag"),
        )
        given = [{"contact": contact_id, "tag": tag_id} for contact_id, tag_id in pairs]
        await self._session.execute(gone, given)
        await self._find_first_of({contact_id for contact_id, _ in pairs})

    async def _known(self, keys: Collection[str]) -> dict[str, int]:
        """Look up tags: {key: id}."""
        return dict(list(await self._run(_IDS, ids=keys)))

    async def _add_missing(self, wanted: dict[str, str]) -> None:
        """Create tags that do not exist. The first spelling wins, even between simultaneous additions."""
        rows = [
            {"workspace_id": self.workspace_id, "key": key, "name": name, "search_key": search_key(name)}
            for key, name in wanted.items()
        ]
        await self._add_rows(insert_missing(Tag, on_sqlite=self._on_sqlite), rows)

    async def replace(self, contact_id: int, names: Iterable[str]) -> None:
        """Make these the contact's only tags."""
        keys = {tag_key(name): name for name in names}
        kept = select(Tag.id).where(Tag.key.in_(keys))
        gone = delete(ContactTag).where(ContactTag.contact_id == contact_id, ContactTag.tag_id.not_in(kept))
        await self._session.execute(gone, execution_options=_in_bulk)
        await self.attach(contact_id, keys.values())
        await self._find_first_of([contact_id])

    async def find_first(self, which: ColumnElement[bool]) -> None:
        """Update the first tag of these contacts, which sorts them. Call it whenever their tags change."""
        await self._session.execute(_with_first_tag(which), execution_options=_in_bulk)

    async def _find_first_of(self, contact_ids: Collection[int]) -> None:
        await self._run(_FIND_FIRST, ids=contact_ids)

    async def rename(self, tag: Tag, name: str) -> None:
        tag.name, tag.key = name, tag_key(name)
        await self._session.flush()
        await self.find_first(_carried_by(tag.id))

    async def merge(self, tag: Tag, into: Tag) -> None:
        """Move every contact from one tag to another and delete the former."""
        both = select(ContactTag.contact_id).where(ContactTag.tag_id == into.id)
        moved = update(ContactTag).where(ContactTag.tag_id == tag.id, ContactTag.contact_id.not_in(both))
        await self._session.execute(moved.values(tag_id=into.id), execution_options=_in_bulk)
        await self.remove(tag)
        await self.find_first(_carried_by(into.id))

    async def remove(self, tag: Tag) -> None:
        """Delete a tag. Its contacts stay."""
        carriers = list(await self._session.scalars(_carriers(tag.id)))
        here = ContactTag.tag_id == tag.id
        await self._session.execute(delete(ContactTag).where(here), execution_options=_in_bulk)
        await self._session.execute(delete(Tag).where(Tag.id == tag.id), execution_options=_in_bulk)
        for start in range(0, len(carriers), 1_000):
            await self._find_first_of(carriers[start : start + 1_000])

    async def carriers(self, tag_id: int, most: int) -> list[int]:
        return list(await self._session.scalars(_carriers(tag_id).limit(most)))

    async def counted(self, typed: str, after: tuple[str, int] | None, most: int) -> list[TagCount]:
        """List tags that contain what was typed, with their number of contacts.

        They are sorted by name and start behind `after`.
        """
        carried = select(ContactTag.contact_id).where(ContactTag.tag_id == Tag.id).correlate(Tag)
        count = select(func.count()).select_from(carried.limit(MOST_COUNTED).subquery()).scalar_subquery()
        query = select(Tag.id, Tag.name, count, Tag.search_key)
        query = query.where(Tag.search_key.contains(searchable(fold(typed)), autoescape=True))
        if after:
            query = query.where(tuple_(Tag.search_key, Tag.id) > tuple_(*after))
        query = query.order_by(Tag.search_key, Tag.id).limit(most)
        return [TagCount(*row) for row in await self._session.execute(query)]

    async def all_names(self, most: int) -> list[tuple[int, str]]:
        """List (id, name) of tags, for finding similar names."""
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
