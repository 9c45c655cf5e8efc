"""Lists: what a Home tab shows, saved by name for one member or the team, and told to a channel."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.services.contact.overview import show_only, sort_by
from bot.services.contact.work import ListNews
from bot.services.words.text import one_line
from storage.engine.base import Json
from storage.engine.keys import sort_key
from storage.entities.errors import FormRefused
from storage.entities.saved_list import (
    LIST_NAME_TAKEN,
    NO_LIST_NAME,
    TEAM,
    TOO_MANY_LISTS,
    TOO_MANY_MATCH,
    ListChoice,
    SavedList,
)
from storage.entities.status import EventKind
from storage.entities.team import HomeTab
from storage.overview.listing import MOST_COUNTED, Criteria, Sort
from storage.uow import UnitOfWork

NAME_LENGTH = 60
MOST_LISTS = 99  # a Slack select holds 100 options
NEWS_EVERY = timedelta(hours=1)
MOST_TITLES = 5  # that a channel is told
_LOOKED_AT = 100  # contacts among whom they are sought


@dataclass(frozen=True, slots=True)
class ListForm:
    """The input of "Save list". The field names are those of the modal."""

    name: str
    who: str | None
    channel: str | None


async def lists_of(uow: UnitOfWork, user_id: str) -> ListChoice:
    """Load what somebody can choose, and find the list that their Home tab shows."""
    shown = _shown(await uow.homes.get(user_id))
    starred = frozenset(await uow.saved_lists.starred_by(user_id))
    visible = await uow.saved_lists.visible_to(user_id)
    visible = sorted(visible, key=lambda each: each.id not in starred)[:MOST_LISTS]
    chosen = next((each for each in visible if _of(each) == shown), None)
    worth_saving = shown != _shown(None)
    return ListChoice(tuple(visible), starred, chosen, worth_saving)


def _shown(home: HomeTab | None) -> tuple[Criteria, str]:
    """Return what a Home tab shows. What somebody has to look after is not theirs by name."""
    if home is None:
        return Criteria(), Sort.NAME
    return replace(Criteria.from_json(home.criteria), owner=None), home.sort


def _of(saved: SavedList) -> tuple[Criteria, str]:
    return Criteria.from_json(saved.criteria), saved.sort


async def save_list(uow: UnitOfWork, form: ListForm) -> SavedList:
    """Save what the actor's Home tab shows. Raises FormRefused."""
    user_id = uow.scope.actor
    criteria, sort = _shown(await uow.homes.get(user_id))
    saved = SavedList(made_by=user_id, criteria=criteria.to_json(), sort=sort, created_at=uow.now)
    if len(await uow.saved_lists.visible_to(user_id)) >= MOST_LISTS:
        raise FormRefused({"name": TOO_MANY_LISTS.format(most=MOST_LISTS)})
    await _fill_in(uow, saved, form)
    await uow.saved_lists.add(saved)
    await _begin_to_tell(uow, saved)
    await _draw_choice(uow)
    await uow.events.record(EventKind.LIST_SAVED, after=_told_of(saved))
    return saved


async def change_list(uow: UnitOfWork, list_id: int, form: ListForm) -> SavedList:
    """Rename a list, or change who sees it or which channel is told. Raises FormRefused."""
    saved = await _mine(uow, list_id)
    before, told = _told_of(saved), saved.channel
    await _fill_in(uow, saved, form)
    if saved.channel != told:
        await uow.saved_lists.forget_matches(saved.id)
        await _begin_to_tell(uow, saved)
    await _draw_choice(uow)
    await uow.events.record(EventKind.LIST_SAVED, before=before, after=_told_of(saved))
    return saved


async def _fill_in(uow: UnitOfWork, saved: SavedList, form: ListForm) -> None:
    name, owner = one_line(form.name, NAME_LENGTH), TEAM if form.who == TEAM else uow.scope.actor
    taken = await uow.saved_lists.by_name(owner, name.casefold())
    errors: dict[str, str] = {}
    if not name or (taken and taken is not saved):
        errors["name"] = LIST_NAME_TAKEN if name else NO_LIST_NAME
    if form.channel and len(await _on_it(uow, saved)) > MOST_COUNTED:
        errors["channel"] = TOO_MANY_MATCH.format(most=f"{MOST_COUNTED:,}")
    if errors:
        raise FormRefused(errors)
    saved.name, saved.name_key, saved.owner, saved.channel = (
        name,
        name.casefold(),
        owner,
        form.channel or None,
    )


