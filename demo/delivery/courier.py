"""Delivers payloads to the app over HTTP or Socket Mode, and logs each attempt."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from demo.delivery.over_http import sign
from demo.delivery.transport import Dispatch, Parcel, Reply, Transport, What, body_of
from demo.world.log import Log, Logged
from demo.world.model import Json
from demo.world.world import World

Alter = Callable[[Parcel], Parcel]
_SHOWN = {"timeout": "operation_timeout"}
_MOST = 2000


class Courier:
    """Sender of signed payloads.

    It calls `transport` for every delivery, because the app may connect or move while the stand-in runs.
    """

    def __init__(
        self, world: World, log: Log, transport: Callable[[], Transport], secret: str, ack_timeout: float
    ) -> None:
        self._world = world
        self._log = log
        self._transport = transport
        self._secret = secret
        self.ack_timeout = ack_timeout
        self.deliveries: deque[Dispatch] = deque(maxlen=_MOST)

    def parcel(
        self,
        what: What,
        payload: Json,
        *,
        secret: str | None = None,
        timestamp: str | None = None,
        signature: str | None = None,
        retry: int = 0,
        reason: str = "",
    ) -> Parcel:
        """Sign a payload. Tests forge a signature with another secret, timestamp or signature."""
        body, kind = body_of(what, payload)
        stamp = timestamp or str(int(self._world.now()))
        made = signature or sign(self._secret if secret is None else secret, stamp, body)
        headers = {
            "content-type": kind,
            "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": made,
        }
        if retry:
            headers |= {"x-slack-retry-num": str(retry), "x-slack-retry-reason": reason}
        return Parcel(what, payload, body, headers, retry, reason)

    async def deliver(self, what: What, payload: Json) -> Reply:
        return await self.carry(self.parcel(what, payload))

    async def carry(self, parcel: Parcel, forged: bool = False) -> Reply:
        """Send a parcel unchanged and log the reply.

        A refused forgery is not reported as a problem of the app.
        """
        began = time.perf_counter()
        reply = await self._transport().send(parcel, self.ack_timeout)
        self.deliveries.append(Dispatch(parcel.what, parcel.payload, reply, parcel.headers, parcel.body))
        self._note(parcel, reply, (time.perf_counter() - began) * 1000, forged)
        return reply

    async def replay(self, delivery: Dispatch, alter: Alter | None = None) -> Reply:
        parcel = Parcel(delivery.kind, delivery.payload, delivery.body, dict(delivery.headers))
        return await self.carry(alter(parcel) if alter else parcel, forged=True)

    def _note(self, parcel: Parcel, reply: Reply, took: float, forged: bool) -> None:
        name = title(parcel.what, parcel.payload)
        answer = _SHOWN.get(reply.error or "", reply.error or "ok")
        number, now = self._log.next_number(), self._world.now()
        caller = _who(parcel.payload)
        entry = Logged(
            number, now, "out", name, reply.status, answer, took, parcel.payload, reply.answer, caller=caller
        )
        self._log.add(replace(entry, detail=f"retry {parcel.retry}") if parcel.retry else entry)
        if reply.error and not forged:
            self._log.problem(now, name, f"the app did not take it: {answer} ({reply.status})")


def title(what: What, payload: Json) -> str:
    """Name a payload for the log: `command /contacts`, `block_actions approve`, `event file_shared`."""
    if what == "command":
        return f"command {payload.get('command')}"
    if what == "event":
        return f"event {payload.get('event', {}).get('type')}"
    ids = [each.get("action_id", "") for each in payload.get("actions", ())]
    view = payload.get("view") or {}
    detail = ids[0] if ids else payload.get("callback_id") or payload.get("action_id")
    return f"{payload.get('type')} {detail or view.get('callback_id', '')}".strip()


def _who(payload: Json) -> str:
    user = payload.get("user")
    return str(user.get("id") if isinstance(user, dict) else payload.get("user_id", ""))
