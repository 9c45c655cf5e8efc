"""What `/contacts` says: a short summary, or the first people a search finds; only to whoever asked."""

from collections.abc import Sequence
from enum import StrEnum

from slack_sdk.models.blocks import Block, ButtonElement, ContextBlock, SectionBlock

from blocks.modal import Message, actions, to_json
from blocks.overview import row
from blocks.text import OPTION_LENGTH, clip, escape, plain
from storage.listing import Listed, Standing

MOST = 10


class FoundId(StrEnum):
    """The ids Slack sends back to us."""

    HOME = "go_to_home"


def found_message(typed: str, found: Sequence[Listed], more: bool, home: str) -> Message:
    """`home` is the address of the Home tab."""
    if not found:
        helps = "/invite-contact invites somebody, /contacts help tells what else can be typed."
        text = f"Nobody is found for “{clip(typed, 100)}”. {helps}"
    elif more:
        text = f"The first {len(found)} found for “{clip(typed, 100)}”; the Home tab has all of them."
    else:
        text = f"Found for “{clip(typed, 100)}”: {len(found)}."
    blocks: list[Block] = [SectionBlock(text=plain(text)), *map(row, found), *_way_home(home)]
    return Message(escape(text), to_json(blocks))


def summary_message(standing: Standing, home: str) -> Message:
    """`/contacts` alone."""
    numbers = [
        (standing.applied, "waiting for your approval"),
        (standing.invited, "waiting for their answer"),
        (standing.active, "active"),
        (standing.failed, "whose mail could not be delivered"),
    ]
    told = ", ".join(f"{people:,} {words}" for people, words in numbers if people)
    text = (
        f"Your contacts: {told}." if told else "There are no contacts yet: /invite-contact is the first step."
    )
    helps = "/contacts WORDS searches, /contacts help tells what else can be typed."
    blocks: list[Block] = [
        SectionBlock(text=plain(text)),
        ContextBlock(elements=[plain(helps)]),
        *_way_home(home),
    ]
    return Message(escape(text), to_json(blocks))


def _way_home(home: str) -> list[Block]:
    label = clip("Open the Home tab of Trusted Contacts", OPTION_LENGTH)
    go = ButtonElement(
        text=plain("Open the Home tab"),
        action_id=FoundId.HOME,
        value="home",
        url=home,
        accessibility_label=label,
    )
    return actions([go])
