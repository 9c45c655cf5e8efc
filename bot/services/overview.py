"""What each person's Home tab shows: a search, filters, an order and a place, kept between presses."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.services.text import one_line
from storage.homes import WATCHED_FOR
from storage.import_models import Import
from storage.listing import Criteria, Hired, Listed, Page, Place, Sort, Standing
from storage.models import Link, Tag
from storage.team import HomeTab
from storage.uow import UnitOfWork

ROWS = 10
SEARCH_LENGTH = 200
MOST_TAGS = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """All that one person's Home tab shows."""

    criteria: Criteria
    sort: Sort
    fresh: int
    page: Page
    standing: Standing
    tags: tuple[Tag, ...]  # those that are filtered by
    link: Link | None  # the one that is filtered by
    job: Import | None  # the same


async def open_home(uow: UnitOfWork) -> None:
    """The actor looks at their Home; after a while they begin on the first page again."""
    before = await uow.homes.get(uow.scope.actor)
    home = await uow.homes.look(uow.scope.actor, Sort.NAME, uow.now)
    if before and uow.now - before.seen_at > WATCHED_FOR:
        home.place = None


async def search(uow: UnitOfWork, typed: str) -> None:
    await narrow(uow, text=one_line(typed, SEARCH_LENGTH))


async def narrow(uow: UnitOfWork, **changes: Any) -> None:
    """Changes these filters; the others stay, and the first page is shown."""
    home = await uow.homes.look(uow.scope.actor, Sort.NAME, uow.now)
    home.criteria = replace(Criteria.from_json(home.criteria), **changes).to_json()
    home.place = None


async def show_all(uow: UnitOfWork) -> None:
    """No search and no filter; what was typed and chosen goes from the fields."""
    home = await uow.homes.look(uow.scope.actor, Sort.NAME, uow.now)
    home.criteria, home.place = Criteria().to_json(), None
    home.fresh += 1


async def show_undelivered(uow: UnitOfWork) -> None:
    """Those whose newest mail could not be delivered, and no others."""
    await show_all(uow)
    await narrow(uow, mail_failed=True)


async def sort_by(uow: UnitOfWork, sort: Sort) -> None:
    home = await uow.homes.look(uow.scope.actor, Sort.NAME, uow.now)
    home.sort, home.place = sort, None


async def turn(uow: UnitOfWork, key: str, *, before: bool) -> None:
    """The page behind or before the row with this key, as the button under it claims."""
    home = await uow.homes.look(uow.scope.actor, Sort.NAME, uow.now)
    place = Place.claimed(key, Sort(home.sort), before=before)
    home.place = place.to_json() if place else None


async def seen_by(uow: UnitOfWork, user_id: str) -> Seen:
    """What this person's Home shows now."""
    home = await uow.homes.get(user_id)
    criteria, sort, place = _kept(home)
    tags = await uow.tags.named(criteria.tags)
    criteria = replace(criteria, tags=tuple(tag.id for tag in tags))  # some may be gone by now
    return Seen(
        criteria,
        sort,
        home.fresh if home else 0,
        await uow.overview.page(criteria, sort, place, ROWS),
        await uow.overview.standing(),
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
    """What was chosen in the modal "Filter"; the field names are those of the modal."""

    match: str | None
    invited_by: str | None
    added_after: str | None
    link: str | None
    import_id: str | None
    hired: str | None


async def save_filter(uow: UnitOfWork, form: FilterForm) -> None:
    link = await uow.links.get(link_id) if (link_id := _claimed(form.link)) else None
    job = await uow.imports.get(import_id) if (import_id := _claimed(form.import_id)) else None
    await narrow(
        uow,
        every_tag=form.match != "any",
        invited_by=form.invited_by,
        added_after=_day(form.added_after),
        link=link.id if link else None,
        import_id=job.id if job else None,
        hired=next((each for each in Hired if each == form.hired), None),
    )


def _claimed(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 19 else None


def _day(chosen: str | None) -> date | None:
    try:
        return date.fromisoformat(chosen or "")
    except ValueError:
        return None


async def criteria_of(uow: UnitOfWork, user_id: str) -> tuple[Criteria, Sort]:
    """What they have chosen on their Home: what Export and Many at once are about."""
    criteria, sort, _ = _kept(await uow.homes.get(user_id))
    return criteria, sort


async def found(uow: UnitOfWork, typed: str, most: int) -> list[Listed]:
    """The first that a search finds, whatever the actor's Home shows."""
    criteria = Criteria(text=one_line(typed, SEARCH_LENGTH))
    return await uow.overview.rows(criteria, Sort.NAME, None, most) if criteria.text else []
