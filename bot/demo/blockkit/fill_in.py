"""Gives every block and element the id that the app left out, as Slack does."""

import copy
from typing import Any

from bot.demo.blockkit.check import elements_of
from bot.demo.ids import Ids


def with_ids(blocks: list[dict[str, Any]], ids: Ids) -> list[dict[str, Any]]:
    """A copy of the blocks in which each block has a block_id and each element an action_id."""
    made = copy.deepcopy(blocks)
    for block in made:
        block.setdefault("block_id", ids.hash().partition(".")[2])
        for element in elements_of(block):
            element.setdefault("action_id", ids.hash().partition(".")[2])
    return made
