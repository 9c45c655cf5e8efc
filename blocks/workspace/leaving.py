"""The message about somebody who has left, choosing an heir, and the note above messages to who stands in."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    InputBlock,
    SectionBlock,
    UserSelectElement,
)

from blocks.approval.card import ApprovalId
from blocks.kit.form import row_id
from blocks.kit.modal import BlocksJson, Message, ViewJson, actions, button, modal, permitted, to_json
from blocks.kit.text import clip, day, mention, ours, plain
from blocks.kit.words import CANCEL
from blocks.workspace import words
from storage.entities.colleague import Departure, OpenThings
from storage.entities.right import Right, Rights

LINKS, APPLICATIONS = "links", "applications"
_NAME_LENGTH = 60


class LeavingId(StrEnum):
    """Action and callback ids of the message about a departure and of choosing an heir."""

    HEIR = "choose_heir"
    KEEP = "keep_links_of_leaver"
    FORM = "heir"


def departure_message(departure: Departure, things: Sequence[OpenThings], rights: Rights) -> Message:
    """Tell who has left, what they left open and to whom it belongs. `rights` are the reader's."""
    text = words.has_left(mention(departure.user_id), mention(departure.heir))
    blocks: list[Block] = [SectionBlock(text=ours(text)), *list_things(things)]
    if not things:
        blocks.append(ContextBlock(elements=[plain(words.ALL_DONE)]))
    blocks += [*_about_links(departure), *actions(_buttons(departure, things, rights))]
    return Message(text, to_json(blocks))


def list_things(things: Sequence[OpenThings]) -> list[Block]:
    return [
        SectionBlock(
            text=plain(
                words.open_things(each.kind, each.count, [clip(name, _NAME_LENGTH) for name in each.names])
            )
        )
        for each in things
    ]


def _about_links(departure: Departure) -> list[Block]:
    if not departure.passed.get(LINKS):
        return []
    kept = departure.links_kept_by and words.links_kept(mention(departure.links_kept_by))
    return [ContextBlock(elements=[ours(kept or words.SWITCHED_OFF)])]


def _buttons(departure: Departure, things: Sequence[OpenThings], rights: Rights) -> list[ButtonElement]:
    about = "of what they left"
    heir = button(words.CHOOSE_HEIR, LeavingId.HEIR, departure.id, about=about)
    keep = button(words.KEEP_LINKS, LeavingId.KEEP, departure.id, about=about, confirm=_confirm_keep())
    has_links = departure.passed.get(LINKS) and not departure.links_kept_at
    waiting = any(each.kind == APPLICATIONS for each in things)
    return permitted(
        rights,
        *([(Right.SETTLE, heir)] if things else []),
        *([(Right.SETTLE, keep)] if has_links else []),
        *([(Right.APPROVE, review_button())] if waiting else []),
    )


def _confirm_keep() -> ConfirmObject:
    return ConfirmObject(
        title=plain(words.KEEP_LINKS_QUESTION),
        text=plain(words.KEEP_LINKS_MEANS),
        confirm=plain(words.KEEP_LINKS),
        deny=plain(CANCEL),
    )


def review_button() -> ButtonElement:
    return button(words.REVIEW, ApprovalId.REVIEW, "waiting", about="everyone waiting for approval")


def heir_modal(departure_id: int, things: Sequence[OpenThings]) -> ViewJson:
    """Render the form that names who takes over."""
    heir = InputBlock(
        block_id="heir",
        label=plain(words.WHO_TAKES_OVER),
        hint=plain(words.HEIR_HINT),
        element=UserSelectElement(action_id="heir"),
    )
    view = modal(
        words.CHOOSE_HEIR, [heir, *list_things(things)], callback_id=LeavingId.FORM, submit=words.SAVE
    )
    return view | {"private_metadata": str(departure_id)}


def departure_id(view: Mapping[str, Any]) -> int:
    """Read which departure a form is about. Raises NotFound."""
    return row_id(view["private_metadata"], "message")


def stand_in_note(instead_of: str, until: datetime | None, *, here: bool) -> BlocksJson:
    """Say, above a message, for whom it was.

    They have left, are away `until` a moment, or are `here` but could not be reached.
    """
    who = mention(instead_of)
    said = words.could_not_reach(who) if here else words.for_leaver(who)
    if until:
        said = words.for_absent(who, day(until - timedelta(seconds=1)))
    return to_json([ContextBlock(elements=[ours(said)])])
