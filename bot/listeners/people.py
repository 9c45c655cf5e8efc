"""Listeners for what Slack reports of people and user groups."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.services.workspace.leaving import noticed
from bot.services.workspace.people import ask_about, group_changed, is_news
from bot.slack.directory import HomeOrganisation, member_of
from bot.slack.door import Door
from bot.slack.installation import Installation
from storage.entities.right import Right
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.event("user_change", Right.REPORT)(hear_of_person)
    on.event("subteam_members_changed", Right.REPORT)(hear_of_members)
    on.event("subteam_updated", Right.REPORT)(hear_of_group)


async def hear_of_person(ack: AsyncAck, event: dict[str, Any], uow: UnitOfWork, home: Installation) -> None:
    """Take over a change of somebody's profile.

    Slack reports every change of anybody, and most of them are of no interest here.
    """
    user = event.get("user")
    if isinstance(user, dict) and user.get("id"):
        await _take_over(user, uow, HomeOrganisation(home.slack_id, home.enterprise_id))
    await ack()


async def _take_over(user: dict[str, Any], uow: UnitOfWork, ours: HomeOrganisation) -> None:
    if not {"deleted", "profile"} <= set(user):  # not the whole person: Slack is asked for them
        async with uow:
            await ask_about(uow, str(user["id"]))
        return
    member = member_of(user, ours)
    async with uow.read():
        news = await is_news(uow, member)
    if news:
        async with uow:
            await noticed(uow, member)


async def hear_of_members(ack: AsyncAck, event: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await group_changed(uow, str(event.get("subteam_id") or ""))
    await ack()


async def hear_of_group(ack: AsyncAck, event: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await group_changed(uow, str((event.get("subteam") or {}).get("id") or ""))
    await ack()
