"""Slack's side of an installation without OAuth, and of an uninstallation."""

from demo.api.methods import SCOPES
from demo.delivery.events import EventQueue
from demo.world.planting import install
from demo.world.world import World


def install_now(world: World, team_id: str, token: str) -> None:
    """Install the app as an administrator, with every scope of the manifest."""
    scopes = world.manifest.scopes
    installer = next(user for user in world.people_of(team_id) if user.is_admin)
    install(world, team_id, token, installer.id, SCOPES if scopes is None else scopes)


async def uninstall(world: World, events: EventQueue, team_id: str) -> None:
    """Uninstall the app: its token stops working, then tokens_revoked and app_uninstalled are sent."""
    bot = world.installations[team_id].bot_user
    revoked = events.emit(team_id, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot]}})
    gone = events.emit(team_id, {"type": "app_uninstalled"})
    del world.installations[team_id]
    world.changes.bump("people")
    await revoked
    await gone
