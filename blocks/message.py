"""The review of people found in a message, and what became of it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ContextBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    SectionBlock,
)

from blocks.invitation import NOTE_MOST, tags_select
from blocks.modal import ViewJson, modal
from blocks.text import OPTION_LENGTH, clip, plain

ROWS = 10
TITLE = "Invite people"


class MessageId(StrEnum):
    """The ids Slack sends back to us."""

    SHORTCUT = "invite_from_message"
    MODAL = "invite_people"


def people_modal(people: Sequence[tuple[str, str]]) -> ViewJson:
    """(name, address) of each; all ticked at first. An address too long for a tick box is invited by hand."""
    fitting = [each for each in people if len(each[1]) <= OPTION_LENGTH]
    boxes = [_boxes(fitting[start : start + ROWS], start) for start in range(0, len(fitting), ROWS)]
    note = PlainTextInputElement(action_id="note", multiline=True, max_length=NOTE_MOST)
    blocks: list[Block] = [
        *boxes,
        InputBlock(
            block_id="note", label=plain("Invite note"), element=note, optional=True,
            hint=plain("They read this in the mail, each of them."),
        ),
        InputBlock(
            block_id="tags", label=plain("Tags"), element=tags_select(), optional=True,
            hint=plain("For all of them; they never see them."),
        ),
    ]  # fmt: skip
    return modal(TITLE, blocks, callback_id=MessageId.MODAL, submit="Invite selected")


def _boxes(some: Sequence[tuple[str, str]], start: int) -> InputBlock:
    options = [
        Option(text=plain(name, OPTION_LENGTH), value=email, description=plain(email)) for name, email in some
    ]
    boxes = CheckboxesElement(action_id="people", options=options, initial_options=options)
    label = plain("Found in the message" if start == 0 else f"From {start + 1} on")
    return InputBlock(block_id=f"people-{start}", label=label, element=boxes, optional=True)


def chosen_people(view: dict[str, Any]) -> list[tuple[str, str]]:
    """(name, address) of each that is ticked."""
    values = view["state"]["values"]
    return [
        (str(option["text"]["text"]), str(option["value"]))
        for block_id, elements in values.items()
        if block_id.startswith("people-")
        for option in elements["people"]["selected_options"] or ()
    ]


def invited_modal(invited: int, left: Sequence[str]) -> ViewJson:
    text = "1 person is invited." if invited == 1 else f"{invited} people are invited."
    lines: list[Block] = [ContextBlock(elements=[plain(clip(each, 300))]) for each in left]
    return modal(TITLE, [SectionBlock(text=plain(text)), *lines])


NOBODY = "No address was found in the message."
