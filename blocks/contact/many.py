"""Bulk actions: a form to choose contacts and action, a confirmation with their number, and the result."""

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

from blocks.contact import words
from blocks.contact.share import channel_field
from blocks.invitation.form import tags_select
from blocks.kit.form import row_id
from blocks.kit.modal import Message, ViewJson, modal, text_message
from blocks.kit.status import row_words
from blocks.kit.text import OPTION_LENGTH, clip, ours, plain
from storage.entities.errors import NotFound
from storage.entities.right import Right, Rights
from storage.overview.listing import Listed, Page

ROWS = 10  # limit of a Slack checkboxes element


class ManyId(StrEnum):
    """Callback ids of the bulk action modals."""

    MODAL = "many"
    CONFIRM_MODAL = "many_confirmed"


MANY_RIGHTS = {
    "tag": Right.EDIT,
    "remind": Right.INVITE,
    "share": Right.EXPORT,
    "export": Right.EXPORT,
    "archive": Right.EDIT,
}


def many_modal(page: Page, rights: Rights) -> ViewJson:
    """Render the form with the first contacts of the Home tab's list. Nobody is selected."""
    if not page.rows:
        return modal(words.BULK_ACTIONS, [SectionBlock(text=plain(words.NO_MATCH))])
    act = RadioButtonsElement(
        action_id="act",
        options=[
            Option(text=plain(label), value=act, description=plain(about, OPTION_LENGTH))
            for act, (label, about) in words.ACTS.items()
            if MANY_RIGHTS[act] in rights
        ],
    )
    tags = InputBlock(
        block_id="tags",
        label=plain(words.TAGS),
        element=tags_select(),
        hint=plain(words.BULK_TAGS_HINT),
        optional=True,
    )
    shown = page.rows
    blocks: list[Block] = [InputBlock(block_id="act", label=plain(words.ACTION), element=act), tags]
    blocks.append(_everybody(page.in_all))
    if page.later:
        blocks.append(ContextBlock(elements=[plain(words.first_of(len(shown)))]))
    blocks += [_boxes(shown[start : start + ROWS], start) for start in range(0, len(shown), ROWS)]
    return modal(words.BULK_ACTIONS, blocks, callback_id=ManyId.MODAL, submit=words.CONTINUE)


def _everybody(in_all: int | None) -> InputBlock:
    """Make the box that stands for the whole list, those who are not shown among them."""
    whole = Option(text=plain(words.all_of(in_all)), value="all")
    boxes = CheckboxesElement(action_id="everybody", options=[whole])
    return InputBlock(block_id="everybody", label=plain(words.WHOLE_LIST), element=boxes, optional=True)


def _boxes(some: Sequence[Listed], start: int) -> InputBlock:
    options = [
        Option(
            text=plain(contact.name, OPTION_LENGTH),
            value=str(contact.id),
            description=plain(f"{contact.email} · {row_words(contact)}", OPTION_LENGTH),
        )
        for contact in some
    ]
    boxes = CheckboxesElement(action_id="contacts", options=options)
    label = plain(words.WHO if start == 0 else words.further(start + 1))
    return InputBlock(block_id=f"contacts-{start}", label=label, element=boxes, optional=True)


def ticked(form: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(
        row_id(value) for field, values in form.items() if field.startswith("contacts-") for value in values
    )


def confirm_modal(
    act: str, contacts: Sequence[int], tags: Sequence[str], *, everybody: bool, number: int | None
) -> ViewJson:
    """Render the confirmation. It states the number and carries the choices in its metadata.

    Sharing needs a channel too.
    """
    text = words.bulk_question(act, number, clip(", ".join(tags), 1_000))
    submit = words.bulk_submit(act, number)
    asked: list[Block] = [SectionBlock(text=plain(text))]
    asked += [channel_field(words.SHARE_THEM_HINT)] if act == "share" else []
    view = modal(words.BULK_ACTIONS, asked, callback_id=ManyId.CONFIRM_MODAL, submit=submit)
    chosen = [act, list(contacts), list(tags), everybody]
    return view | {"private_metadata": json.dumps(chosen, ensure_ascii=False, separators=(",", ":"))}


def confirmed(view: Mapping[str, Any]) -> tuple[str, tuple[int, ...], tuple[str, ...], bool]:
    """Read (action, contact ids, tags, everybody) from a confirmation.

    Raises NotFound if it is not one of our forms. Those of earlier versions do not say `everybody`.
    """
    try:
        act, contacts, tags, *everybody = json.loads(view["private_metadata"])
        ids = tuple(row_id(each) for each in contacts)
        return str(act), ids, tuple(str(each) for each in tags), everybody == [True]
    except (ValueError, TypeError, RecursionError) as error:
        raise NotFound("form") from error


def done_modal(act: str, done: int, left: int, *, later: bool, channel: str | None = None) -> ViewJson:
    """Render what became of a bulk action, or that it is under way. `channel` is where they were shared."""
    where = f"<#{channel}>" if channel else ""
    text = words.bulk_begun(act) if later else words.bulk_done(act, done, left, where)
    return modal(words.BULK_ACTIONS, [SectionBlock(text=ours(text))])


def done_message(act: str, done: int, left: int) -> Message:
    """Tell what became of a bulk action on a whole list."""
    return text_message(words.bulk_over(act, done, left))
