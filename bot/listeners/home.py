"""The Home tab: opened, searched, filtered, sorted, turned; what its buttons open is of other features."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from blocks.form import read
from blocks.overview import OverviewId, tag_filter_options
from blocks.overview_filter import filter_modal
from bot.access import Right, Role, may
from bot.services.overview import (
    FilterForm,
    criteria_of,
    narrow,
    open_home,
    save_filter,
    search,
    show_all,
    show_undelivered,
    sort_by,
    turn,
)
from bot.surfaces import publish_home
from storage.listing import Sort, Which
from storage.uow import UnitOfWork

Change = Callable[[UnitOfWork, dict[str, Any]], Awaitable[None]]
MOST_CHOICES = 100  # options a select holds


def register(app: AsyncApp) -> None:
    app.event("app_home_opened")(look)
    for action_id, change in CHANGES.items():
        app.action(action_id)(changing(change))
    app.options(OverviewId.TAGS)(suggest_tags)
    app.action(OverviewId.FILTER)(press_filter)
    app.view(OverviewId.FILTER_MODAL)(submit_filter)


async def look(
    ack: AsyncAck, event: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork, role: Role
) -> None:
    if event.get("tab") == "home":
        if may(role, Right.SEE):
            async with uow:
                await open_home(uow)
        await publish_home(client, uow, role)
    await ack()


def changing(change: Change) -> Callable[..., Awaitable[None]]:
    """A press that changes what the Home tab shows."""

    async def press(
        ack: AsyncAck, action: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork, role: Role
    ) -> None:
        async with uow:
            await change(uow, action)
        await publish_home(client, uow, role)
        await ack()

    return press


async def _search(uow: UnitOfWork, action: dict[str, Any]) -> None:
    await search(uow, action.get("value") or "")


async def _status(uow: UnitOfWork, action: dict[str, Any]) -> None:
    await narrow(uow, which=Which(action["selected_option"]["value"]))


async def _tags(uow: UnitOfWork, action: dict[str, Any]) -> None:
    chosen = [each["value"] for each in action.get("selected_options") or ()]
    await narrow(uow, tags=tuple(int(each) for each in chosen if each.isdecimal() and len(each) < 19))


async def _sort(uow: UnitOfWork, action: dict[str, Any]) -> None:
    await sort_by(uow, Sort(action["selected_option"]["value"]))


async def _show_all(uow: UnitOfWork, _action: dict[str, Any]) -> None:
    await show_all(uow)


async def _undelivered(uow: UnitOfWork, _action: dict[str, Any]) -> None:
    await show_undelivered(uow)


async def _previous(uow: UnitOfWork, action: dict[str, Any]) -> None:
    await turn(uow, action["value"], before=True)


async def _next(uow: UnitOfWork, action: dict[str, Any]) -> None:
    await turn(uow, action["value"], before=False)


CHANGES: dict[str, Change] = {
    OverviewId.SEARCH: _search,
    OverviewId.STATUS: _status,
    OverviewId.TAGS: _tags,
    OverviewId.SORT: _sort,
    OverviewId.SHOW_ALL: _show_all,
    OverviewId.UNDELIVERED: _undelivered,
    OverviewId.PREVIOUS: _previous,
    OverviewId.NEXT: _next,
}


async def suggest_tags(ack: AsyncAck, payload: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow.read():
        known = await uow.tags.beginning(payload.get("value") or "", limit=50)
    await ack(options=tag_filter_options(known))


async def press_filter(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    async with uow.read():
        criteria, _ = await criteria_of(uow, uow.scope.actor)
        links, imports = await uow.links.newest(MOST_CHOICES), await uow.imports.newest(MOST_CHOICES)
    await client.views_open(trigger_id=body["trigger_id"], view=filter_modal(criteria, links, imports))
    await ack()


async def submit_filter(
    ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork, role: Role
) -> None:
    form = {"link": None, "import_id": None, "hired": None} | read(view)
    async with uow:
        await save_filter(uow, FilterForm(**form))
    await publish_home(client, uow, role)
    await ack()
