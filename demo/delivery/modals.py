"""A person's modals and Home tab: open, stack, redraw and close them."""

from demo.blockkit.check import check_view, view_too_large
from demo.blockkit.fill_in import with_ids
from demo.person.view_state import values_of
from demo.world.model import Json, View
from demo.world.refusals import SlackRefuses, faulty
from demo.world.world import World

MOST_STACKED = 3


def checked(world: World, team_id: str, view: object, kind: str, replacing: View | None = None) -> Json:
    """Check a view and fill in its ids. Raises Slack's refusal if the view is invalid."""
    if not isinstance(view, dict):
        raise SlackRefuses("invalid_arguments")
    body = {key: value for key, value in view.items() if value is not None}
    if view_too_large(body):
        raise SlackRefuses("view_too_large")
    faults = check_view(body)
    if faults:
        raise faulty("invalid_arguments", faults)
    if body["type"] != kind:
        raise SlackRefuses("invalid_arguments", response_metadata={"messages": [f"[ERROR] must be {kind}"]})
    other = world.by_external_id(team_id, body.get("external_id") or "\0")
    if other is not None and other is not replacing:
        raise SlackRefuses("duplicate_external_id")
    return {**body, "blocks": with_ids(body["blocks"], world.ids)}


def open_modal(
    world: World, user_id: str, team_id: str, body: Json, channel: str | None, tab: str | None = None
) -> View:
    """Open a modal as a new stack, closing any that was open. Only this tab of the page shows it."""
    close_all(world, user_id)
    view = _on_top(world, user_id, team_id, body, None, channel)
    view.tab = tab
    return view


def push_modal(world: World, user_id: str, team_id: str, body: Json, channel: str | None = None) -> View:
    stack = world.stack(user_id)
    if not stack:
        raise SlackRefuses("not_found", natural=True)
    if len(stack) >= MOST_STACKED:
        raise SlackRefuses("push_limit_reached")
    return _on_top(world, user_id, team_id, body, stack[-1], channel)


def _on_top(
    world: World, user_id: str, team_id: str, body: Json, below: View | None, channel: str | None
) -> View:
    view_id = world.ids.new("V")
    view = View(
        view_id,
        team_id,
        user_id,
        body,
        world.ids.hash(),
        below.root_view_id if below else view_id,
        below.id if below else None,
        values_of(body["blocks"], {}, channel),
        tab=below.tab if below else None,
    )
    world.views[view.id] = view
    world.stacks.setdefault(user_id, []).append(view.id)
    world.changes.bump(f"views:{user_id}")
    return view


def redraw(world: World, view: View, body: Json) -> View:
    """Replace a view's content. Input stays where block_id and action_id are unchanged."""
    view.body = body
    view.values = values_of(body["blocks"], view.values)
    view.hash = world.ids.hash()
    view.errors, view.notice, view.warnings = {}, None, []
    view.generation += 1
    topic = "views" if view.type == "modal" else "home"
    world.changes.bump(f"{topic}:{view.user}")
    return view


def publish(world: World, user_id: str, team_id: str, body: Json) -> View:
    home = world.home(user_id)
    if home is not None:
        return redraw(world, home, body)
    view_id = world.ids.new("V")
    values = values_of(body["blocks"], {})
    home = View(view_id, team_id, user_id, body, world.ids.hash(), view_id, None, values)
    world.views[view_id] = home
    world.homes[user_id] = view_id
    world.changes.bump(f"home:{user_id}")
    return home


def close_top(world: World, user_id: str) -> None:
    stack = world.stacks.get(user_id, [])
    if stack:
        world.views[stack.pop()].closed = True
    world.changes.bump(f"views:{user_id}")


def close_all(world: World, user_id: str) -> None:
    for view in world.stack(user_id):
        view.closed = True
    world.stacks[user_id] = []
    world.changes.bump(f"views:{user_id}")
