"""The frame of modals and messages, and buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, ConfirmObject, SectionBlock
from slack_sdk.models.views import View

from blocks.kit import words
from blocks.kit.json import json_of
from blocks.kit.text import OPTION_LENGTH, TITLE_LENGTH, clip, escape, plain
from storage.entities.right import Right, Rights

ViewJson = dict[str, Any]
BlocksJson = list[dict[str, Any]]
T = TypeVar("T")


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str = "note",
    submit: str | None = None,
    close: str | None = None,
) -> ViewJson:
    """Build a modal for views.open. Without `submit` it has no submit button.

    `close` names the other one, by default Cancel beside a submit button.
    """
    view = View(
        type="modal",
        callback_id=callback_id,
        title=plain(title, TITLE_LENGTH),
        submit=submit and plain(submit, TITLE_LENGTH),
        close=plain(close or (words.CANCEL if submit else words.CLOSE)),
        blocks=list(blocks),
    )
    return json_of(view)


def button(
    label: str,
    action_id: str,
    value: object,
    *,
    about: str,
    style: str | None = None,
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    """Build a button with a value. `about` completes its label for screen readers."""
    return ButtonElement(
        text=plain(label),
        action_id=action_id,
        value=str(value),
        style=style,
        confirm=confirm,
        accessibility_label=clip(f"{label} {about}", OPTION_LENGTH),
    )


def to_json(blocks: Sequence[Block]) -> BlocksJson:
    return [json_of(block) for block in blocks]


@dataclass(frozen=True, slots=True)
class Message:
    """The content of chat.postMessage. `text` is for screen readers and notifications."""

    text: str
    blocks: BlocksJson


def text_message(text: str) -> Message:
    """Make a message of one plain text."""
    return Message(escape(text), to_json([SectionBlock(text=plain(text))]))


def actions(buttons: Sequence[ButtonElement]) -> list[Block]:
    return [ActionsBlock(elements=list(buttons))] if buttons else []


def permitted(rights: Rights, *offered: tuple[Right, T]) -> list[T]:
    """Select what people with these rights may see.

    Each button, option or word comes with the right it needs.
    """
    return [each for right, each in offered if right in rights]
