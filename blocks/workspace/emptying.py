"""The form that deletes all data of a workspace, and the question to the other administrators."""

from datetime import date
from enum import StrEnum

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    InputBlock,
    PlainTextInputElement,
    SectionBlock,
)

from blocks.kit.modal import Message, ViewJson, actions, button, modal, permitted, to_json
from blocks.kit.text import escape, ours, plain
from blocks.workspace import words
from storage.entities.right import Right, Rights


class EmptyingId(StrEnum):
    """Action and callback ids."""

    EXPORT = "export_workspace"
    DELETE = "delete_workspace"
    MODAL = "empty_workspace"
    CONFIRM = "confirm_emptying"
    STOP = "stop_emptying"


def data_buttons(rights: Rights) -> list[Block]:
    """Build the two buttons at the end of Settings."""
    about = words.OF_WORKSPACE
    export = button(words.EXPORT_WORKSPACE, EmptyingId.EXPORT, "all", about=about)
    delete = button(words.DELETE_WORKSPACE, EmptyingId.DELETE, "all", about=about, style="danger")
    return actions(permitted(rights, (Right.ERASE, export), (Right.ERASE, delete)))


def empty_modal(team_name: str) -> ViewJson:
    typed = PlainTextInputElement(action_id="name", max_length=200)
    blocks: list[Block] = [
        SectionBlock(text=plain(words.everything_goes(team_name))),
        SectionBlock(text=plain(words.SECOND_CONFIRMS)),
        InputBlock(block_id="name", label=plain(words.type_the_name(team_name)), element=typed),
    ]
    return modal(words.DELETE_WORKSPACE, blocks, callback_id=EmptyingId.MODAL, submit=words.DELETE_WORKSPACE)


def asked_modal(others: int) -> ViewJson:
    return modal(words.DELETE_WORKSPACE, [SectionBlock(text=plain(words.emptying_asked(others)))])


def export_modal() -> ViewJson:
    return modal(words.EXPORT_WORKSPACE, [SectionBlock(text=plain(words.EXPORT_SENT))])


def emptying_notice(asked_by: str, on: date | None) -> Message:
    """Ask another administrator to confirm, or tell the only one when it will happen."""
    text = words.emptying_asks(f"<@{asked_by}>") if on is None else words.emptying_waits(on)
    buttons: list[ButtonElement] = []
    if on is None:
        confirm = button(words.CONFIRM, EmptyingId.CONFIRM, "all", about=words.OF_WORKSPACE, style="danger")
        buttons.append(confirm)
    buttons.append(button(words.STOP, EmptyingId.STOP, "all", about=words.OF_WORKSPACE))
    return Message(text, to_json([SectionBlock(text=ours(text)), *actions(buttons)]))


def emptying_settled(*, stopped: bool) -> Message:
    text = words.EMPTYING_STOPPED if stopped else words.EMPTYING_CONFIRMED
    return Message(escape(text), to_json([SectionBlock(text=plain(text))]))
