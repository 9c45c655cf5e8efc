"""The state of each member's Home tab (search, filters, order and page), stored between presses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.services.hire.days import beginning_of
from bot.services.words.profile import LANGUAGE_LENGTH, PLACE_LENGTH, read_profile
from bot.services.words.text import one_line
from storage.entities.availability import NoDay
from storage.entities.errors import FormRefused
from storage.entities.imports import Import
from storage.entities.link import Link
from storage.entities.money import Rate
from storage.entities.profile import ProfileField
from storage.entities.profile_form import ProfileForm
from storage.entities.tag import Tag
from storage.entities.team import HomeTab
from storage.overview.listing import (
    FREE_NOW,
    Criteria,
    Hired,
    Listed,
    MailTrouble,
    Need,
    Page,
    Place,
    PoolCounts,
    Sort,
)
from storage.tables.homes import WATCHED_FOR
from storage.uow import UnitOfWork

ROWS = 10
SEARCH_LENGTH = 200
MOST_TAGS = 20


@dataclass(frozen=True, slots=True)
class HomeContents:
    """Everything one person's Home tab shows."""

    criteria: Criteria
    sort: Sort
    fresh: int
    page: Page
    standing: PoolCounts
    needs: Mapping[Need, int]  # what this person has to look after today
    initials: Sequence[str]  # of names that do not begin with a Latin letter
    tags: tuple[Tag, ...]  # the tags filtered by
    link: Link | None  # the link filtered by
    job: Import | None  # the import filtered by


async def open_home(uow: UnitOfWork) -> None:
    """Mark the acting member's Home tab as seen. After a while away, it starts on the first page again."""
    was_away = await _was_away(uow)
    home = await uow.homes.look(uow.scope.actor, Sort.NAME, uow.now)
    if was_away:
        home.place = None


async def keep_looking(uow: UnitOfWork) -> None:
    """Mark the acting member's Home tab as seen, on its page. After a while away, it is drawn again."""
    was_away = await _was_away(uow)
    await uow.homes.look(uow.scope.actor, Sort.NAME, uow.now)
    if was_away:
        await uow.redraws.home(uow.scope.actor)


async def _was_away(uow: UnitOfWork) -> bool:
    """Tell whether the acting member has not looked at their Home tab for so long that it may be outdated."""
    home = await uow.homes.get(uow.scope.actor)
    return home is not None and uow.now - home.seen_at > WATCHED_FOR


async def search(uow: UnitOfWork, typed: str) -> None:
    await narrow(uow, text=one_line(typed, SEARCH_LENGTH))


async def narrow(uow: UnitOfWork, **changes: Any) -> None:
    """Change these filters, keep the others, and show the first page."""
    home = await uow.homes.look(uow.scope.actor, Sort.NAME, uow.now)
    home.criteria = replace(Criteria.from_json(home.criteria), **changes).to_json()
    home.place = None


async def show_all(uow: UnitOfWork) -> None:
    """Remove search and filters, and clear their fields."""
    await show_only(uow, Criteria())


async def show_only(uow: UnitOfWork, criteria: Criteria) -> None:
    """Replace search and filters by these, in the fields too. A need becomes the acting member's own."""
    home = await uow.homes.look(uow.scope.actor, Sort.NAME, uow.now)
    owner = uow.scope.actor if criteria.need else None
    home.criteria, home.place = replace(criteria, owner=owner).to_json(), None
    home.fresh += 1


async def sort_by(uow: UnitOfWork, sort: Sort) -> None:
    home = await uow.homes.look(uow.scope.actor, Sort.NAME, uow.now)
    home.sort, home.place = sort, None


async def turn(uow: UnitOfWork, value: str, *, before: bool) -> None:
    """Turn to the page after or before the row that the pressed button's value names."""
    home = await uow.homes.look(uow.scope.actor, Sort.NAME, uow.now)
    place = Place.claimed(value, Sort(home.sort), before=before)
    home.place = place.to_json() if place else None


async def jump(uow: UnitOfWork, letter: str) -> None:
    """Show the page that begins with the first name from this letter on, sorted by name.

    The select is drawn anew, so that the same letter can be chosen again.
    """
    home = await uow.homes.look(uow.scope.actor, Sort.NAME, uow.now)
    home.sort, home.fresh = Sort.NAME, home.fresh + 1
    before = await uow.overview.before(Criteria.from_json(home.criteria), letter)
    home.place = None if before == 0 else Place((letter, 0), number=before).to_json()


