"""Buttons, selects and inputs: keeps a person's choice, and tells the app if the element acts at once."""

from demo.blockkit.check import elements_of
from demo.blockkit.objects import check_options
from demo.delivery import payloads
from demo.person.view_state import key_of, stored, values_of
from demo.world.desk import FINE, Desk, Result
from demo.world.model import Json, SlackMessage, User, View, Warned
from demo.world.refusals import SlackRefuses
from demo.world.world import World

Where = View | SlackMessage
_FAILED = "This did not work. Try again?"
_TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"}
_COPIED = ("placeholder", "initial_option", "initial_options", "style", "confirm")


def element_in(where: Where, block_id: str, action_id: str) -> tuple[Json, Json]:
    for block in where.blocks:
        for element in elements_of(block):
            if (block["block_id"], element["action_id"]) == (block_id, action_id):
                return block, element
    raise SlackRefuses("The element is no longer there.")


def values_in(where: Where, user: User) -> Json:
    """Return the person's input in a view or message."""
    if isinstance(where, View):
        return where.values
    where.states.setdefault(user.id, values_of(where.blocks, {}))
    return where.states[user.id]


def keep(world: World, user: User, where: Where, block: Json, element: Json, value: Json) -> None:
    """Keep a person's input without telling the app."""
    values = values_in(where, user)
    values.setdefault(block["block_id"], {})[element["action_id"]] = stored(element, value)
    if isinstance(where, View):
        where.errors.pop(block["block_id"], None)
    world.changes.bump(topic(where))


def topic(where: Where) -> str:
    if isinstance(where, SlackMessage):
        return f"channel:{where.channel}"
    return f"{'home' if where.type == 'home' else 'views'}:{where.user}"


def acts_at_once(block: Json, element: Json, enter: bool) -> bool:
    """Tell whether a change is sent to the app at once.

    Outside an input block it always is. In one, `dispatch_action` and its config decide.
    """
    dispatches = block["type"] != "input" or bool(block.get("dispatch_action"))
    if not dispatches or element["type"] not in _TYPED:
        return dispatches
    config = element.get("dispatch_action_config", {})
    wanted = config.get("trigger_actions_on", ["on_enter_pressed"])
    return ("on_enter_pressed" in wanted and enter) or ("on_character_entered" in wanted and not enter)


async def choose(
    desk: Desk, user: User, where: Where, block_id: str, action_id: str, value: Json, enter: bool = False
) -> Result:
    """Change an element as a person. Buttons and overflow menus store nothing."""
    block, element = element_in(where, block_id, action_id)
    if element["type"] not in ("button", "overflow"):
        keep(desk.world, user, where, block, element, value)
        if not acts_at_once(block, element, enter):
            return FINE
    return await press(desk, user, where, block, element, value)


def payload_of(world: World, user: User, where: Where, block: Json, element: Json, value: Json) -> Json:
    actions = [_action(world, block, element, value)]
    if isinstance(where, View):
        return payloads.press_in_view(world, user, where, actions)
    return payloads.press_in_message(world, user, where, actions, values_in(where, user))


def _action(world: World, block: Json, element: Json, value: Json) -> Json:
    made: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": world.ids.ts(),
    }
    made |= {key: element[key] for key in _COPIED if key in element}
    if element["type"] == "button":
        return made | {key: element[key] for key in ("text", "value") if key in element}
    if element["type"] == "overflow":
        return made | {"selected_option": value["selected_option"]}
    return made | {key_of(element): stored(element, value)[key_of(element)]}


async def press(desk: Desk, user: User, where: Where, block: Json, element: Json, value: Json) -> Result:
    _forget_warning(where, user, block, element)
    payload = payload_of(desk.world, user, where, block, element, value)
    reply = await desk.courier.deliver("interactive", payload)
    if reply.ok:
        return FINE
    warned = Warned(block["block_id"], element["action_id"], _FAILED)
    _warnings(where, user).append(warned)
    desk.world.changes.bump(topic(where))
    return Result(_FAILED)


def _warnings(where: Where, user: User) -> list[Warned]:
    return where.warnings if isinstance(where, View) else where.warnings.setdefault(user.id, [])


def _forget_warning(where: Where, user: User, block: Json, element: Json) -> None:
    warnings = _warnings(where, user)
    ids = (block["block_id"], element["action_id"])
    warnings[:] = [each for each in warnings if (each.block_id, each.action_id) != ids]


async def options(desk: Desk, user: User, where: Where, block_id: str, action_id: str, typed: str) -> Json:
    """List the options an external select offers. Empty below its minimum length."""
    _, element = element_in(where, block_id, action_id)
    if len(typed) < element.get("min_query_length", 3):
        return {"options": []}
    payload = payloads.suggestion(desk.world, user, where, block_id, action_id, typed)
    reply = await desk.courier.deliver("options", payload)
    if reply.error:
        return {"options": []}
    faults = check_options(reply.body)
    if faults:
        desk.problem(f"options {action_id}", "; ".join(map(str, faults)))
        return {"options": []}
    return reply.answer
