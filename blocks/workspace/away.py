"""The modal "Away", and the message to a deputy."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from slack_sdk.models.blocks import Block, DatePickerElement, InputBlock, SectionBlock, UserSelectElement

from blocks.kit.modal import Message, ViewJson, actions, button, modal, permitted, to_json
from blocks.kit.text import mention, ours, plain
from blocks.workspace import words
from blocks.workspace.leaving import APPLICATIONS, list_things, review_button
from language.dates import day_words
from storage.entities.colleague import OpenThings
from storage.entities.right import Right, Rights


class AwayId(StrEnum):
    """Action and callback ids of the modal "Away"."""

    FORM = "away"
    BACK = "back_again"


def away_modal(today: date, deputy: str | None = None, until: date | None = None) -> ViewJson:
    """Ask until when somebody is away and who stands in.

    If they are away already, it says so and offers to end it.
    """
    blocks: list[Block] = []
    if deputy and until:
        said = words.you_are_away(day_words(until), mention(deputy))
        back = button(words.I_AM_BACK, AwayId.BACK, "away", about="and read what waits myself")
        blocks += [SectionBlock(text=ours(said)), *actions([back])]
    blocks += [
        InputBlock(
            block_id="until",
            label=plain(words.UNTIL),
            hint=plain(words.UNTIL_HINT),
            element=DatePickerElement(action_id="until", initial_date=str(until or today)),
        ),
        InputBlock(
            block_id="deputy",
            label=plain(words.DEPUTY),
            hint=plain(words.DEPUTY_HINT),
            element=UserSelectElement(action_id="deputy", initial_user=deputy),
        ),
    ]
    return modal(words.AWAY, blocks, callback_id=AwayId.FORM, submit=words.SAVE)


def back_modal() -> ViewJson:
    """Render what the modal becomes once somebody is back."""
    return modal(words.AWAY, [SectionBlock(text=plain(words.YOU_ARE_BACK))])


def deputy_message(away: str, until: date, things: Sequence[OpenThings], rights: Rights) -> Message:
    """Tell a deputy who is away until when, and what waits for them."""
    text = words.is_away(mention(away), day_words(until))
    blocks: list[Block] = [SectionBlock(text=ours(text)), *list_things(things)]
    if not things:
        blocks.append(SectionBlock(text=plain(words.NOTHING_WAITS)))
    if any(each.kind == APPLICATIONS for each in things):
        blocks += actions(permitted(rights, (Right.APPROVE, review_button())))
    return Message(text, to_json(blocks))