async def _on_it(uow: UnitOfWork, saved: SavedList) -> list[int]:
    return await uow.overview.ids(Criteria.from_json(saved.criteria), MOST_COUNTED + 1)


async def _begin_to_tell(uow: UnitOfWork, saved: SavedList) -> None:
    """Remember who is on a list now: they are no news for its channel."""
    if saved.channel:
        await uow.saved_lists.remember(saved.id, await _on_it(uow, saved), fresh=False)


def _told_of(saved: SavedList) -> Json:
    """Describe a list for the history, without its name, which may be a person's."""
    return {"list": saved.id, "for": saved.owner, "channel": saved.channel or ""}


async def _mine(uow: UnitOfWork, list_id: int) -> SavedList:
    saved = await uow.saved_lists.lock(list_id)
    saved.must_be_seen_by(uow.scope.actor)
    return saved


async def to_change(uow: UnitOfWork, list_id: int) -> SavedList:
    """Load a list for its form. Raises NotFound, also for another member's own list."""
    saved = await uow.saved_lists.get(list_id)
    saved.must_be_seen_by(uow.scope.actor)
    return saved


async def delete_list(uow: UnitOfWork, list_id: int) -> None:
    saved = await _mine(uow, list_id)
    await uow.events.record(EventKind.LIST_DELETED, before=_told_of(saved))
    await uow.saved_lists.delete(saved.id)


async def choose_list(uow: UnitOfWork, list_id: int | None) -> None:
    """Show a list on the actor's Home tab, or everybody."""
    saved = None if list_id is None else await to_change(uow, list_id)
    criteria, sort = _of(saved) if saved else _shown(None)
    await show_only(uow, criteria)
    await sort_by(uow, Sort(sort))


async def star_list(uow: UnitOfWork, list_id: int, *, on: bool) -> None:
    """Star a list for the actor, or take the star away."""
    saved = await to_change(uow, list_id)
    mark = uow.saved_lists.star if on else uow.saved_lists.unstar
    await mark(saved.id, uow.scope.actor)
    await _draw_choice(uow)


async def _draw_choice(uow: UnitOfWork) -> None:
    """Draw the actor's choice of lists anew, since a list has another name or a star."""
    home = await uow.homes.look(uow.scope.actor, Sort.NAME, uow.now)
    home.fresh += 1


async def tag_became(uow: UnitOfWork, tag_id: int, into_id: int | None) -> None:
    """Let lists by a tag be by the one it was merged into. Those that had only a deleted tag go with it."""
    for saved in await uow.saved_lists.every():
        criteria = Criteria.from_json(saved.criteria)
        if tag_id not in criteria.tags:
            continue
        became = (into_id if each == tag_id else each for each in criteria.tags)
        criteria = replace(criteria, tags=tuple(dict.fromkeys(each for each in became if each)))
        saved.criteria = criteria.to_json()
        if replace(criteria, every_tag=False) == Criteria():
            await uow.saved_lists.delete(saved.id)


async def look_for_news(uow: UnitOfWork, contact_ids: Collection[int]) -> None:
    """Look which lists that tell a channel these changed contacts are on now, and were not before.

    A channel is told at once, and then at most once an hour.
    """
    news: list[tuple[ListNews, datetime]] = []
    for saved in await uow.saved_lists.telling():
        found = await uow.overview.among(Criteria.from_json(saved.criteria), contact_ids)
        if await uow.saved_lists.remember(saved.id, found, fresh=True):
            due = max(uow.now, saved.told_at + NEWS_EVERY) if saved.told_at else uow.now
            news.append((ListNews(saved.id), due))
    await uow.outbox.enqueue_sooner(news)


async def titles_of(uow: UnitOfWork, contact_ids: Collection[int]) -> dict[int, str]:
    """Find the titles by which a channel is told of new people: {contact id: title}, each title once.

    A title that says a part of its person's name is left out: the news names nobody.
    """
    unnamed: dict[str, tuple[int, str]] = {}
    for each, name, title in await uow.profiles.titles(contact_ids, _LOOKED_AT):
        if not _names(title, name):
            unnamed.setdefault(title.casefold(), (each, title))
    return dict(list(unnamed.values())[:MOST_TITLES])


def _names(title: str, name: str) -> bool:
    return not _words(title).isdisjoint(_words(name))


def _words(text: str) -> set[str]:
    return {word for word in sort_key(text).split() if len(word) > 1}