async def seen_by(uow: UnitOfWork, user_id: str) -> HomeContents:
    """Load what this person's Home tab shows now."""
    home = await uow.homes.get(user_id)
    criteria, sort, place = _kept(home)
    tags = await uow.tags.named(criteria.tags)
    criteria = replace(criteria, tags=tuple(tag.id for tag in tags))  # some tags may have been deleted
    return HomeContents(
        criteria,
        sort,
        home.fresh if home else 0,
        await uow.overview.located(await uow.overview.page(criteria, sort, place, ROWS), criteria),
        await uow.overview.standing(),
        await uow.overview.needs(user_id),
        await uow.overview.initials() if sort == Sort.NAME else (),
        tuple(tags),
        await uow.links.get(criteria.link) if criteria.link else None,
        await uow.imports.get(criteria.import_id) if criteria.import_id else None,
    )


def _kept(home: HomeTab | None) -> tuple[Criteria, Sort, Place | None]:
    if home is None:
        return Criteria(), Sort.NAME, None
    return Criteria.from_json(home.criteria), Sort(home.sort), Place.from_json(home.place)


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The input of the modal "Filter". The field names are those of the modal."""

    match: str | None
    invited_by: str | None
    added_after: str | None
    link: str | None
    import_id: str | None
    hired: str | None
    mail: str | None
    free: str | None
    free_from: str | None
    place: str | None
    language: str | None
    rate: str | None
    currency: str | None
    per: str | None


async def save_filter(uow: UnitOfWork, form: FilterForm) -> None:
    link = await uow.links.get(link_id) if (link_id := _claimed(form.link)) else None
    job = await uow.imports.get(import_id) if (import_id := _claimed(form.import_id)) else None
    after = _day(form.added_after)
    await narrow(
        uow,
        every_tag=form.match != "any",
        invited_by=form.invited_by,
        added_after=after,
        added_since=await beginning_of(uow, uow.scope.actor, after) if after else None,
        link=link.id if link else None,
        import_id=job.id if job else None,
        hired=next((each for each in Hired if each == form.hired), None),
        mail=next((each for each in MailTrouble if each == form.mail), None),
        free=_free(form),
        place=one_line(form.place or "", PLACE_LENGTH),
        language=one_line(form.language or "", LANGUAGE_LENGTH),
        **_rate(form),
    )


def _rate(form: FilterForm) -> dict[str, Any]:
    """Read the highest rate, and in what. Raises FormRefused."""
    typed = ProfileForm(rate=form.rate or "", currency=form.currency or "", per=form.per or "")
    read = read_profile(typed, date.min)
    if read.errors:
        raise FormRefused(read.errors)
    rate = read.said[ProfileField.RATE]
    if not isinstance(rate, Rate):
        return {"rate": None, "currency": None, "per": None}
    return {"rate": rate.thousandths, "currency": rate.currency, "per": rate.per.value}


def _free(form: FilterForm) -> str | None:
    """Read by when they must be free. A day counts without the choice beside it, too. Raises NoDay."""
    if form.free == FREE_NOW:
        return FREE_NOW
    day = _day(form.free_from)
    if form.free and not day:
        raise NoDay
    return day.isoformat() if day else None


def _claimed(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 19 else None


def _day(chosen: str | None) -> date | None:
    try:
        return date.fromisoformat(chosen or "")
    except ValueError:
        return None


async def criteria_of(uow: UnitOfWork, user_id: str) -> tuple[Criteria, Sort]:
    """Return the search, filters and order of a person's Home tab, which exports and bulk actions use too."""
    criteria, sort, _ = _kept(await uow.homes.get(user_id))
    return criteria, sort


async def found(uow: UnitOfWork, typed: str, most: int) -> list[Listed]:
    """List the first contacts a search finds, ignoring the Home tab's filters."""
    criteria = Criteria(text=one_line(typed, SEARCH_LENGTH))
    return await uow.overview.rows(criteria, Sort.NAME, None, most) if criteria.text else []
