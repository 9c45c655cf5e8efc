"""Finds elements and options by their visible words. Raises CannotDo with what there is instead."""

from demo.person.seen import CannotDo, Spot, Surface
from demo.person.words import text_of
from demo.world.model import Json
from demo.world.world import World


def button(surface: Surface, words: str, near: str | None, nth: int | None) -> Spot:
    spots = [each for each in surface.spots() if each.element["type"] == "button" and words in each.names]
    if not spots:
        raise CannotDo(f"There is no button {words!r}. There are {surface.buttons} in:\n{surface.words}")
    return the_one(surface, spots, f"button {words!r}", near, nth)


def the_one(surface: Surface, spots: list[Spot], what: str, near: str | None, nth: int | None) -> Spot:
    """Choose one element: the closest in or after a block with the words `near`, the nth, or the only one."""
    if near is not None:
        spots = _closest_first(surface, spots, near)
    if not spots:
        raise CannotDo(f"There is no {what} near {near!r} in:\n{surface.words}")
    if nth is None and near is None and len(spots) > 1:
        raise CannotDo(f"There are {len(spots)} of {what}: say near= or nth=.\n{surface.words}")
    return spots[nth or 0]


def _closest_first(surface: Surface, spots: list[Spot], near: str) -> list[Spot]:
    """Sort elements by their distance after a block with the words `near`.

    The words may appear several times (in a search field above, say); the closest block counts.
    """
    places = [number for number in range(len(surface.blocks)) if near in surface.block_words(number)]
    distances = {
        spot.ids: min((spot.number - place for place in places if place <= spot.number), default=None)
        for spot in spots
    }
    after = [spot for spot in spots if distances[spot.ids] is not None]
    return sorted(after, key=lambda spot: distances[spot.ids] or 0)


def named(surface: Surface, words: str, kinds: set[str] | None = None) -> Spot:
    """Find a field by its label, its placeholder or the text beside it."""
    spots = [each for each in surface.spots() if words in each.names and each.element["type"] != "button"]
    fitting = [each for each in spots if kinds is None or each.element["type"] in kinds]
    if not fitting:
        raise CannotDo(f"There is no field {words!r}. There are {list(surface.fields)} in:\n{surface.words}")
    return fitting[0]


def overflow(world: World, surface: Surface, words: str, near: str | None, nth: int | None) -> Spot:
    spots = [each for each in surface.spots() if each.element["type"] == "overflow"]
    with_it = [each for each in spots if any(words == name for name, _ in offered(world, each.element))]
    if not with_it:
        raise CannotDo(f"No menu offers {words!r}. They offer {surface.menus} in:\n{surface.words}")
    return the_one(surface, with_it, f"menu with {words!r}", near, nth)


def offered(world: World, answer: Json) -> list[tuple[str, Json]]:
    """List each option with its words, groups flattened."""
    groups = answer.get("option_groups") or []
    options = [*(answer.get("options") or ()), *(each for group in groups for each in group["options"])]
    return [(text_of(world, option["text"]), option) for option in options]


def option(world: World, answer: Json, words: str) -> Json:
    found = [made for name, made in offered(world, answer) if name == words]
    if not found:
        raise CannotDo(
            f"There is no option {words!r}. There are {[name for name, _ in offered(world, answer)]}"
        )
    return found[0]


def box(world: World, surface: Surface, words: str) -> tuple[Spot, Json]:
    """Find a checkbox by its words or by the beginning of its description."""
    for spot in surface.spots():
        if spot.element["type"] == "checkboxes":
            for made in spot.element["options"]:
                if _speaks_of(world, made, words):
                    return spot, made
    raise CannotDo(f"There is no tick box {words!r} in:\n{surface.words}")


def _speaks_of(world: World, made: Json, words: str) -> bool:
    description = text_of(world, made.get("description"))
    return text_of(world, made["text"]) == words or (bool(words) and words in description)


def confirmed(element: Json, confirm: bool) -> str | None:
    """Return the words of an element's confirm dialog, or None. Raises CannotDo unless `confirm` fits."""
    dialog = element.get("confirm")
    if dialog is None:
        if confirm:
            raise CannotDo("It asks for no confirmation.")
        return None
    words = " ".join(dialog[key]["text"] for key in ("title", "text", "confirm", "deny"))
    if not confirm:
        raise CannotDo(f"It asks first: {words!r}. Say confirm=True.")
    return words
