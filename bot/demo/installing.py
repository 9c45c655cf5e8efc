"""Installing without the OAuth pages, and uninstalling: what happens at Slack's side."""

from bot.demo.api.methods import SCOPES
from bot.demo.events import Events
from bot.demo.planting import install
from bot.demo.world import World


def install_now(world: World, team_id: str, token: str) -> None:
    """As an administrator, with every scope of the manifest."""
    scopes = world.manifest.scopes
    installer = next(user for user in world.people_of(team_id) if user.is_admin)
    install(world, team_id, token, installer.id, SCOPES if scopes is None else scopes)


async def uninstall(world: World, events: Events, team_id: str) -> None:
    """The token dies at once; both events follow."""
    bot = world.installations[team_id].bot_user
    revoked = events.emit(team_id, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot]}})
    gone = events.emit(team_id, {"type": "app_uninstalled"})
    del world.installations[team_id]
    world.changes.bump("people")
    await revoked
    await gone
