"""Listeners for managing tags from the Home tab."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.contact.tags import TagAct, TagId, chosen_tag, place_of, tag_form, tag_of_form, tags_modal
from blocks.home.view import HomeId
from blocks.kit.form import read, row_id
from blocks.kit.modal import ViewJson
from bot.services.contact.tags import delete_tag, merge_tag, rename_tag, tag_list
from bot.services.contact.work import TagsModal
from bot.slack.after import After
from bot.slack.door import Door
from storage.entities.right import Right
from storage.entities.tag import TagChanged
from storage.uow import UnitOfWork

Change = Callable[[UnitOfWork, int, str | None, dict[str, Any]], Awaitable[object]]


def register(on: Door) -> None:
    on.action(HomeId.TAGS, Right.EDIT)(press_tags)
    on.action(TagId.FIND, Right.EDIT)(find)
    on.action(TagId.NEXT, Right.EDIT)(press_next)
    on.action(TagId.MENU, Right.EDIT)(choose)
    on.view(TagId.LIST, Right.EDIT)(submit_find)
    for callback_id, act, change in (
        (TagId.RENAME_MODAL, TagAct.RENAME, _rename),
        (TagId.MERGE_MODAL, TagAct.MERGE, _merge),
        (TagId.DELETE_MODAL, TagAct.DELETE, _delete),
    ):
        on.view(callback_id, Right.EDIT)(changing(act, change))


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


async def submit_find(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork) -> None:
    """Search by the list's own button, as with Enter."""
    await ack(response_action="update", view=await _listed(uow, read(view)["find"] or ""))


def changing(act: TagAct, change: Change) -> Callable[..., Awaitable[None]]:
    """Make a listener for a form above the tag list, which updates the list.

    Of two with the same form open, the second reads what the first has changed.
    """

    async def submit(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, after: After) -> None:
        try:
            async with uow:
                await change(uow, *tag_of_form(view), read(view))
                now = await tag_list(uow, "", None)
        except TagChanged as refused:
            await ack(response_action="update", view=tag_form(act, refused.tag, refused.text))
            return
        if beneath := view.get("previous_view_id"):
            await after.update(beneath, tags_modal(now.tags, now.alike, more=now.more), TagsModal(beneath))
        await ack()

    return submit


async def _rename(uow: UnitOfWork, tag_id: int, shown: str | None, form: dict[str, Any]) -> object:
    return await rename_tag(uow, tag_id, shown, form["name"])


async def _merge(uow: UnitOfWork, tag_id: int, shown: str | None, form: dict[str, Any]) -> object:
    return await merge_tag(uow, tag_id, shown, row_id(form["into"], "tag"))


async def _delete(uow: UnitOfWork, tag_id: int, shown: str | None, _form: dict[str, Any]) -> object:
    await delete_tag(uow, tag_id, shown)
    return None
