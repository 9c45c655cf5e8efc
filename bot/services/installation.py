"""The app comes into a workspace, leaves it, and comes back; what it leaves is forgotten after a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.request import redraw_cards
from storage.installation import Install
from storage.installs import tables_of_a_workspace
from storage.models import Workspace
from storage.status import EventKind
from storage.uow import UnitOfWork

KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Granted:
    """What Slack told when somebody allowed the app: where, by whom, who we are there. Not the token."""

    slack_id: str
    team_name: str
    team_id: str | None
    enterprise_id: str | None
    bot_id: str
    bot_user_id: str
    installed_by: str


async def install(uow: UnitOfWork, granted: Granted, sealed: str) -> Workspace:
    """The app is in this workspace from now on; what it left there within the last month is there again."""
    workspace = await uow.workspaces.install(
        slack_id=granted.slack_id,
        team_name=granted.team_name,
        bot_id=granted.bot_id,
        bot_user_id=granted.bot_user_id,
        at=uow.now,
    )
    with uow.within(workspace.id):
        known = await uow.installs.add(_first(granted, uow.now))
        left_at = known.removed_at
        known.team_id, known.enterprise_id = granted.team_id, granted.enterprise_id
        known.put_in(sealed, uow.now)
        if left_at:
            await uow.outbox.take_up_again(left_at)
            await redraw_cards(uow, await uow.requests.cards_of_workspace())
        await uow.events.record(EventKind.INSTALLED)
        wish = {"to": granted.installed_by}
        await uow.outbox.slack("installed", f"installed:{uow.now.timestamp():.3f}", wish)
    return workspace


def _first(granted: Granted, at: datetime) -> Install:
    return Install(installed_by=granted.installed_by, installed_at=at)


async def take_out(uow: UnitOfWork, told_at: datetime | None) -> None:
    """Slack says the app is gone: so is the token, at once, and no mail leaves in that company's name.

    Slack may say so late. What happened before the app was installed again is no news.
    """
    known = await uow.installs.lock()
    if known is None or not known.here:
        return
    if told_at and told_at < known.installed_at.replace(microsecond=0):  # Slack counts in whole seconds
        return
    known.take_out(uow.now)
    await uow.outbox.put_off_mails()
    await redraw_cards(uow, await uow.requests.cards_of_workspace())
    await uow.events.record(EventKind.UNINSTALLED)


async def forget_one_part(uow: UnitOfWork, part: int) -> bool:
    """One of a left workspace's tables, each in a transaction of its own; False when there is no more.

    Whoever comes back meanwhile keeps what is still there.
    """
    known = await uow.installs.lock()
    if known is None or known.removed_at is None or known.removed_at >= uow.now - KEPT_FOR:
        return False
    tables = list(tables_of_a_workspace())
    if part < len(tables):
        await uow.installs.forget_rows(tables[part])
        return True
    await uow.installs.forget_workspace()
    return False
