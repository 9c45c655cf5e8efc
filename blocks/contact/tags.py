"""Managing tags: the list with counts and similar names, and forms to rename, merge and delete."""

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

from blocks.contact import words
from blocks.home.overview import OverviewId
from blocks.kit.form import row_id
from blocks.kit.modal import ViewJson, actions, button, modal
from blocks.kit.text import clip, plain
from storage.entities.tag import Tag
from storage.overview.listing import TagCount


class TagId(StrEnum):
    """Action and callback ids of the tag list and its forms."""

    LIST = "tag_list"
    FIND = "find_tags"
    NEXT = "more_tags"
    MENU = "tag"
    RENAME_MODAL = "rename_tag"
    MERGE_MODAL = "merge_tag"
    DELETE_MODAL = "delete_tag"


class TagAct(StrEnum):
    """The choices in a tag's menu."""

    RENAME = "rename"
    MERGE = "merge"
    DELETE = "delete"


NAME_MOST = 50


def tags_modal(
    tags: Sequence[TagCount], alike: Sequence[tuple[str, str]], typed: str = "", *, more: bool = False
) -> ViewJson:
    """Render one page of the tag list, by name. `alike` are pairs of similar names."""
    find = PlainTextInputElement(
        action_id=TagId.FIND,
        initial_value=typed or None,
        dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
        max_length=NAME_MOST,
    )
    blocks: list[Block] = [
        InputBlock(
            block_id="find", label=plain(words.FIND), element=find, dispatch_action=True, optional=True,
            hint=plain(words.FIND_HINT),
        )
    ]  # fmt: skip
    if alike:
        blocks.append(ContextBlock(elements=[plain(words.alike(alike))]))
    blocks += [_row(tag) for tag in tags] or [SectionBlock(text=plain(words.NO_TAGS))]
    if more and tags:
        place = json.dumps([typed, tags[-1].search_key, tags[-1].id])
        blocks += actions([button(words.NEXT, TagId.NEXT, place, about="tags")])
    # Slack requires a submit button in a modal with an input. This one searches, as Enter does.
    return modal(words.MANAGE_TAGS, blocks, callback_id=TagId.LIST, submit=words.FIND, close=words.CLOSE)


_WORDS = {TagAct.RENAME: words.RENAME, TagAct.MERGE: words.MERGE, TagAct.DELETE: words.DELETE}


def _row(tag: TagCount) -> SectionBlock:
    options = [Option(text=plain(_WORDS[act]), value=f"{act}:{tag.id}") for act in TagAct]
    menu = OverflowMenuElement(action_id=TagId.MENU, options=options)
    return SectionBlock(
        block_id=f"tag-{tag.id}", text=plain(f"{tag.name}\n{words.contacts(tag.contacts)}"), accessory=menu
    )


def place_of(value: str) -> tuple[str, tuple[str, int] | None]:
    """Read (what was typed, the tag to continue behind) from the Next button.

    Invalid values mean the beginning.
    """
    try:
        typed, key, tag_id = json.loads(value)
    except (ValueError, TypeError, RecursionError):
        return "", None
    fits = isinstance(typed, str) and isinstance(key, str) and type(tag_id) is int and "\0" not in key + typed
    return (typed, (key, tag_id)) if fits and 0 < tag_id < 2**63 else ("", None)


def chosen_tag(action: Mapping[str, Any]) -> tuple[TagAct, int]:
    """Read which choice of a tag's menu was made, and for which tag."""
    act, _, tag_id = str(action["selected_option"]["value"]).partition(":")
    return TagAct(act), row_id(tag_id, "tag")


def tag_form(act: TagAct, tag: Tag, refused: str = "") -> ViewJson:
    """Render the form for a tag's menu choice, shown above the list.

    It carries the name it shows, so that nobody changes a tag that was renamed meanwhile. After such a
    refusal its reason stands on top.
    """
    view = _FORMS[act](tag)
    told = [SectionBlock(text=plain(refused)).to_dict()] if refused else []
    carried = json.dumps({"tag": tag.id, "name": tag.name})
    return view | {"blocks": [*told, *view["blocks"]], "private_metadata": carried}


def tag_of_form(view: Mapping[str, Any]) -> tuple[int, str | None]:
    """Read which tag a form is about, and the name it shows. Forms of earlier releases carry the id alone."""
    carried = view["private_metadata"]
    try:
        known = json.loads(carried)
        return row_id(known["tag"], "tag"), str(known["name"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return row_id(carried, "tag"), None


def _rename(tag: Tag) -> ViewJson:
    name = PlainTextInputElement(action_id="name", initial_value=tag.name, max_length=NAME_MOST)
    field = InputBlock(block_id="name", label=plain(words.NEW_NAME), element=name)
    return modal(words.RENAME_TAG, [field], callback_id=TagId.RENAME_MODAL, submit=words.RENAME)


def _merge(tag: Tag) -> ViewJson:
    into = ExternalDataSelectElement(
        action_id=OverviewId.TAGS, placeholder=plain(words.ANOTHER_TAG), min_query_length=0
    )
    text = words.merge_means(tag.name)
    blocks = [
        SectionBlock(text=plain(text)),
        InputBlock(block_id="into", label=plain(words.MERGE_INTO), element=into),
    ]
    return modal(words.MERGE_TAG, blocks, callback_id=TagId.MERGE_MODAL, submit=words.MERGE)


def _delete(tag: Tag) -> ViewJson:
    text = words.delete_means(clip(tag.name, 100))
    return modal(
        words.DELETE_TAG,
        [SectionBlock(text=plain(text))],
        callback_id=TagId.DELETE_MODAL,
        submit=words.DELETE,
    )


_FORMS = {TagAct.RENAME: _rename, TagAct.MERGE: _merge, TagAct.DELETE: _delete}
