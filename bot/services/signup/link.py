"""Sign-up links: made, rotated and switched off by hiring managers."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from bot.services.hire.days import zone_of_member
from bot.services.signup.approval import block
from bot.services.signup.work import LinkAlarmOver
from bot.services.words.addresses import ascii_host
from bot.services.words.tags import clean_tags
from bot.services.words.text import NAME_LENGTH, one_line
from storage.entities.errors import FormRefused
from storage.entities.link import (
    NO_CONVERSATION,
    NO_LINK_NAME,
    WRONG_LAST_DAY,
    WRONG_MOST,
    Link,
    no_domain,
    too_many_domains,
)
from storage.entities.status import EventKind
from storage.uow import UnitOfWork

MOST_DOMAINS = 50
SHOWN_LENGTH = 60
LONGEST = timedelta(days=36_525)
_COUNT = re.compile(r"[0-9]{1,6}")
_BETWEEN = re.compile(r"[\s,;|]+")


@dataclass(frozen=True, slots=True)
class LinkForm:
    """The input of "New invite link". The field names are those of the modal."""

    link_name: str
    channel: str | None
    tags: tuple[str, ...] = ()
    expires: str | None = None
    most_signups: str = ""
    domains: str = ""
    channel_private: bool = False  # known to be; nobody types it


async def make_link(uow: UnitOfWork, form: LinkForm, request_key: str) -> Link:
    """Make a link. A repeated submission of the form returns the same link. Raises FormRefused."""
    known = await uow.links.by_request(request_key)
    if known:
        return known
    settings = await uow.workspaces.settings()
    where = form.channel or settings.applications_channel
    zone = await zone_of_member(uow, uow.scope.actor)
    link = await uow.links.add(_checked(form, where, uow.scope.actor, uow.now.astimezone(zone), request_key))
    await uow.events.record(EventKind.LINK_MADE, after={"link": link.id, "name": link.name})
    return link


def _checked(form: LinkForm, where: str | None, made_by: str, now: datetime, request_key: str) -> Link:
    """Check the form and make the link.

    `where` is the channel for its applications; None means Settings'. `now` is in the maker's time zone.
    """
    errors: dict[str, str] = {}
    name = one_line(form.link_name, NAME_LENGTH)
    if not name:
        errors["link_name"] = NO_LINK_NAME
    if not where:
        errors["channel"] = NO_CONVERSATION
    last_day = _day(form.expires)
    expires_at = last_day and _end_of(last_day, now.tzinfo)
    if form.expires and (expires_at is None or not now < expires_at < now + LONGEST):
        errors["expires"] = WRONG_LAST_DAY
    most = int(form.most_signups) if _COUNT.fullmatch(form.most_signups) else 0
    if form.most_signups and most < 1:
        errors["most_signups"] = WRONG_MOST
    domains: list[str] = []
    try:
        domains = _domains(form.domains)
    except ValueError as wrong:
        errors["domains"] = str(wrong)
    if errors:
        raise FormRefused(errors)
    return Link(
        name=name,
        channel=form.channel or "",
        channel_private=form.channel_private,
        tags=list(clean_tags(form.tags)),
        domains=domains,
        last_day=last_day,
        expires_at=expires_at,
        most_signups=most or None,
        made_by=made_by,
        request_key=request_key,
        created_at=now,
        generation=1,
        opened=0,
    )


def _day(chosen: str | None) -> date | None:
    """Read a day. None if it is none, or there is no day after it."""
    try:
        day = date.fromisoformat(chosen or "")
    except ValueError:
        return None
    return day if day < date.max else None


def _end_of(day: date, zone: tzinfo | None) -> datetime:
    """Return the end of a day in a zone: a link that expires on the 3rd still works on the 3rd."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


def _domains(typed: str) -> list[str]:
    """Read domains as the keys of addresses have them. Raises ValueError: without any, all may sign up."""
    found: dict[str, None] = {}
    for word in filter(None, _BETWEEN.split(typed)):
        host = ascii_host(word.removeprefix("@").removesuffix("."))
        if host is None:
            raise ValueError(no_domain(one_line(word, SHOWN_LENGTH)))
        found[host] = None
    if len(found) > MOST_DOMAINS:
        raise ValueError(too_many_domains(MOST_DOMAINS))
    return list(found)


async def rotate_link(uow: UnitOfWork, link_id: int, version: str = "") -> Link:
    """Invalidate a link's URL and give it a new one.

    `version` is that of the link somebody was looking at. Raises LinkChanged.
    """
    link = await uow.links.lock(link_id)
    link.must_be_at(version)
    return await _rotate(uow, link)


async def _rotate(uow: UnitOfWork, link: Link) -> Link:
    link.rotate()
    await uow.events.record(EventKind.LINK_ROTATED, after={"link": link.id, "generation": link.generation})
    return link


async def switch_off_link(uow: UnitOfWork, link_id: int, version: str = "") -> Link:
    """Switch a link off. Sign-ups not confirmed yet can no longer be confirmed. Raises LinkChanged."""
    link = await uow.links.lock(link_id)
    link.must_be_at(version)
    link.switch_off(uow.now)
    await uow.events.record(EventKind.LINK_SWITCHED_OFF, after={"link": link.id})
    return link


async def keep_link(uow: UnitOfWork, link_id: int, reply_to: str) -> None:
    """Reopen a paused link without changing its URL. `reply_to` is the warning's response_url."""
    link = await uow.links.lock(link_id)
    link.resume()
    await uow.events.record(EventKind.LINK_RESUMED, after={"link": link.id})
    await uow.outbox.add(LinkAlarmOver(reply_to, link.id))


async def answer_alarm(uow: UnitOfWork, link_id: int, reply_to: str, *, block_all: bool = False) -> None:
    """Rotate a link after a suspicious burst, and optionally block everyone who waits after using it."""
    link = await uow.links.lock(link_id)
    link.must_be_paused()
    await _rotate(uow, link)
    unwanted = await uow.applications.of_link_waiting(link_id) if block_all else []
    for contact_id in unwanted:
        await block(uow, contact_id, "", tell=False)
    await uow.outbox.add(LinkAlarmOver(reply_to, link.id, rotated=True, blocked=len(unwanted)))
