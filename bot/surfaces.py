"""Where something is shown again after a press: the Home tab, a contact's modal, the modal beneath a form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from blocks.acts import ContactId
from blocks.contact import contact_modal
from blocks.form import row_id
from blocks.hire import About, fields_of, hire_modal
from blocks.home import Overview, closed_home, home_view
from blocks.modal import ViewJson
from blocks.overview import controls, listing, told
from bot.access import Right, Role, may, role_of
from bot.services.contact import look_up
from bot.services.hiring import Prefill
from bot.services.overview import seen_by
from storage.uow import UnitOfWork

CLOSED = "An administrator can let you in: type /invite-contact to ask for access."


async def draw_home(uow: UnitOfWork, user_id: str, role: Role) -> ViewJson:
    """This person's Home tab as things are now."""
    if not may(role, Right.SEE):
        return closed_home(CLOSED)
    seen = await seen_by(uow, user_id)
    narrowed = told(seen.criteria, seen.tags, seen.link, seen.job)
    overview = Overview(
        controls(seen.criteria, seen.sort, seen.tags, seen.fresh), listing(seen.page, narrowed)
    )
    return home_view(seen.standing, overview, may_settle=may(role, Right.SETTLE))


async def draw_home_later(uow: UnitOfWork, user_id: str, admins: Collection[str]) -> ViewJson:
    """The same for somebody who is not there to be asked who they are."""
    member = await uow.members.get(user_id)
    role = role_of(member, admins, await uow.workspaces.settings()) if member else Role.MEMBER
    return await draw_home(uow, user_id, role)


async def publish_home(client: AsyncWebClient, uow: UnitOfWork, role: Role) -> None:
    """The actor's own, at once."""
    user_id = uow.scope.actor
    async with uow.of(once=None).read() as now:
        view = await draw_home(now, user_id, role)
    await client.views_publish(user_id=user_id, view=view)


async def open_modal(client: AsyncWebClient, body: Mapping[str, Any], view: ViewJson) -> None:
    """On top of the modal that was pressed in, if it was one."""
    show = client.views_push if _modal_of(body) else client.views_open
    await show(trigger_id=body["trigger_id"], view=view)


@dataclass(frozen=True, slots=True)
class After:
    """What to show after a press in a modal: the contact's own, drawn anew, or else what the press says."""

    client: AsyncWebClient
    body: Mapping[str, Any]
    uow: UnitOfWork

    async def press(self, contact_id: int, otherwise: ViewJson | None = None) -> None:
        """Cards and Home tabs are drawn again by the outbox."""
        modal = _modal_of(self.body)
        if modal is None:
            return
        in_contact = modal.get("callback_id") == ContactId.MODAL
        view = await self._contact(contact_id) if in_contact else otherwise
        if view:
            await self.client.views_update(view_id=modal["id"], view=view)

    async def form(self, contact_id: int) -> None:
        """The contact's modal beneath a form that was pushed over it."""
        beneath = self.body["view"].get("previous_view_id")
        if beneath:
            await self.client.views_update(view_id=beneath, view=await self._contact(contact_id))

    async def _contact(self, contact_id: int) -> ViewJson:
        async with self.uow.of(once=None).read() as now:
            return await contact_view(now, contact_id)


def _modal_of(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    view: Mapping[str, Any] = body.get("view") or {}
    return view if view.get("type") == "modal" else None


async def contact_view(uow: UnitOfWork, contact_id: int) -> ViewJson:
    whole = await look_up(uow, contact_id)
    return contact_modal(whole.contact, whole.mail, whole.notes, whole.hires, whole.today)


def hire_form(begin: Prefill, *, later: bool = False) -> ViewJson:
    """Empty, or the last job once more; `later`: the offer waits until they are active."""
    fields = fields_of(begin.last, begin.currency, begin.today)
    return hire_modal(begin.contact, About(begin.contact.id, later=later), fields)


def about(view: Mapping[str, Any]) -> int:
    """Which contact a form is about."""
    return row_id(view["private_metadata"])
