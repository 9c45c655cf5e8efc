"""Registering listeners with the rights they need, and finding the right listener for a payload."""

import pytest

from blocks.kit.subcommands import EXPORT, SEARCH
from bot.slack.door import Door
from storage.entities.right import Right


async def listener() -> None:
    """Do nothing."""


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.mark.parametrize("kind", ["action", "view", "options", "event", "shortcut", "command"])
def test_without_a_right_nothing_can_be_registered(door: Door, kind: str) -> None:
    with pytest.raises(TypeError):
        getattr(door, kind)("anything")
    getattr(door, kind)("anything", Right.SEE)(listener)
    assert door.needs == {f"{kind}:anything": (Right.SEE,)}


def test_one_listener_with_two_different_rights_is_an_error(door: Door) -> None:
    door.action("approve", Right.APPROVE)(listener)
    door.action("approve", Right.APPROVE)(listener)
    with pytest.raises(ValueError, match="action:approve is registered twice"):
        door.action("approve", Right.SEE)


def test_a_subcommand_that_leads_nowhere_is_an_error(door: Door) -> None:
    door.subcommand(SEARCH)(listener)
    with pytest.raises(LookupError, match="/contacts export"):
        door.close()


def test_the_narrower_name_counts_and_else_the_wider(door: Door) -> None:
    door.subcommand(EXPORT)(listener)
    door.subcommand(SEARCH)(listener)
    typed = {"export": Right.EXPORT, "EXPORT now": Right.EXPORT, "exports": Right.SEE, "": Right.SEE}
    for text, right in typed.items():
        assert door.needs_of({"command": "/contacts", "text": text}) == (right,)


def test_what_nobody_registered_needs_no_right_but_a_listener(door: Door) -> None:
    assert door.needs_of({"command": "/unknown"}) is None
    assert door.needs_of({"type": "view_closed", "view": {"callback_id": "invite"}}) is None
