"""Events sent to the app: subscriptions, duplicates, delays and retries."""

import asyncio
import random
from collections.abc import Sequence

from demo.delivery import payloads
from demo.delivery.courier import Courier
from demo.delivery.transport import Reply
from demo.world.faults import Faults
from demo.world.model import Json
from demo.world.world import World

# The scope an event needs besides its subscription.
_SCOPES = {
    "file_shared": "files:read",
    "member_joined_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "subteam_members_changed": "usergroups:read",
    "subteam_updated": "usergroups:read",
    "user_change": "users:read",
}
_REASONS = {"timeout": "http_timeout", "connection_failed": "connection_failed", "http_error": "http_error"}


def _subscription(inner: Json) -> str:
    """Name the subscription for an event. For messages it depends on the kind of conversation."""
    if inner["type"] != "message":
        return str(inner["type"])
    kind = inner["channel_type"]
    return f"message.{kind if kind == 'im' else kind + 's'}"


class EventQueue:
    """Sender of events in the background.

    As at Slack, the person who caused an event does not wait for it.
    """

    def __init__(self, world: World, courier: Courier, faults: Faults, retry_delays: Sequence[float]) -> None:
        self._world = world
        self._courier = courier
        self._faults = faults
        self.retry_delays = retry_delays
        self._tasks: set[asyncio.Task[None]] = set()
        self._chance = random.Random(4)  # fixed seed, so that every run shuffles alike

    def emit(self, team_id: str, inner: Json, connect: bool = False) -> "asyncio.Future[list[None]]":
        """Start delivering an event.

        Awaiting the result waits until the app has answered or retries are used up.
        """
        return asyncio.gather(*self._start(team_id, inner, connect))

    def _start(self, team_id: str, inner: Json, connect: bool) -> list[asyncio.Task[None]]:
        install = self._world.installations.get(team_id)
        if install is None or self._faults.events_off:
            return []
        name = _subscription(inner)
        scope = _SCOPES.get(name, "")
        if not self._world.manifest.subscribes(name) or (scope and scope not in install.scopes):
            return []
        payload = payloads.event(self._world, team_id, inner, connect)
        times = range(self._faults.events_times)
        return [self._background(payload, self._delay(number)) for number in times]

    def _background(self, payload: Json, delay: float) -> asyncio.Task[None]:
        task = asyncio.create_task(self._bring(payload, delay))
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._world.changes.bump("events")

    def _delay(self, number: int) -> float:
        late = self._faults.events_late + number * 0.01
        return late + (self._chance.random() * 0.2 if self._faults.events_shuffled else 0.0)

    async def _bring(self, payload: Json, delay: float) -> None:
        if delay:
            await asyncio.sleep(delay)
        reply = await self._courier.deliver("event", payload)
        for attempt, wait in enumerate(self.retry_delays, start=1):
            if reply.ok or "x-slack-no-retry" in reply.headers:
                return
            await asyncio.sleep(wait)
            reply = await self._again(payload, attempt, reply)

    async def _again(self, payload: Json, attempt: int, before: Reply) -> Reply:
        reason = _REASONS[before.error or "timeout"]
        parcel = self._courier.parcel("event", payload, retry=attempt, reason=reason)
        return await self._courier.carry(parcel)

    @property
    def under_way(self) -> int:
        return len(self._tasks)

    async def stop(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
