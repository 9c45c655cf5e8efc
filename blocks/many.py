"""Many at once: who and what in one form, then a confirmation that names the number, then what came of it."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ContextBlock,
    InputBlock,
    Option,
    RadioButtonsElement,
    SectionBlock,
)

from blocks.form import row_id
from blocks.invitation import tags_select
from blocks.modal import ViewJson, modal
from blocks.status import row_words
from blocks.text import OPTION_LENGTH, clip, plain
from storage.errors import NotFound
from storage.listing import Listed

ROWS = 10  # tick boxes one element holds
TITLE = "Many at once"


class ManyId(StrEnum):
    """The ids Slack sends back to us."""

    MODAL = "many"
    CONFIRM_MODAL = "many_confirmed"


_ACTS = {
    "tag": ("Tag them", "The tags below are added to their own."),
    "remind": ("Remind them", "Who has not answered is mailed the invitation again."),
    "archive": ("Archive them", "Out of lists and mail; they can be restored."),
}


def many_modal(listed: Sequence[Listed], most: int) -> ViewJson:
    """Everybody the Home tab shows, ticked at first."""
    if not listed:
        return modal(TITLE, [SectionBlock(text=plain("Your search and filters find nobody."))])
    act = RadioButtonsElement(
        action_id="act",
        options=[
            Option(text=plain(words), value=act, description=plain(about, OPTION_LENGTH))
            for act, (words, about) in _ACTS.items()
        ],
    )
    tags = InputBlock(
        block_id="tags",
        label=plain("Tags"),
        element=tags_select(),
        hint=plain("For Tag them."),
        optional=True,
    )
    blocks: list[Block] = [InputBlock(block_id="act", label=plain("What"), element=act), tags]
    if len(listed) > most:
        first = f"These are the first {most}. Search or filter on the Home tab for others."
        blocks.insert(0, ContextBlock(elements=[plain(first)]))
    shown = listed[:most]
    blocks += [_boxes(shown[start : start + ROWS], start) for start in range(0, len(shown), ROWS)]
    return modal(TITLE, blocks, callback_id=ManyId.MODAL, submit="Continue")


def _boxes(some: Sequence[Listed], start: int) -> InputBlock:
    options = [
        Option(
            text=plain(contact.name, OPTION_LENGTH),
            value=str(contact.id),
            description=plain(f"{contact.email} · {row_words(contact)}", OPTION_LENGTH),
        )
        for contact in some
    ]
    boxes = CheckboxesElement(action_id="contacts", options=options, initial_options=options)
    label = plain("Who" if start == 0 else f"From {start + 1} on")
    return InputBlock(block_id=f"contacts-{start}", label=label, element=boxes, optional=True)


def ticked(form: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(
        row_id(value) for field, values in form.items() if field.startswith("contacts-") for value in values
    )


def confirm_modal(act: str, contacts: Sequence[int], tags: Sequence[str]) -> ViewJson:
    """Names the number; what was chosen travels along."""
    people = "1 contact" if len(contacts) == 1 else f"{len(contacts)} contacts"
    text, submit = {
        "tag": (f"Add {clip(', '.join(tags), 1_000)} to {people}?", f"Tag {len(contacts)}"),
        "remind": (
            f"Mail {people} again? Only those who have not answered get a mail.",
            f"Remind {len(contacts)}",
        ),
        "archive": (
            f"Archive {people}? Links of those who have not answered stop working.",
            f"Archive {len(contacts)}",
        ),
    }[act]
    view = modal(TITLE, [SectionBlock(text=plain(text))], callback_id=ManyId.CONFIRM_MODAL, submit=submit)
    carried = json.dumps([act, list(contacts), list(tags)], ensure_ascii=False, separators=(",", ":"))
    return view | {"private_metadata": carried}


def confirmed(view: Mapping[str, Any]) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    """(what, whom, which tags). Raises NotFound for what no form of ours carries."""
    try:
        act, contacts, tags = json.loads(view["private_metadata"])
        return str(act), tuple(row_id(each) for each in contacts), tuple(str(each) for each in tags)
    except (ValueError, TypeError, RecursionError) as error:
        raise NotFound("form") from error


_DONE = {"tag": "tagged", "remind": "reminded", "archive": "archived"}


def done_modal(act: str, done: int, left: int) -> ViewJson:
    text = f"{done} {_DONE[act]}."
    if left:
        reasons = {
            "remind": "their mail is on its way, or they have answered",
            "archive": "blocked, or archived",
        }
        text += f" {left} left as they are: {reasons.get(act, 'no longer here')}."
    return modal(TITLE, [SectionBlock(text=plain(text))])
