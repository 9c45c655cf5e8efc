"""Fills in the block and action ids that an app left out, as Slack does."""

import copy
from typing import Any

from demo.blockkit.check import elements_of
from demo.world.ids import Ids


def with_ids(blocks: list[dict[str, Any]], ids: Ids) -> list[dict[str, Any]]:
    """Copy the blocks and give each block a block_id and each element an action_id where it has none."""
    made = copy.deepcopy(blocks)
    for block in made:
        block.setdefault("block_id", ids.hash().partition(".")[2])
        for element in elements_of(block):
            element.setdefault("action_id", ids.hash().partition(".")[2])
    return made
