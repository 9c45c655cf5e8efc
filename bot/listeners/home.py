"""Listeners for the Home tab: open, search, filter, sort and turn pages."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.home.counts import SHOWN
from blocks.home.filter import filter_modal
from blocks.home.overview import OverviewId, tag_filter_options
from blocks.kit.form import read
from bot.services.contact.overview import (
    FilterForm,
    criteria_of,
    jump,
    narrow,
    open_home,
    save_filter,
    search,
    show_all,
    show_only,
    sort_by,
    turn,
)
from bot.slack.after import After
from bot.slack.door import Door
from storage.entities.money import USUAL_CURRENCY
from storage.entities.right import Right, Rights
from storage.overview.listing import Criteria, Sort, Which
from storage.uow import UnitOfWork

Change = Callable[[UnitOfWork, dict[str, Any]], Awaitable[None]]
MOST_CHOICES = 100  # limit of a Slack select's options


def register(on: Door) -> None:
    on.event("app_home_opened", Right.LOOK)(look)
    for action_id, change in CHANGES.items():
        on.action(action_id, Right.SEE)(changing(change))
    for count_id, criteria in SHOWN.items():
        on.action(count_id, Right.SEE)(changing(showing(criteria)))
    on.options(OverviewId.TAGS, Right.SEE)(suggest_tags)
    on.action(OverviewId.FILTER, Right.SEE)(press_filter)
    on.view(OverviewId.FILTER_MODAL, Right.SEE)(submit_filter)


async def look(ack: AsyncAck, event: dict[str, Any], uow: UnitOfWork, rights: Rights, after: After) -> None:
    if event.get("tab") == "home":
        if Right.SEE in rights:
            async with uow:
                await open_home(uow)
        await after.home()
    await ack()


def changing(change: Change) -> Callable[..., Awaitable[None]]:
    """Make a listener for a press that changes what the Home tab shows."""

    async def press(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork, after: After) -> None:
        async with uow:
            await change(uow, action)
        await after.home()
        await ack()

    return press


def showing(criteria: Criteria) -> Change:
    """Make the change that a press on a count makes: the list shows whom it counts."""

    async def change(uow: UnitOfWork, _action: dict[str, Any]) -> None:
        await show_only(uow, criteria)

    return change


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


async def _jump(uow: UnitOfWork, action: dict[str, Any]) -> None:
    await jump(uow, action["selected_option"]["value"])


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
    OverviewId.JUMP_TO: _jump,
    OverviewId.PREVIOUS: _previous,
    OverviewId.NEXT: _next,
}


async def suggest_tags(ack: AsyncAck, body: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow.read():
        known = await uow.tags.beginning(body.get("value") or "", limit=50)
    await ack(options=tag_filter_options(known))


async def press_filter(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    async with uow.read():
        criteria, _ = await criteria_of(uow, uow.scope.actor)
        links = await uow.links.newest(MOST_CHOICES, criteria.link)
        imports = await uow.imports.newest(MOST_CHOICES, criteria.import_id)
        currency = await uow.hires.last_currency() or USUAL_CURRENCY
    view = filter_modal(criteria, links, imports, currency)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def submit_filter(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, after: After) -> None:
    unasked = dict.fromkeys(FilterForm.__dataclass_fields__)
    async with uow:
        await save_filter(uow, FilterForm(**unasked | read(view)))
    await after.home()
    await ack()
