"""Tending tags, from the Home tab."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from blocks.form import read, row_id
from blocks.home import HomeId
from blocks.modal import ViewJson
from blocks.tags import TagId, chosen_tag, place_of, tag_form, tags_modal
from bot.services.tags import delete_tag, merge_tag, rename_tag, tag_list
from storage.uow import UnitOfWork

Change = Callable[[UnitOfWork, int, dict[str, Any]], Awaitable[object]]


def register(app: AsyncApp) -> None:
    app.action(HomeId.TAGS)(press_tags)
    app.action(TagId.FIND)(find)
    app.action(TagId.NEXT)(press_next)
    app.action(TagId.MENU)(choose)
    app.view(TagId.LIST)(close)
    for callback_id, change in (
        (TagId.RENAME_MODAL, _rename),
        (TagId.MERGE_MODAL, _merge),
        (TagId.DELETE_MODAL, _delete),
    ):
        app.view(callback_id)(changing(change))


async def _listed(uow: UnitOfWork, typed: str = "", after: tuple[str, int] | None = None) -> ViewJson:
    async with uow.of(once=None).read() as now:
        found = await tag_list(now, typed, after)
    return tags_modal(found.tags, found.alike, typed, more=found.more)


async def press_tags(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    await client.views_open(trigger_id=body["trigger_id"], view=await _listed(uow))
    await ack()


async def find(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    await client.views_update(view_id=body["view"]["id"], view=await _listed(uow, action.get("value") or ""))
    await ack()


async def press_next(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    typed, after = place_of(action["value"])
    await client.views_update(view_id=body["view"]["id"], view=await _listed(uow, typed, after))
    await ack()


async def choose(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    act, tag_id = chosen_tag(action)
    async with uow.read():
        tag = await uow.tags.get(tag_id)
    await client.views_push(trigger_id=body["trigger_id"], view=tag_form(act, tag))
    await ack()


async def close(ack: AsyncAck) -> None:
    """The list's own submit button."""
    await ack()


def changing(change: Change) -> Callable[..., Awaitable[None]]:
    """A form over the list; the list beneath shows what has become of it."""

    async def submit(ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
        async with uow:
            await change(uow, row_id(view["private_metadata"], "tag"), read(view))
        if view.get("previous_view_id"):
            await client.views_update(view_id=view["previous_view_id"], view=await _listed(uow))
        await ack()

    return submit


async def _rename(uow: UnitOfWork, tag_id: int, form: dict[str, Any]) -> object:
    return await rename_tag(uow, tag_id, form["name"])


async def _merge(uow: UnitOfWork, tag_id: int, form: dict[str, Any]) -> object:
    return await merge_tag(uow, tag_id, row_id(form["into"], "tag"))


async def _delete(uow: UnitOfWork, tag_id: int, _form: dict[str, Any]) -> object:
    await delete_tag(uow, tag_id)
    return None
