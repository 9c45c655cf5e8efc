"""The answers to `/contacts`: a summary, or the first search results. Only the person who asked sees them."""

from collections.abc import Sequence
from enum import StrEnum

from slack_sdk.models.blocks import Block, ButtonElement, ContextBlock, SectionBlock

from blocks.home import words
from blocks.home.rows import row
from blocks.kit.modal import Message, actions, permitted, to_json
from blocks.kit.status import approval
from blocks.kit.subcommands import COMMAND, meant
from blocks.kit.text import OPTION_LENGTH, clip, escape, plain
from storage.entities.right import Right, Rights
from storage.overview.listing import Listed, PoolCounts

MOST = 10


class FoundId(StrEnum):
    """Action ids of the answers to `/contacts`."""

    HOME = "go_to_home"


def found_message(typed: str, found: Sequence[Listed], more: bool, home: str, rights: Rights) -> Message:
    """Render the first search results. `home` is the Home tab's URL."""
    asked = clip(typed, 100)
    if not found:
        text = _none(asked, rights)
    elif more:
        text = words.first_matches(asked, len(found), home=Right.LOOK in rights)
    else:
        text = words.matches(asked, len(found))
    rows = (block for each in found for block in row(each, rights))
    blocks: list[Block] = [SectionBlock(text=plain(text)), *rows, *_way_home(home, rights)]
    return Message(escape(text), to_json(blocks))


def _none(asked: str, rights: Rights) -> str:
    """A search that finds no contact may have been meant as something else."""
    if sub := meant(asked, rights):
        return words.no_match(asked, meant=f"{COMMAND} {sub.word}")
    helps = permitted(rights, (Right.INVITE, words.INVITES), (Right.ASK, words.HELPS))
    return words.no_match(asked, helps=helps)


def summary_message(standing: PoolCounts, home: str, rights: Rights) -> Message:
    """Render the summary for `/contacts` without words to search for."""
    told = words.summary(
        applied=standing.applied,
        invited=standing.invited,
        added=standing.added,
        active=standing.active,
        failed=standing.failed,
        approval=approval(rights),
    )
    text = told or words.none_yet(invite=Right.INVITE in rights)
    blocks: list[Block] = [
        SectionBlock(text=plain(text)),
        ContextBlock(elements=[plain(words.how_to_search(ask=Right.ASK in rights))]),
        *_way_home(home, rights),
    ]
    return Message(escape(text), to_json(blocks))


def _way_home(home: str, rights: Rights) -> list[Block]:
    label = clip(words.OPEN_HOME_IN_FULL, OPTION_LENGTH)
    go = ButtonElement(
        text=plain(words.OPEN_HOME),
        action_id=FoundId.HOME,
        value="home",
        url=home,
        accessibility_label=label,
    )
    return actions(permitted(rights, (Right.LOOK, go)))
