"""Managing the team's tags: rename, merge, delete, and find similar names."""

from dataclasses import dataclass
from itertools import pairwise

from bot.services.contact.lists import tag_became
from bot.services.words.tags import clean_tags
from storage.engine.base import Json
from storage.engine.keys import sort_key
from storage.entities.contact_refused import SameTag, TagNameMissing, TagNameTaken
from storage.entities.status import EventKind
from storage.entities.tag import Tag
from storage.overview.listing import TagCount
from storage.uow import UnitOfWork

ROWS = 20
MOST_COMPARED = 2_000
MOST_ALIKE = 5
MOST_REDRAWN = 500  # cards; beyond this number they are redrawn at their next change


@dataclass(frozen=True, slots=True)
class TagList:
    """One page of tags, whether there are more, and pairs of similar names."""

    tags: tuple[TagCount, ...]
    more: bool
    alike: tuple[tuple[str, str], ...]


async def tag_list(uow: UnitOfWork, typed: str = "", after: tuple[str, int] | None = None) -> TagList:
    found = await uow.tags.counted(typed, after, ROWS + 1)
    alike = look_alikes([name for _, name in await uow.tags.all_names(MOST_COMPARED)])
    return TagList(tuple(found[:ROWS]), len(found) > ROWS, tuple(alike[:MOST_ALIKE]))


def look_alikes(names: list[str]) -> list[tuple[str, str]]:
    """Find pairs that differ only in accents, spaces, punctuation or a plural ending."""
    by_letters = sorted((_letters(name), name) for name in names)
    return [(one, other) for (a, one), (b, other) in pairwise(by_letters) if a == b]


def _letters(name: str) -> str:
    letters = sort_key(name).replace(" ", "")
    if any(char in name for char in "+#"):  # C, C++ and C# are three tags
        return name
    for ending in ("js", "s"):
        if len(letters) > len(ending) + 3 and letters.endswith(ending):
            return letters.removesuffix(ending)
    return letters


async def rename_tag(uow: UnitOfWork, tag_id: int, shown: str | None, typed: str) -> Tag:
    """Rename a tag, which the form showed as `shown`.

    Raises TagChanged, or FieldRefused if the name is taken, suggesting a merge.
    """
    tag = await uow.tags.lock(tag_id)
    name = next(iter(clean_tags([typed])), "")
    if not name:
        raise TagNameMissing
    if name == tag.name:
        return tag
    tag.must_be_called(shown)
    other = await uow.tags.by_name(name)
    if other and other.id != tag.id:
        raise TagNameTaken(other.name)
    before = tag.name
    await uow.tags.rename(tag, name)
    await _record(uow, EventKind.TAG_RENAMED, tag_id, before={"tag": before}, after={"tag": name})
    return tag


async def merge_tag(uow: UnitOfWork, tag_id: int, shown: str | None, into_id: int) -> Tag:
    """Merge a tag into another: its contacts get the other. Raises TagChanged."""
    tag, into = await uow.tags.lock(tag_id), await uow.tags.lock(into_id)
    tag.must_be_called(shown)
    if tag.id == into.id:
        raise SameTag
    await uow.tags.merge(tag, into)
    await tag_became(uow, tag.id, into.id)
    await _record(uow, EventKind.TAG_MERGED, into.id, before={"tag": tag.name}, after={"tag": into.name})
    return into


async def delete_tag(uow: UnitOfWork, tag_id: int, shown: str | None) -> None:
    """Delete a tag. Its contacts stay. Raises TagChanged."""
    tag = await uow.tags.lock(tag_id)
    tag.must_be_called(shown)
    await _record(uow, EventKind.TAG_DELETED, tag.id, before={"tag": tag.name})
    await uow.tags.remove(tag)
    await tag_became(uow, tag_id, None)


async def _record(
    uow: UnitOfWork, kind: EventKind, tag_id: int, *, before: Json, after: Json | None = None
) -> None:
    """Record an event of a tag. It is in no contact's history, but contacts with the tag are redrawn."""
    carriers = await uow.tags.carriers(tag_id, MOST_REDRAWN)
    await uow.events.record(kind, before=before, after=after, concerned=carriers)
