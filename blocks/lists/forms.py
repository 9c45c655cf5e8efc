"""The controls of lists on the Home tab, their forms, and the news for a channel."""

from collections.abc import Iterable
from enum import StrEnum

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    ConversationFilter,
    ConversationSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    SectionBlock,
    StaticSelectElement,
)

from blocks.kit.modal import Message, ViewJson, actions, button, modal, to_json
from blocks.kit.text import OPTION_LENGTH, escape, plain
from blocks.lists import words
from storage.entities.saved_list import TEAM, ListChoice, SavedList

NAME_MOST = 60
ME = "me"
ALL = "all"  # the value of the option for all contacts


class ListId(StrEnum):
    """Action and callback ids of lists."""

    CHOOSE = "choose_list"
    SAVE = "save_list"
    STAR = "star_list"
    UNSTAR = "unstar_list"
    EDIT = "edit_list"
    DELETE = "delete_list"
    SAVE_FORM = "save_list_form"
    EDIT_FORM = "edit_list_form"


def list_controls(choice: ListChoice) -> list[StaticSelectElement | ButtonElement]:
    """Make the choice of lists if there are any, and the buttons that fit."""
    return [*([_list_select(choice)] if choice.lists else []), *_list_buttons(choice)]


def _list_select(choice: ListChoice) -> StaticSelectElement:
    everybody = Option(text=plain(words.EVERYBODY), value=ALL)
    names = {each.id: words.option(each.name, starred=each.id in choice.starred) for each in choice.lists}
    options = {each: Option(text=plain(name, OPTION_LENGTH), value=str(each)) for each, name in names.items()}
    return StaticSelectElement(
        action_id=ListId.CHOOSE,
        placeholder=plain(words.LIST),
        options=[everybody, *options.values()],
        initial_option=options[choice.chosen.id] if choice.chosen else None,
    )


def _list_buttons(choice: ListChoice) -> list[ButtonElement]:
    """Make the buttons: for the chosen list, or to save what is shown."""
    chosen = choice.chosen
    if chosen is None:
        save = button(words.SAVE_LIST, ListId.SAVE, "home", about="with this search, filter and order")
        return [save] if choice.worth_saving else []
    star = (words.UNSTAR, ListId.UNSTAR) if chosen.id in choice.starred else (words.STAR, ListId.STAR)
    return [
        button(*star, chosen.id, about=chosen.name),
        button(words.EDIT_LIST, ListId.EDIT, chosen.id, about=chosen.name),
    ]


def save_modal() -> ViewJson:
    return modal(words.SAVE_LIST, _fields(), callback_id=ListId.SAVE_FORM, submit=words.SAVE_LIST)


def edit_modal(saved: SavedList) -> ViewJson:
    ask = ConfirmObject(
        title=plain(words.DELETE_QUESTION),
        text=plain(words.DELETE_MEANS),
        confirm=plain(words.DELETE),
        deny=plain(words.KEEP),
    )
    delete = button(words.DELETE_LIST, ListId.DELETE, saved.id, about=saved.name, confirm=ask)
    blocks = [*_fields(saved), *actions([delete])]
    view = modal(words.EDIT_LIST, blocks, callback_id=ListId.EDIT_FORM, submit=words.SAVE)
    return view | {"private_metadata": str(saved.id)}


def deleted_modal() -> ViewJson:
    return modal(words.EDIT_LIST, [SectionBlock(text=plain(words.DELETED))])


def _fields(saved: SavedList | None = None) -> list[Block]:
    mine, teams = (
        Option(text=plain(label), value=value)
        for label, value in ((words.ONLY_ME, ME), (words.THE_TEAM, TEAM))
    )
    name = PlainTextInputElement(
        action_id="name", initial_value=saved.name if saved else None, max_length=NAME_MOST
    )
    who = RadioButtonsElement(
        action_id="who", options=[mine, teams], initial_option=teams if saved and saved.for_team else mine
    )
    channel = ConversationSelectElement(
        action_id="channel",
        initial_conversation=saved.channel if saved else None,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    return [
        InputBlock(block_id="name", label=plain(words.NAME), element=name),
        InputBlock(block_id="who", label=plain(words.WHO_SEES_IT), element=who),
        InputBlock(
            block_id="channel",
            label=plain(words.TELL),
            hint=plain(words.TELL_HINT),
            element=channel,
            optional=True,
        ),
    ]


def news_message(saved: SavedList, people: int, titles: Iterable[str] = ()) -> Message:
    """Tell a channel how many new people are on a list, and some of their titles. It names nobody."""
    text, known = words.news(people, saved.name), words.titles(titles)
    blocks: list[Block] = [SectionBlock(text=plain(text))]
    if known:
        blocks.append(SectionBlock(text=plain(known)))
    if saved.for_team:
        blocks.append(ContextBlock(elements=[plain(words.WHERE)]))
    return Message(escape(" ".join(filter(None, (text, known)))), to_json(blocks))
