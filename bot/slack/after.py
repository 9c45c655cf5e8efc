"""What comes after a commit, in one place: what was stored stays so, whatever becomes of drawing it.

A listener draws through `After` once it has committed. If Slack or the database fails then, nothing is
refused: it is logged, and the outbox draws later.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit.acts import ContactId
from blocks.kit.modal import Message, ViewJson
from bot.services.contact.overview import keep_looking
from bot.services.contact.work import ContactModal
from bot.slack import errors as slack_errors
from bot.slack.surfaces import contact_view, modal_of, open_modal, publish_home
from bot.slack.work import tell_by_message
from storage.engine.faults import DatabaseFault
from storage.entities.right import Rights
from storage.outbox.work import Work
from storage.uow import UnitOfWork

log = structlog.get_logger()

Later = Callable[[UnitOfWork], Awaitable[None]]  # enqueues what draws it later

_CLOSED = "not_found"  # the modal is not open any more


@dataclass(frozen=True, slots=True)
class After:
    """Draws what a press or form has changed. Cards and Home tabs of others are the outbox's in any case."""

    client: AsyncWebClient
    body: Mapping[str, Any]
    uow: UnitOfWork
    rights: Rights

    async def press(self, contact_id: int, otherwise: ViewJson | None = None) -> None:
        """Update the modal that was pressed in: a contact's own with the contact, others with `otherwise`."""
        modal = modal_of(self.body)
        if modal is None:
            return
        if modal.get("callback_id") == ContactId.MODAL:
            await self._contact(modal["id"], contact_id)
        elif otherwise:
            await self.update(modal["id"], otherwise)

    async def form(self, contact_id: int) -> None:
        """Update the contact's modal below the form that was submitted."""
        if beneath := self.body["view"].get("previous_view_id"):
            await self._contact(beneath, contact_id)

    async def beneath(self, view: ViewJson) -> None:
        """Show a view in the modal below the form that was submitted."""
        if beneath := self.body["view"].get("previous_view_id"):
            await self.update(beneath, view)

    async def update(self, view_id: str, view: ViewJson, later: Work | None = None) -> bool:
        """Update a modal. Returns whether Slack took it; otherwise `later` does it."""

        async def draw() -> None:
            await self.client.views_update(view_id=view_id, view=view)

        return await self._try(draw, _adding(later) if later else None)

    async def open(self, view: ViewJson, otherwise: Message) -> None:
        """Open a modal that confirms the press. If that fails, send a direct message."""

        async def draw() -> None:
            await open_modal(self.client, self.body, view)

        await self._try(draw, self._saying(otherwise))

    async def home(self) -> None:
        """Publish the acting person's Home tab."""

        async def draw() -> None:
            await publish_home(self.client, self.uow, self.rights)

        async def later(uow: UnitOfWork) -> None:
            await uow.redraws.home(self.uow.scope.actor)

        await self._try(draw, later)

    async def look(self) -> None:
        """Note that the person looks at the Home tab they pressed in, so that it stays up to date."""
        if (self.body.get("view") or {}).get("type") == "home":
            await self._enqueue(keep_looking)

    async def publish(self, view: ViewJson, otherwise: Message) -> None:
        """Show a view as the acting person's Home tab. If that fails, send a direct message."""

        async def draw() -> None:
            await self.client.views_publish(user_id=self.uow.scope.actor, view=view)

        await self._try(draw, self._saying(otherwise))

    async def _contact(self, view_id: str, contact_id: int) -> None:
        async def draw() -> None:
            async with self.uow.of(once=None).read() as now:
                view = await contact_view(now, contact_id, self.rights)
            await self.client.views_update(view_id=view_id, view=view)

        await self._try(draw, _adding(ContactModal(view_id, self.uow.scope.actor, contact_id=contact_id)))

    def _saying(self, message: Message) -> Later:
        async def later(uow: UnitOfWork) -> None:
            await tell_by_message(uow, message, str(self.body.get("trigger_id")))

        return later

    async def _try(self, draw: Callable[[], Awaitable[None]], later: Later | None) -> bool:
        try:
            await draw()
        except (*slack_errors.FAILURES, DatabaseFault) as error:
            code = slack_errors.error_code(error) if isinstance(error, SlackApiError) else ""
            if code != _CLOSED:
                log.warning("drawn_later", error=code or type(error).__name__)
                await self._enqueue(later)
            return False
        return True

    async def _enqueue(self, later: Later | None) -> None:
        if later is None:
            return
        try:
            async with self.uow.of(once=None) as uow:
                await later(uow)
        except DatabaseFault as error:
            log.warning("not_drawn", error=type(error).__name__)


def _adding(work: Work) -> Later:
    async def later(uow: UnitOfWork) -> None:
        await uow.outbox.add(work)

    return later
