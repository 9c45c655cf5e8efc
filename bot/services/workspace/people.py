"""Looks once a day whether everybody is still here, and keeps user groups in step with Slack."""

from collections.abc import Collection
from datetime import timedelta

from bot.services.workspace.leaving import got_right, lost_right
from bot.services.workspace.work import PEOPLE_LOOK, GroupSync, PeopleLook, Presence, presence_key
from storage.entities.colleague import ADMINISTRATORS
from storage.entities.member import Member
from storage.entities.settings import WorkspaceSettings
from storage.uow import UnitOfWork

DAILY = timedelta(days=1)
PATIENCE = timedelta(seconds=30)  # for an answer of Slack's about somebody in whose name an email leaves
FRESH_FOR = timedelta(hours=12)  # after an answer of Slack's, nobody is asked about again


async def look_tomorrow(uow: UnitOfWork) -> None:
    """Schedule tomorrow's look at this workspace's people, unless one is due sooner."""
    tomorrow = uow.now + DAILY
    await uow.outbox.enqueue_sooner([(PeopleLook(str(tomorrow.date())), tomorrow)])


async def begin_daily_looks(uow: UnitOfWork) -> None:
    """Schedule the daily look of every workspace, at a start of the program."""
    for workspace_id in (await uow.workspaces.every_id()).values():
        with uow.within(workspace_id):
            await look_tomorrow(uow)


async def look_after_people(uow: UnitOfWork) -> None:
    """Enqueue a question to Slack about everybody who matters, and the next daily look."""
    settings = await uow.workspaces.settings()
    everybody = {
        *settings.hiring_managers,
        *await uow.colleagues.administrators(),
        *await uow.belongings.owners(),
        *([settings.heir] if settings.heir else []),
    }
    asked = await uow.members.fetched_before(everybody - {ADMINISTRATORS}, uow.now - FRESH_FOR)
    await uow.outbox.add_all([Presence(each) for each in asked])
    await uow.outbox.add_all([GroupSync(each) for each in settings.manager_groups])
    await look_tomorrow(uow)


async def is_looked_up(uow: UnitOfWork, user_id: str) -> bool:
    """Tell whether it is about to be known if somebody is still here. Slack is not waited for any longer."""
    if await uow.outbox.is_due(PEOPLE_LOOK):
        return True
    return await uow.outbox.is_due(presence_key(user_id), since=uow.now - PATIENCE)


async def is_news(uow: UnitOfWork, member: Member) -> bool:
    """Tell whether a report about somebody matters: most are about a new status or picture."""
    known = await uow.members.get(member.user_id)
    if known is not None:
        return known.differs_from(member)
    if not member.outside:
        return member.admin
    settings = await uow.workspaces.settings()
    return member.user_id in settings.hiring_managers or await uow.groups.has(member.user_id)


async def ask_about(uow: UnitOfWork, user_id: str) -> None:
    """Enqueue a question to Slack about somebody of whom something is known here."""
    if await uow.members.get(user_id):
        await uow.outbox.add(Presence(user_id))


async def group_changed(uow: UnitOfWork, group_id: str) -> None:
    """Enqueue a question to Slack about a user group, if its members are hiring managers."""
    if group_id in (await uow.workspaces.settings()).manager_groups:
        await uow.outbox.add(GroupSync(group_id))


async def keep_group(
    uow: UnitOfWork, group_id: str, name: str, handle: str, user_ids: Collection[str]
) -> None:
    """Store who is in a group now. Who is not any more passes on what they have."""
    settings = WorkspaceSettings.of(await uow.workspaces.lock())
    if group_id not in settings.manager_groups:
        return
    before = await uow.groups.members([group_id])
    await uow.groups.keep(group_id, name, handle, user_ids)
    await lost_right(uow, before - set(user_ids))
    await got_right(uow, set(user_ids) - before)
