"""A connection request in a direct message: `Accept` and `Decline`."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from blocks.form import row_id
from blocks.request import RequestId
from bot.services.request import answer_asked, asked_of
from storage.status import Answer
from storage.uow import UnitOfWork


def register(app: AsyncApp) -> None:
    app.action(RequestId.ACCEPT)(pressing(Answer.ACCEPTED))
    app.action(RequestId.DECLINE)(pressing(Answer.DECLINED))


def pressing(given: Answer) -> Callable[..., Awaitable[None]]:
    """Pressed in one workspace, it counts in another, where nobody learns who they are here."""

    async def press(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork) -> None:
        async with uow.read():
            card = await asked_of(uow, row_id(action.get("value"), "request"))
        async with uow.of(workspace_id=card.asked_by, actor="contact") as theirs:
            await theirs.installs.must_be_here()
            await answer_asked(theirs, card, given)
        await ack()

    return press
