"""Installing and uninstalling the app in a workspace, and deleting its data after a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.workspace.people import look_tomorrow
from bot.services.workspace.work import Installed
from storage.entities.installation import Install
from storage.entities.status import EventKind
from storage.entities.workspace import Workspace
from storage.tables.installs import tables_of_a_workspace
from storage.uow import UnitOfWork

KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Granted:
    """What Slack returns about an installation, without the token."""

    slack_id: str
    team_name: str
    team_id: str | None
    enterprise_id: str | None
    bot_id: str
    bot_user_id: str
    installed_by: str
    scopes: list[str] | None  # None if Slack does not say


async def install(uow: UnitOfWork, granted: Granted, sealed: str) -> Workspace:
    """Install the app in a workspace. Data kept from an earlier installation, within 30 days, is used again.

    `sealed` is the encrypted token.
    """
    workspace = await uow.workspaces.install(
        slack_id=granted.slack_id,
        team_name=granted.team_name,
        bot_id=granted.bot_id,
        bot_user_id=granted.bot_user_id,
        at=uow.now,
    )
    workspace.scopes = granted.scopes
    with uow.within(workspace.id):
        known = await uow.installs.add(_first(granted, uow.now))
        left_at = known.removed_at
        known.team_id, known.enterprise_id = granted.team_id, granted.enterprise_id
        known.put_in(sealed, uow.now)
        if left_at:
            await uow.outbox.take_up_again(left_at)
        await uow.events.record(EventKind.INSTALLED)
        await look_tomorrow(uow)
        await uow.outbox.add(Installed(granted.installed_by, f"{uow.now.timestamp():.3f}"))
    return workspace


def _first(granted: Granted, at: datetime) -> Install:
    return Install(installed_by=granted.installed_by, installed_at=at)


async def take_out(uow: UnitOfWork, told_at: datetime | None) -> None:
    """Mark the app as uninstalled: delete its token and hold back the workspace's email.

    Slack may report this late. A report from before the latest installation is ignored.
    """
    known = await uow.installs.lock()
    if known is None or not known.here:
        return
    if told_at and told_at < known.installed_at.replace(microsecond=0):  # Slack's times are whole seconds
        return
    known.take_out(uow.now)
    await uow.events.record(EventKind.UNINSTALLED)


async def forget_one_part(uow: UnitOfWork, part: int) -> bool:
    """Delete one table's rows of an uninstalled workspace. Return False when nothing is left.

    Each part is a transaction of its own. Installing again in the meantime keeps what is left.
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
