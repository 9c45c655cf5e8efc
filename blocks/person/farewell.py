"""The card about contacts who will be removed, and the form that chooses whom to keep."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ContextBlock,
    InputBlock,
    Option,
    SectionBlock,
)

from blocks.kit.form import row_id
from blocks.kit.modal import Message, ViewJson, actions, button, modal, permitted, to_json
from blocks.kit.status import status_words
from blocks.kit.text import OPTION_LENGTH, clip, escape, plain
from blocks.person import words
from storage.entities.contact import Contact
from storage.entities.farewell import Farewell
from storage.entities.right import Right, Rights

MOST_NAMED = 20
MOST_TO_CHOOSE = 100  # ten inputs of ten boxes
BOXES = 10  # Slack's limit


class FarewellId(StrEnum):
    """Action and callback ids of the card and its form."""

    KEEP_ALL = "keep_all"
    CHOOSE = "choose_whom_to_keep"
    MODAL = "keep_some"
    LET_GO = "let_them_go"


def farewell_card(farewell: Farewell, contacts: Sequence[Contact], rights: Rights) -> Message:
    """Name who will be removed, and when. Once nobody is left on it, it has no buttons."""
    if not contacts:
        return Message(words.FAREWELL_OVER, to_json([SectionBlock(text=plain(words.FAREWELL_OVER))]))
    text = words.will_go(len(contacts), farewell.leaves_at.date())
    named = [
        f"{clip(each.name, 60)}: {words.last_known(status_words(each), each.status_at.date())}"
        for each in contacts[:MOST_NAMED]
    ]
    more = words.and_more(len(contacts) - MOST_NAMED) if len(contacts) > MOST_NAMED else ""
    helps = words.SETTLED if farewell.decided_by else words.SILENCE
    blocks: list[Block] = [
        SectionBlock(text=plain(text)),
        SectionBlock(text=plain("\n".join(filter(None, [*named, more])))),
        ContextBlock(elements=[plain(helps)]),
        *actions(permitted(rights, *_buttons(farewell))),
    ]
    return Message(escape(text), to_json(blocks))


def _buttons(farewell: Farewell) -> list[tuple[Right, Any]]:
    about = words.THESE_CONTACTS
    keep = button(words.KEEP_ALL, FarewellId.KEEP_ALL, farewell.id, about=about)
    choose = button(words.CHOOSE_WHOM, FarewellId.CHOOSE, farewell.id, about=about)
    let_go = button(words.LET_GO, FarewellId.LET_GO, farewell.id, about=about)
    return [
        (Right.EDIT, keep),
        (Right.EDIT, choose),
        *([] if farewell.decided_by else [(Right.EDIT, let_go)]),
    ]


def choose_modal(farewell: Farewell, contacts: Sequence[Contact]) -> ViewJson:
    """Let a manager tick whom to keep. Nobody is ticked at first."""
    shown = contacts[:MOST_TO_CHOOSE]
    blocks: list[Block] = [SectionBlock(text=plain(words.TICKED_STAY))]
    blocks += [_boxes(shown[start : start + BOXES], start) for start in range(0, len(shown), BOXES)]
    view = modal(words.CHOOSE_TITLE, blocks, callback_id=FarewellId.MODAL, submit=words.KEEP_THEM)
    return view | {"private_metadata": str(farewell.id)}


def _boxes(contacts: Sequence[Contact], start: int) -> InputBlock:
    options = [
        Option(
            value=str(each.id),
            text=plain(each.name, OPTION_LENGTH),
            description=plain(each.email, OPTION_LENGTH),
        )
        for each in contacts
    ]
    label = words.rows(start + 1, start + len(contacts))
    boxes = CheckboxesElement(action_id="keep", options=options)
    return InputBlock(block_id=f"keep-{start}", label=plain(label), element=boxes, optional=True)


def kept(form: dict[str, Any]) -> set[int]:
    """Read whom the form keeps."""
    return {row_id(each) for field, ids in form.items() if field.startswith("keep-") for each in ids}
