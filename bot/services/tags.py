"""Tending the team's tags: renamed, merged and deleted for all who carry them; look-alikes are found."""

from dataclasses import dataclass
from itertools import pairwise

from bot.services.invitation import clean_tags
from storage.errors import FieldRefused
from storage.keys import sort_key
from storage.listing import TagCount
from storage.models import Tag
from storage.status import EventKind
from storage.uow import UnitOfWork

ROWS = 20
MOST_COMPARED = 2_000
MOST_ALIKE = 5
MOST_REDRAWN = 500  # cards; those of more are redrawn when something else changes


@dataclass(frozen=True, slots=True)
class TagList:
    """A page of tags, where the next one begins if there is more, and pairs that may be one word."""

    tags: tuple[TagCount, ...]
    more: bool
    alike: tuple[tuple[str, str], ...]


async def tag_list(uow: UnitOfWork, typed: str = "", after: tuple[str, int] | None = None) -> TagList:
    found = await uow.tags.counted(typed, after, ROWS + 1)
    alike = look_alikes([name for _, name in await uow.tags.all_names(MOST_COMPARED)])
    return TagList(tuple(found[:ROWS]), len(found) > ROWS, tuple(alike[:MOST_ALIKE]))


def look_alikes(names: list[str]) -> list[tuple[str, str]]:
    """Pairs that differ in accents, spaces, punctuation or a plural's ending alone."""
    by_letters = sorted((_letters(name), name) for name in names)
    return [(one, other) for (a, one), (b, other) in pairwise(by_letters) if a == b]


def _letters(name: str) -> str:
    letters = sort_key(name).replace(" ", "")
    if any(char in name for char in "+#"):  # C, C++ and C# are three
        return name
    for ending in ("js", "s"):
        if len(letters) > len(ending) + 3 and letters.endswith(ending):
            return letters.removesuffix(ending)
    return letters


async def rename_tag(uow: UnitOfWork, tag_id: int, typed: str) -> Tag:
    """Raises FieldRefused where another tag has that name: then they may be merged."""
    tag = await uow.tags.lock(tag_id)
    name = next(iter(clean_tags([typed])), "")
    if not name:
        raise FieldRefused("name", "Please give the tag a name.")
    other = await uow.tags.by_name(name)
    if other and other.id != tag.id:
        raise FieldRefused("name", f"There is a tag {other.name} already. Choose Merge to make them one.")
    before = tag.name
    await uow.tags.rename(tag, name)
    await uow.events.record(EventKind.TAG_RENAMED, before={"tag": before}, after={"tag": name})
    await _redraw(uow, tag_id)
    return tag


async def merge_tag(uow: UnitOfWork, tag_id: int, into_id: int) -> Tag:
    """Whoever carries the one carries the other from now on."""
    tag, into = await uow.tags.lock(tag_id), await uow.tags.lock(into_id)
    if tag.id == into.id:
        raise FieldRefused("into", "Please choose another tag.")
    await uow.tags.merge(tag, into)
    await uow.events.record(EventKind.TAG_MERGED, before={"tag": tag.name}, after={"tag": into.name})
    await _redraw(uow, into.id)
    return into


async def delete_tag(uow: UnitOfWork, tag_id: int) -> None:
    """The contacts stay."""
    tag = await uow.tags.lock(tag_id)
    await _redraw(uow, tag.id)
    await uow.tags.remove(tag)
    await uow.events.record(EventKind.TAG_DELETED, before={"tag": tag.name})


async def _redraw(uow: UnitOfWork, tag_id: int) -> None:
    for contact_id in await uow.tags.carriers(tag_id, MOST_REDRAWN):
        uow.outbox.redraw(contact_id)
