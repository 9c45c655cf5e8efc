"""Choosing among several equal buttons in the stand-in."""

from typing import Any

import pytest

from demo import CannotDo
from demo.person.finding import button, overflow
from demo.person.seen import Home
from demo.person.view_state import values_of
from demo.world.manifest import Manifest
from demo.world.model import User, View
from demo.world.world import World

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def row(number: int, name: str) -> list[Json]:
    menu = {
        "type": "overflow",
        "action_id": "menu",
        "options": [{"text": plain("Open"), "value": str(number)}],
    }
    press = {"type": "button", "action_id": "edit", "text": plain("Edit")}
    return [
        {"type": "section", "block_id": f"row{number}", "text": plain(name), "accessory": menu},
        {"type": "actions", "block_id": f"acts{number}", "elements": [press]},
    ]


@pytest.fixture
def world() -> World:
    return World(Manifest(), lambda: 0.0)


@pytest.fixture
def home(world: World) -> Home:
    user = User("U1", "T1", "jordan", "Jordan Lee", "j@x.dk")
    typed = {"type": "plain_text_input", "action_id": "v", "initial_value": "Grace"}
    search = {"type": "input", "block_id": "q", "label": plain("Search"), "element": typed}
    blocks = [search, *row(1, "Ada Lovelace"), *row(2, "Grace Hopper")]
    view = View("V1", "T1", user.id, {"type": "home", "blocks": blocks}, "h", "V1")
    view.values = values_of(blocks, {})
    return Home(world, user, view)


def test_the_button_below_the_words_is_meant(home: Home) -> None:
    assert button(home, "Edit", near="Ada", nth=None).ids == ("acts1", "edit")


def test_words_in_a_search_field_do_not_lead_astray(home: Home, world: World) -> None:
    assert overflow(world, home, "Open", near="Grace", nth=None).ids == ("row2", "menu")


def test_the_nth_is_counted_from_nought(home: Home) -> None:
    assert button(home, "Edit", near=None, nth=1).ids == ("acts2", "edit")


def test_one_has_to_say_which_of_several(home: Home) -> None:
    with pytest.raises(CannotDo, match="There are 2 of button 'Edit'"):
        button(home, "Edit", near=None, nth=None)


def test_words_that_are_nowhere_lead_to_nothing(home: Home) -> None:
    with pytest.raises(CannotDo, match="near 'Alan'"):
        button(home, "Edit", near="Alan", nth=None)
