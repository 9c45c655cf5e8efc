"""The route /api/METHOD.

It authenticates, checks limits and planted faults, answers in Slack's form, and logs.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from demo.api.call import Call
from demo.api.gates import Gates
from demo.api.methods import METHODS
from demo.delivery.cutting import hang_up
from demo.world.faults import FaultAnswer, Faults
from demo.world.log import Log, Logged
from demo.world.model import AppInstallation, Json
from demo.world.refusals import SlackRefuses
from demo.world.world import World


class WebApi:
    def __init__(self, world: World, log: Log, faults: Faults, gates: Gates) -> None:
        self._world = world
        self._log = log
        self._faults = faults
        self._gates = gates

    async def endpoint(self, request: Request) -> Response:
        name = request.path_params["method"]
        began = time.perf_counter()
        args = await read_arguments(request)
        await self._faults.slow_down(name)
        token = _token(request, args)
        install = self._world.installation(token)
        team_id = install.team_id if install else ""
        planted = await self._bad_day(request) or self._faults.planted(name, team_id)
        limited = self._limited(name, args, install)
        try:
            answer = self._answer(name, args, token, request, limited or planted)
        except SlackRefuses as refused:
            answer = refused.answer
            if not refused.natural:
                self._problem(name, answer)
        shown = limited or planted or FaultAnswer()
        took = (time.perf_counter() - began) * 1000
        self._note(name, args, shown.status, answer, took, install)
        if shown.lost:
            hang_up(request)
        return _response(answer, install, shown)

    def _limited(self, name: str, args: Json, install: AppInstallation | None) -> FaultAnswer | None:
        method = METHODS.get(name)
        if method is None or install is None:
            return None
        return self._faults.over_limit((name, _place(name, args, install)), method.tier)

    def _problem(self, name: str, answer: Json) -> None:
        hints = answer.get("response_metadata", {}).get("messages", [])
        text = " ".join([answer["error"], *hints, *([answer["needed"]] if "needed" in answer else [])])
        self._log.problem(self._world.now(), name, text)

    async def _bad_day(self, request: Request) -> FaultAnswer | None:
        if self._faults.down == "hang":
            await asyncio.Event().wait()
        if self._faults.down == "refuse":
            hang_up(request)
        return (
            FaultAnswer(500, "internal_error") if self._faults.down else None
        )  # Slack refused the call, so it must have no effect

    def _answer(
        self, name: str, args: Json, token: str, request: Request, planted: FaultAnswer | None
    ) -> Json:
        if planted and planted.error:
            return {"ok": False, "error": planted.error}
        special = self._gates.special(name, args, token, request)
        if special is not None:
            return {"ok": True, **special}
        method = METHODS.get(name)
        if method is None:
            raise SlackRefuses("unknown_method", req_method=name)
        install = self._gates.bot(token)
        self._gates.scope(install, method)
        return {"ok": True, **method.run(Call(self._world, install, args))}

    def _note(
        self, name: str, args: Json, status: int, answer: Json, took: float, install: AppInstallation | None
    ) -> None:
        method = METHODS.get(name)
        shown = {key: value for key, value in args.items() if key != "token"}
        entry = Logged(
            self._log.next_number(),
            self._world.now(),
            "in",
            name,
            status,
            "ok" if answer.get("ok") else str(answer.get("error")),
            took,
            shown,
            answer,
            method.scope if method else "",
            method.tier if method else "",
            install.bot_id if install else "",
        )
        self._log.add(entry)


def _place(name: str, args: Json, install: AppInstallation) -> str:
    """Name what a rate limit counts for: the channel when posting a message, otherwise the workspace."""
    return str(args.get("channel")) if name == "chat.postMessage" else install.team_id


async def read_arguments(request: Request) -> Json:
    """Read a call's arguments: first the query, then the form or JSON body, which wins."""
    args: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        body = await request.body()
        args.update(json.loads(body) if body else {})
    elif request.method == "POST":
        async with request.form() as form:
            args.update({key: value for key, value in form.items() if isinstance(value, str)})
    return args


def _token(request: Request, args: Mapping[str, Any]) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else str(args.get("token", ""))


def _response(answer: Json, install: AppInstallation | None, shown: FaultAnswer) -> Response:
    headers = {"x-slack-req-id": "demo"}
    if install:
        headers |= {"x-oauth-scopes": ",".join(sorted(install.scopes)), "x-accepted-oauth-scopes": ""}
    if shown.retry_after is not None:
        headers["retry-after"] = str(shown.retry_after)
    if shown.status >= 500:
        return Response("Something went wrong", shown.status, headers, "text/plain")
    return JSONResponse(answer, shown.status, headers)
