"""Renders what several features show, the Home tab and a contact's modal, and opens and publishes it."""

from collections.abc import Collection, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from blocks.contact.modal import contact_modal
from blocks.hire.forms import About, fields_of, hire_modal
from blocks.home.overview import controls, listing, told
from blocks.home.view import HomeOverview, closed_home, home_view
from blocks.kit.form import row_id
from blocks.kit.modal import ViewJson
from blocks.workspace.words import NO_ACCESS, NO_ACCESS_YET
from bot.services.contact.contact import look_up
from bot.services.contact.lists import lists_of
from bot.services.contact.overview import seen_by
from bot.services.hire.offer import Prefill
from bot.slack.access import Role, can_be_let_in, only_some_may, rights_of, role_of
from storage.entities.right import Right, Rights
from storage.uow import UnitOfWork


def may_ask(rights: Rights) -> bool:
    """Tell whether a person has no access yet and may ask for it."""
    return can_be_let_in(rights) and Right.INVITE not in rights


def closed(rights: Rights) -> str:
    """Tell a person why they cannot see contacts, and how to get access if they may ask for it."""
    return NO_ACCESS_YET if may_ask(rights) else only_some_may(Right.SEE)


async def rights_of_somebody(uow: UnitOfWork, user_id: str, admins: Collection[str]) -> Rights:
    """Return the rights of a person who is not acting, by their cached profile."""
    member = await uow.members.get(user_id)
    settings, by_group = await uow.workspaces.settings(), await uow.groups.has(user_id)
    role = role_of(member, admins, settings, by_group=by_group) if member else Role.MEMBER
    return rights_of(role)


async def draw_home(uow: UnitOfWork, user_id: str, rights: Rights) -> ViewJson:
    """Render a person's Home tab as it is now."""
    if not {Right.LOOK, Right.SEE} <= rights:
        return await _closed_home(uow, rights)
    seen = await seen_by(uow, user_id)
    narrowed = told(seen.criteria, seen.tags, seen.link, seen.job)
    overview = HomeOverview(
        controls(seen.criteria, seen.sort, seen.tags, seen.initials, seen.fresh),
        listing(seen.page, narrowed, rights),
        await lists_of(uow, user_id),
        seen.fresh,
    )
    return home_view(seen.standing, seen.needs, overview, rights)


async def _closed_home(uow: UnitOfWork, rights: Rights) -> ViewJson:
    """Render the Home tab of a person without access: who can give it, and a button to ask for it."""
    if not may_ask(rights):
        return closed_home(closed(rights))
    return closed_home(NO_ACCESS, ask=await uow.colleagues.administrators())


async def render_home_later(uow: UnitOfWork, user_id: str, admins: Collection[str]) -> ViewJson:
    """Render the Home tab of a person who is not acting."""
    return await draw_home(uow, user_id, await rights_of_somebody(uow, user_id, admins))


async def publish_home(client: AsyncWebClient, uow: UnitOfWork, rights: Rights) -> None:
    """Publish the acting member's Home tab at once."""
    user_id = uow.scope.actor
    async with uow.of(once=None).read() as now:
        view = await draw_home(now, user_id, rights)
    await client.views_publish(user_id=user_id, view=view)


async def open_modal(client: AsyncWebClient, body: Mapping[str, Any], view: ViewJson) -> None:
    """Open a modal, above the one the press came from if there was one."""
    show = client.views_push if modal_of(body) else client.views_open
    await show(trigger_id=body["trigger_id"], view=view)


def modal_of(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the modal that was pressed in, if it was one."""
    view: Mapping[str, Any] = body.get("view") or {}
    return view if view.get("type") == "modal" else None


async def contact_view(uow: UnitOfWork, contact_id: int, rights: Rights) -> ViewJson:
    whole = await look_up(uow, contact_id)
    return contact_modal(whole.contact, whole.mail, whole.notes, whole.hires, whole.today, rights)


def hire_form(begin: Prefill, *, later: bool = False) -> ViewJson:
    """Render the hire form, empty or with the last job's values.

    `later`: the offer waits until they are active.
    """
    fields = fields_of(begin.last, begin.currency, begin.today, begin.usual)
    about_whom = About(begin.contact.id, later=later)
    return hire_modal(begin.contact, about_whom, fields, agreement=begin.agreement)


def about(view: Mapping[str, Any]) -> int:
    """Read which contact a form is about."""
    return row_id(view["private_metadata"])
