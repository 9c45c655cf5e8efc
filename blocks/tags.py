"""Tending tags: the list with counts and look-alikes, and the forms to rename, merge and delete one."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    OverflowMenuElement,
    PlainTextInputElement,
    SectionBlock,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

from blocks.form import row_id
from blocks.modal import ViewJson, actions, button, modal
from blocks.overview import OverviewId
from blocks.text import clip, plain
from storage.listing import MOST_COUNTED, TagCount
from storage.models import Tag


class TagId(StrEnum):
    """The ids Slack sends back to us."""

    LIST = "tag_list"
    FIND = "find_tags"
    NEXT = "more_tags"
    MENU = "tag"
    RENAME_MODAL = "rename_tag"
    MERGE_MODAL = "merge_tag"
    DELETE_MODAL = "delete_tag"


class TagAct(StrEnum):
    """What a tag's menu offers."""

    RENAME = "rename"
    MERGE = "merge"
    DELETE = "delete"


TITLE = "Manage tags"
NAME_MOST = 50


def tags_modal(
    tags: Sequence[TagCount], alike: Sequence[tuple[str, str]], typed: str = "", *, more: bool = False
) -> ViewJson:
    """All tags by name, a page at a time."""
    find = PlainTextInputElement(
        action_id=TagId.FIND,
        initial_value=typed or None,
        dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
        max_length=NAME_MOST,
    )
    blocks: list[Block] = [
        InputBlock(
            block_id="find", label=plain("Find"), element=find, dispatch_action=True, optional=True,
            hint=plain("Part of a tag; then Enter."),
        )
    ]  # fmt: skip
    if alike:
        pairs = ", ".join(f"{one} and {other}" for one, other in alike)
        blocks.append(
            ContextBlock(elements=[plain(f"These may be the same: {pairs}. Merge makes them one.")])
        )
    blocks += [_row(tag) for tag in tags] or [SectionBlock(text=plain("There is no such tag."))]
    if more and tags:
        place = json.dumps([typed, tags[-1].search_key, tags[-1].id])
        blocks += actions([button("Next", TagId.NEXT, place, about="tags")])
    # An input makes Slack ask for a submit button; it closes the list.
    return modal(TITLE, blocks, callback_id=TagId.LIST, submit="Done")


def _row(tag: TagCount) -> SectionBlock:
    people = "1 contact" if tag.contacts == 1 else f"{tag.contacts:,} contacts"
    if tag.contacts >= MOST_COUNTED:
        people = f"{MOST_COUNTED:,} contacts or more"
    options = [Option(text=plain(act.title()), value=f"{act}:{tag.id}") for act in TagAct]
    menu = OverflowMenuElement(action_id=TagId.MENU, options=options)
    return SectionBlock(block_id=f"tag-{tag.id}", text=plain(f"{tag.name}\n{people}"), accessory=menu)


def place_of(value: str) -> tuple[str, tuple[str, int] | None]:
    """(what was typed, behind which tag), as the button Next claims; the beginning if it cannot be."""
    try:
        typed, key, tag_id = json.loads(value)
    except (ValueError, TypeError, RecursionError):
        return "", None
    fits = isinstance(typed, str) and isinstance(key, str) and type(tag_id) is int and "\0" not in key + typed
    return (typed, (key, tag_id)) if fits and 0 < tag_id < 2**63 else ("", None)


def chosen_tag(action: Mapping[str, Any]) -> tuple[TagAct, int]:
    """What was chosen in a tag's menu, and which tag."""
    act, _, tag_id = str(action["selected_option"]["value"]).partition(":")
    return TagAct(act), row_id(tag_id, "tag")


def tag_form(act: TagAct, tag: Tag) -> ViewJson:
    """Over the list."""
    return _FORMS[act](tag) | {"private_metadata": str(tag.id)}


def _rename(tag: Tag) -> ViewJson:
    name = PlainTextInputElement(action_id="name", initial_value=tag.name, max_length=NAME_MOST)
    field = InputBlock(block_id="name", label=plain("New name"), element=name)
    return modal("Rename tag", [field], callback_id=TagId.RENAME_MODAL, submit="Rename")


def _merge(tag: Tag) -> ViewJson:
    into = ExternalDataSelectElement(
        action_id=OverviewId.TAGS, placeholder=plain("Another tag"), min_query_length=0
    )
    text = f"Whoever carries {tag.name} carries this one instead:"
    blocks = [
        SectionBlock(text=plain(text)),
        InputBlock(block_id="into", label=plain("Merge into"), element=into),
    ]
    return modal("Merge tag", blocks, callback_id=TagId.MERGE_MODAL, submit="Merge")


def _delete(tag: Tag) -> ViewJson:
    text = f"Delete {clip(tag.name, 100)}? It is taken off everybody who carries it; the contacts stay."
    return modal(
        "Delete tag", [SectionBlock(text=plain(text))], callback_id=TagId.DELETE_MODAL, submit="Delete"
    )


_FORMS = {TagAct.RENAME: _rename, TagAct.MERGE: _merge, TagAct.DELETE: _delete}
