"""People who leave, return or change their role, and user groups, with the events Slack sends about them."""

from collections.abc import Sequence

from demo.delivery.events import EventQueue
from demo.delivery.shapes import user_json, usergroup_json
from demo.world.model import Role, User, UserGroup
from demo.world.world import World


class ComingsAndGoings:
    """What administrators of Slack do with people. Each returns once the app has taken the events."""

    def __init__(self, world: World, events: EventQueue) -> None:
        self._world, self._events = world, events

    async def becomes(self, user: User, role: Role, *, told: bool = True) -> None:
        """Give somebody another role; `deactivated` is how people leave. Not `told`: the event is lost."""
        user.role = role
        if role == "deactivated":
            await self._leave_groups(user, told=told)
        self._world.changes.bump("people")
        if told:
            await self.tell_of(user)

    async def tell_of(self, user: User) -> None:
        """Send the event about a change of somebody's profile, whatever has changed."""
        install = self._world.installations.get(user.team_id)
        emails = install is not None and "users:read.email" in install.scopes
        inner = {"type": "user_change", "user": user_json(self._world, user, emails), "cache_ts": self._now()}
        await self._events.emit(user.team_id, inner)

    async def _leave_groups(self, user: User, *, told: bool) -> None:
        for group in self._world.usergroups.values():
            if user.id in group.users:
                await self.change_group(group, [each for each in group.users if each != user.id], told=told)

    def add_group(self, team_id: str, name: str, users: Sequence[User]) -> UserGroup:
        handle = name.lower().replace(" ", "-")
        made = UserGroup(self._world.ids.new("S"), team_id, name, handle, [each.id for each in users])
        made.updated = self._now()
        self._world.usergroups[made.id] = made
        return made

    async def change_group(self, group: UserGroup, users: Sequence[str], *, told: bool = True) -> None:
        before, group.users, group.updated = group.users, list(users), self._now()
        if not told:
            return
        added = [each for each in users if each not in before]
        removed = [each for each in before if each not in users]
        inner = {
            "type": "subteam_members_changed",
            "subteam_id": group.id,
            "team_id": group.team_id,
            "date_previous_update": group.updated,
            "date_update": group.updated,
            "added_users": added,
            "added_users_count": str(len(added)),
            "removed_users": removed,
            "removed_users_count": str(len(removed)),
        }
        await self._events.emit(group.team_id, inner)
        await self._updated(group)

    async def disable_group(self, group: UserGroup) -> None:
        group.disabled_at = group.updated = self._now()
        await self._updated(group)

    async def _updated(self, group: UserGroup) -> None:
        inner = {"type": "subteam_updated", "subteam": usergroup_json(group, users=True)}
        await self._events.emit(group.team_id, inner)

    def _now(self) -> int:
        return int(self._world.now())
