"""Models become the same JSON as by their own `to_dict`, and are checked in the same way."""

from collections.abc import Iterator

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    Option,
    OverflowMenuElement,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from blocks.kit.json import json_of
from blocks.kit.modal import BlocksJson, Message
from bot.showcase.samples.every import EVERY


def shown() -> Iterator[BlocksJson]:
    for sample in EVERY:
        built = sample.build()
        if isinstance(built, Message):
            yield built.blocks
        elif isinstance(built, dict) and "blocks" in built:
            yield built["blocks"]


def test_everything_people_see_is_the_same_json() -> None:
    models = [block for blocks in shown() for block in Block.parse_all(blocks)]
    assert len(models) > 100
    for model in models:
        assert json_of(model) == model.to_dict()


def test_a_view_is_the_same_json() -> None:
    blocks = [SectionBlock(text=PlainTextObject(text="Words"))]
    view = View(type="modal", callback_id="x", title=PlainTextObject(text="Title"), blocks=blocks)
    assert json_of(view) == view.to_dict()


@pytest.mark.parametrize(
    "wrong",
    [
        ButtonElement(text="x" * 76, action_id="x", value="1"),
        SectionBlock(text=PlainTextObject(text="x" * 3001)),
        SectionBlock(text=PlainTextObject(text="x"), accessory=ButtonElement(text="x", action_id="x" * 256)),
        SectionBlock(
            text=PlainTextObject(text="x"),
            accessory=OverflowMenuElement(options=[Option(text="x" * 76, value="1")], action_id="x"),
        ),
    ],
)
def test_what_slack_would_refuse_is_refused(wrong: Block) -> None:
    with pytest.raises(SlackObjectFormationError) as by_itself:
        wrong.to_dict()
    with pytest.raises(SlackObjectFormationError) as ours:
        json_of(wrong)
    assert str(ours.value) == str(by_itself.value)
