"""Invite links: made by a hiring manager, handed out to many, rotated or switched off at once."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.services.approval import block
from bot.services.invitation import clean_tags
from bot.services.text import NAME_LENGTH, one_line
from storage.errors import FormRefused
from storage.models import Link
from storage.status import EventKind
from storage.uow import UnitOfWork

MOST_DOMAINS = 50
LONGEST = timedelta(days=36_525)
_COUNT = re.compile(r"[0-9]{1,6}")
_DOMAIN = re.compile(r"@?([a-z0-9-]+(?:\.[a-z0-9-]+)+)")


@dataclass(frozen=True, slots=True)
class LinkForm:
    """What was typed into "New invite link"; the field names are those of the modal."""

    link_name: str
    channel: str | None
    tags: tuple[str, ...] = ()
    expires: str | None = None
    most_signups: str = ""
    domains: str = ""


async def make_link(uow: UnitOfWork, form: LinkForm, request_key: str) -> Link:
    """A new link; the same form sent a second time gives the same one. Raises FormRefused."""
    known = await uow.links.by_request(request_key)
    if known:
        return known
    link = await uow.links.add(_checked(form, uow.scope.actor, uow.now, request_key))
    await uow.events.record(EventKind.LINK_MADE, after={"link": link.id, "name": link.name})
    return link


def _checked(form: LinkForm, made_by: str, now: datetime, request_key: str) -> Link:
    errors: dict[str, str] = {}
    name = one_line(form.link_name, NAME_LENGTH)
    if not name:
        errors["link_name"] = "Please give the link a name, so that you can tell your links apart."
    if not form.channel:
        errors["channel"] = "Please choose where applications are posted."
    expires_at = _end_of(form.expires)
    if form.expires and (expires_at is None or not now < expires_at < now + LONGEST):
        errors["expires"] = "Please choose a day to come, within a hundred years."
    most = int(form.most_signups) if _COUNT.fullmatch(form.most_signups) else 0
    if form.most_signups and most < 1:
        errors["most_signups"] = "Please give a whole number from 1 to 999999, or leave it empty."
    if errors:
        raise FormRefused(errors)
    return Link(
        name=name,
        channel=form.channel,
        tags=list(clean_tags(form.tags)),
        domains=_domains(form.domains),
        expires_at=expires_at,
        most_signups=most or None,
        made_by=made_by,
        request_key=request_key,
        created_at=now,
        generation=1,
        opened=0,
    )


def _end_of(day: str | None) -> datetime | None:
    """The end of that day, in UTC: a link that expires on the 3rd works on the 3rd."""
    try:
        return datetime.combine(date.fromisoformat(day or ""), time(), UTC) + timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def _domains(typed: str) -> list[str]:
    return list(dict.fromkeys(_DOMAIN.findall(typed.lower())))[:MOST_DOMAINS]


async def rotate_link(uow: UnitOfWork, link_id: int) -> Link:
    """The old address stops at once, a new one takes its place."""
    link = await uow.links.lock(link_id)
    link.rotate()
    await uow.events.record(EventKind.LINK_ROTATED, after={"link": link.id, "generation": link.generation})
    return link


async def switch_off_link(uow: UnitOfWork, link_id: int) -> Link:
    """Nobody signs up by it any more, and who has not confirmed yet cannot."""
    link = await uow.links.lock(link_id)
    link.switch_off(uow.now)
    await uow.events.record(EventKind.LINK_SWITCHED_OFF, after={"link": link.id})
    return link


async def keep_link(uow: UnitOfWork, link_id: int, reply_to: str) -> None:
    """A paused link goes on: the burst was welcome. `reply_to` is where the alarm was shown."""
    link = await uow.links.lock(link_id)
    link.paused_at = None
    await uow.events.record(EventKind.LINK_RESUMED, after={"link": link.id})
    await _alarm_over(uow, link, reply_to)


async def answer_alarm(uow: UnitOfWork, link_id: int, reply_to: str, *, block_all: bool = False) -> None:
    """The burst was not welcome: a new address, and if wished all who came by the old one are blocked."""
    link = await rotate_link(uow, link_id)
    unwanted = await uow.applications.of_link_waiting(link_id) if block_all else []
    for contact_id in unwanted:
        await block(uow, contact_id, "", tell=False)
    await _alarm_over(uow, link, reply_to, rotated=True, blocked=len(unwanted))


async def _alarm_over(uow: UnitOfWork, link: Link, reply_to: str, **outcome: int) -> None:
    payload = {"link": link.id, "reply_to": reply_to, **outcome}
    await uow.outbox.slack("link_alarm_over", f"reply:{reply_to}", payload)
