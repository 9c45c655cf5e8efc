"""Events to the app: which it hears of, how often each is sent, and what happens when it does not answer."""

import asyncio
import random
from collections.abc import Sequence

from bot.demo import payloads
from bot.demo.courier import Courier
from bot.demo.faults import Faults
from bot.demo.model import Json
from bot.demo.transport import Reply
from bot.demo.world import World

# What an event needs besides the subscription.
_SCOPES = {
    "file_shared": "files:read",
    "member_joined_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
}
_REASONS = {"timeout": "http_timeout", "connection_failed": "connection_failed", "http_error": "http_error"}


def _subscription(inner: Json) -> str:
    """The name under which an event is subscribed to: messages by the kind of conversation."""
    if inner["type"] != "message":
        return str(inner["type"])
    kind = inner["channel_type"]
    return f"message.{kind if kind == 'im' else kind + 's'}"


class Events:
    """Deliveries run in the background, as at Slack: nobody who acts waits for them."""

    def __init__(self, world: World, courier: Courier, faults: Faults, retry_delays: Sequence[float]) -> None:
        self._world = world
        self._courier = courier
        self._faults = faults
        self.retry_delays = retry_delays
        self._tasks: set[asyncio.Task[None]] = set()
        self._chance = random.Random(4)  # the same disorder in every run

    def emit(self, team_id: str, inner: Json, connect: bool = False) -> "asyncio.Future[list[None]]":
        """Starts the deliveries of an event; who wants may await that they are over."""
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
