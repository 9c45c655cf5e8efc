"""The frames: a modal, a message, a row of buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, ConfirmObject
from slack_sdk.models.views import View

from blocks.text import OPTION_LENGTH, TITLE_LENGTH, clip, plain

ViewJson = dict[str, Any]
BlocksJson = list[dict[str, Any]]


def modal(
    title: str, blocks: Sequence[Block], *, callback_id: str = "note", submit: str | None = None
) -> ViewJson:
    """A modal as views.open takes it; without `submit` it only shows something."""
    view = View(
        type="modal",
        callback_id=callback_id,
        title=plain(title, TITLE_LENGTH),
        submit=submit and plain(submit, TITLE_LENGTH),
        close=plain("Cancel" if submit else "Close"),
        blocks=list(blocks),
    )
    return view.to_dict()


def button(
    words: str,
    action_id: str,
    value: object,
    *,
    about: str,
    style: str | None = None,
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    """A button that carries an id; `about` is whom it concerns, for screen readers."""
    return ButtonElement(
        text=plain(words),
        action_id=action_id,
        value=str(value),
        style=style,
        confirm=confirm,
        accessibility_label=clip(f"{words} {about}", OPTION_LENGTH),
    )


def to_json(blocks: Sequence[Block]) -> BlocksJson:
    return [block.to_dict() for block in blocks]


@dataclass(frozen=True, slots=True)
class Message:
    """What chat.postMessage takes: `text` is read by screen readers and shown in notifications."""

    text: str
    blocks: BlocksJson


def actions(buttons: Sequence[ButtonElement]) -> list[Block]:
    return [ActionsBlock(elements=list(buttons))] if buttons else []
