"""Renders what administrators read after a restore, and the list of what is on hold."""

from collections.abc import Sequence
from enum import StrEnum

from slack_sdk.models.blocks import Block, ContextBlock, SectionBlock

from blocks.kit.modal import Message, ViewJson, actions, button, modal, to_json
from blocks.kit.text import plain
from blocks.workspace import words
from storage.entities.held import Held, HeldRow

MOST_SHOWN = 40


class RestoredId(StrEnum):
    """Ids of buttons that Slack sends back."""

    SEND = "send_held"
    DROP = "drop_held"
    SHOW = "show_held"


def restored_message(held: Held) -> Message:
    """Ask an administrator what to do with the emails and messages on hold."""
    text = words.restored(held.emails, held.messages, held.since)
    blocks: list[Block] = [
        SectionBlock(text=plain(text)),
        ContextBlock(elements=[plain(words.WHY_HELD)]),
        *actions(
            [
                button(words.SEND_THEM, RestoredId.SEND, "held", about="that are on hold", style="primary"),
                button(words.DROP_THEM, RestoredId.DROP, "held", about="that are on hold"),
                button(words.SHOW, RestoredId.SHOW, "held", about="what is on hold"),
            ]
        ),
    ]
    return Message(text, to_json(blocks))


def settled_message(count: int, *, sent: bool) -> Message:
    """Replace the question with what was decided."""
    text = words.settled(count, sent=sent)
    return Message(text, to_json([SectionBlock(text=plain(text))]))


def held_modal(rows: Sequence[HeldRow], held: Held) -> ViewJson:
    """List what is on hold: what it is, for whom, and when it was due."""
    lines = [
        words.held_email(row.kind, row.name, row.due_at)
        if row.lane == "mail"
        else words.held_message(row.name, row.due_at)
        for row in rows
    ]
    more = held.emails + held.messages - len(rows)
    blocks: list[Block] = [SectionBlock(text=plain(line)) for line in lines]
    if more > 0:
        blocks.append(ContextBlock(elements=[plain(words.more(more))]))
    return modal(words.ON_HOLD, blocks or [SectionBlock(text=plain(words.NOTHING_HELD))])
