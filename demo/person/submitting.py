"""Submitting and closing modals, and carrying out the app's answer."""

import asyncio

from demo.delivery import modals, payloads
from demo.delivery.transport import Reply
from demo.person.view_state import complaints, stateful
from demo.world.desk import FINE, Desk, Result
from demo.world.model import Json, User, View
from demo.world.refusals import SlackRefuses
from demo.world.world import World

TROUBLE = "We had some trouble connecting. Try again?"


async def submit(desk: Desk, user: User, view: View, times: int = 1) -> Result:
    """Submit a modal, `times` times at once. The first answer that says something counts.

    Field errors are stored in `view.errors`, other failures in `view.notice`.
    """
    if view.busy or view.closed:
        return Result("This is on its way already.")
    view.notice, view.errors = None, complaints(view.blocks, view.values)
    desk.world.changes.bump(f"views:{user.id}")
    if view.errors:
        return Result("; ".join(view.errors.values()))
    view.busy = True
    try:
        _hand_over_files(desk.world, view)
        payload = submission(desk.world, user, view)
        replies = await asyncio.gather(*(desk.courier.deliver("interactive", payload) for _ in range(times)))
    finally:
        view.busy = False
        desk.world.changes.bump(f"views:{user.id}")
    return _taken(desk, user, view, next((each for each in replies if each.answer), replies[0]))


def _hand_over_files(world: World, view: View) -> None:
    entries = (entry for block in view.values.values() for entry in block.values())
    for file in (each for entry in entries for each in entry.get("files") or ()):
        world.files[file["id"]].submitted = True


def submission(world: World, user: User, view: View) -> Json:
    return payloads.submission(world, user, view, _response_urls(world, user, view))


def _response_urls(world: World, user: User, view: View) -> list[Json]:
    found = []
    for block, element in stateful(view.blocks):
        entry = view.values[block["block_id"]][element["action_id"]]
        chosen = entry.get("selected_conversation") or entry.get("selected_channel")
        if block["type"] == "input" and element.get("response_url_enabled") and chosen:
            url = world.new_response_url(user, world.channels[chosen])
            ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
            found.append({**ids, "channel_id": chosen, "response_url": url})
    return found


def _taken(desk: Desk, user: User, view: View, reply: Reply) -> Result:
    if reply.error:
        return _trouble(view, desk)
    try:
        if isinstance(reply.body, str):
            raise SlackRefuses(f"neither empty nor JSON: {reply.body[:80]}")
        return _obeyed(desk, user, view, reply.answer)
    except SlackRefuses as refused:
        desk.problem("view_submission", f"its answer: {refused}")
        return _trouble(view, desk)


def _trouble(view: View, desk: Desk) -> Result:
    view.notice = TROUBLE
    desk.world.changes.bump(f"views:{view.user}")
    return Result(TROUBLE)


def _obeyed(desk: Desk, user: User, view: View, answer: Json) -> Result:
    action = answer.get("response_action")
    if action is None:
        _close(desk.world, view)
        return FINE
    if action == "clear":
        modals.close_all(desk.world, user.id)
        return FINE
    if action == "errors":
        return _field_errors(desk, view, answer.get("errors"))
    if action not in ("update", "push"):
        raise SlackRefuses(f"unknown response_action {action}")
    replacing = view if action == "update" else None
    body = modals.checked(desk.world, view.team_id, answer.get("view"), "modal", replacing)
    if action == "update":
        modals.redraw(desk.world, view, body)
    else:
        modals.push_modal(desk.world, user.id, view.team_id, body)
    return FINE


def _field_errors(desk: Desk, view: View, errors: object) -> Result:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackRefuses(f"errors for blocks that are no inputs of the view: {errors}")
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise SlackRefuses("an error must be a text")
    view.errors = dict(errors)
    desk.world.changes.bump(f"views:{view.user}")
    return Result("; ".join(errors.values()))


def _close(world: World, view: View) -> None:
    """Close this view and every view above it."""
    while not view.closed and world.stack(view.user):
        modals.close_top(world, view.user)


async def close(desk: Desk, user: User, view: View, everything: bool = False) -> Result:
    """Close the top modal (Cancel), or all of them (the X).

    If the app asked for it, view_closed is sent: for all of them, it names the bottom view.
    """
    everything = everything or bool(view.body.get("clear_on_close"))
    told = desk.world.views[view.root_view_id] if everything else view
    payload = payloads.closed(desk.world, user, told, everything)
    if everything:
        modals.close_all(desk.world, user.id)
    else:
        modals.close_top(desk.world, user.id)
    if told.body.get("notify_on_close"):
        await desk.courier.deliver("interactive", payload)
    return FINE
