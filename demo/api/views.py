"""The views.* methods: modals and the Home tab."""

from demo.api.call import Call, Method
from demo.delivery import modals
from demo.delivery.shapes import view_json
from demo.world.model import Json, Trigger, View
from demo.world.refusals import SlackRefuses


def open_view(call: Call) -> Json:
    body = modals.checked(call.world, call.install.team_id, _view(call), "modal")
    trigger = _spend_trigger(call)
    view = modals.open_modal(
        call.world, trigger.user, call.install.team_id, body, trigger.channel, trigger.tab
    )
    return _answer(call, view)


def push(call: Call) -> Json:
    body = modals.checked(call.world, call.install.team_id, _view(call), "modal")
    trigger = _spend_trigger(call)
    view = modals.push_modal(call.world, trigger.user, call.install.team_id, body, trigger.channel)
    return _answer(call, view)


def update(call: Call) -> Json:
    view = _wanted(call)
    body = modals.checked(call.world, call.install.team_id, _view(call), view.type, replacing=view)
    _same_hash(call, view)
    return _answer(call, modals.redraw(call.world, view, body))


def publish(call: Call) -> Json:
    if not call.world.manifest.home_tab:
        raise SlackRefuses("not_enabled")
    user = call.user(call.need("user_id"))
    home = call.world.home(user.id)
    body = modals.checked(call.world, call.install.team_id, _view(call), "home", replacing=home)
    if home is not None:
        _same_hash(call, home)
    return _answer(call, modals.publish(call.world, user.id, call.install.team_id, body))


def _view(call: Call) -> object:
    view: object = call.json("view")
    return view


def _answer(call: Call, view: View) -> Json:
    return {"view": view_json(call.world, view)}


def _spend_trigger(call: Call) -> Trigger:
    """Use up a trigger id: valid once, for a short time, in its own workspace."""
    trigger = call.world.triggers.get(call.need("trigger_id"))
    if trigger is None or trigger.team_id != call.install.team_id:
        raise SlackRefuses("invalid_trigger_id")
    if trigger.used:
        raise SlackRefuses("exchanged_trigger_id")
    if call.world.now() - trigger.made > call.world.trigger_seconds:
        raise SlackRefuses("expired_trigger_id")
    trigger.used = True
    return trigger


def _wanted(call: Call) -> View:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        return _not_found(None)
    view = call.world.views.get(view_id or "")
    if view is None and external_id:
        view = call.world.by_external_id(call.install.team_id, external_id)
    if view is None or view.closed or view.team_id != call.install.team_id:
        return _not_found(view)
    return view


def _not_found(view: View | None) -> View:
    raise SlackRefuses("not_found", natural=view is not None and view.closed)


def _same_hash(call: Call, view: View) -> None:
    given = call.text("hash")
    if given and given != view.hash:
        raise SlackRefuses("hash_conflict", natural=True)


METHODS = {
    "views.open": Method(open_view, "", "4"),
    "views.push": Method(push, "", "4"),
    "views.update": Method(update, "", "4"),
    "views.publish": Method(publish, "", "4"),
}
