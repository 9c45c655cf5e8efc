"""The modal "New invite link", the list of links, and the warning about a paused one."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    ConversationSelectElement,
    DatePickerElement,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    NumberInputElement,
    PlainTextInputElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement

from blocks.invitation import words
from blocks.invitation.form import tags_select
from blocks.kit.form import row_id
from blocks.kit.modal import Message, ViewJson, actions, button, modal, permitted, to_json
from blocks.kit.text import clip, escape, plain
from storage.entities.link import Link, LinkCounts
from storage.entities.right import Right, Rights

MOST_LISTED = 20  # three blocks each; a modal holds a hundred


class LinkId(StrEnum):
    """Action and callback ids of sign-up links."""

    MODAL = "link"
    LIST = "list_links"
    ROTATE = "rotate_link"
    SWITCH_OFF = "switch_off_link"
    KEEP = "keep_link"
    ALARM_ROTATE = "alarm_rotate_link"
    ALARM_BLOCK = "alarm_block_waiting"


def link_form(channel: str | None, usual: str | None, *, private: bool = False) -> ViewJson:
    """Render the form. Each block_id is a form field's name.

    `channel` is where the command was typed, which may be `private`; `usual` is the channel from Settings
    for applications.
    """
    listing = button(words.YOUR_LINKS, LinkId.LIST, "list", about="with what came of them")
    channels = ConversationSelectElement(action_id="channel", initial_conversation=channel or usual)
    elsewhere = words.POST_TO_HINT if usual else None
    most = NumberInputElement(action_id="most_signups", is_decimal_allowed=False)
    fields: list[Block] = [
        _input("link_name", words.LINK_NAME, _text(words.LINK_NAME_PLACEHOLDER)),
        _input("tags", words.TAGS, tags_select(), hint=words.LINK_TAGS_HINT),
        _input("expires", words.EXPIRES, DatePickerElement(action_id="expires"), hint=words.EXPIRES_HINT),
        _input("most_signups", words.MOST_SIGNUPS, most, hint=words.MOST_SIGNUPS_HINT),
        _input("domains", words.DOMAINS, _text(words.DOMAINS_PLACEHOLDER), hint=words.DOMAINS_HINT),
        _input("channel", words.POST_TO, channels, hint=elsewhere),
    ]
    view = modal(
        words.NEW_LINK, [*actions([listing]), *fields], callback_id=LinkId.MODAL, submit=words.CREATE_LINK
    )
    return view | ({"private_metadata": channel} if channel and private else {})


def chose_private(view: Mapping[str, Any], chosen: str | None) -> bool:
    """Tell whether the chosen channel is the private one where the command was typed."""
    return bool(chosen) and view.get("private_metadata") == chosen


def _text(placeholder: str) -> PlainTextInputElement:
    return PlainTextInputElement(action_id="text", placeholder=plain(placeholder), max_length=500)


def _input(
    block_id: str, label: str, element: InputInteractiveElement, hint: str | None = None
) -> InputBlock:
    hinted = plain(hint) if hint else None
    return InputBlock(
        block_id=block_id, label=plain(label), element=element, hint=hinted, optional=bool(hint)
    )


def link_modal(link: Link, url: str, refused: str = "") -> ViewJson:
    """Show the link as text to copy. After a refusal, its reason stands above the link as it is now."""
    said = words.anyone_can_apply(link.name)
    if link.off_at:
        said = words.link_is_off(link.name)
    address = RichTextPreformattedElement(elements=[RichTextElementParts.Text(text=url)])
    blocks: list[Block] = [SectionBlock(text=plain(each)) for each in (refused, said) if each]
    if not link.off_at:
        blocks += [RichTextBlock(elements=[address]), ContextBlock(elements=[plain(_rules(link))])]
    return modal(words.NEW_LINK, [*blocks, *actions(_buttons(link))])


def _rules(link: Link) -> str:
    rules = [words.NEEDS_APPROVAL]
    if link.last_day:
        rules.append(words.last_day(link.last_day))
    if link.most_signups:
        rules.append(words.most_signups(link.most_signups))
    if link.domains:
        rules.append(words.domains_only(clip(words.domain_list(link.domains), 500)))
    return " ".join(rules)


def _buttons(link: Link) -> list[ButtonElement]:
    about = f"the link {link.name}"
    what = words.ROTATE_MEANS
    if link.off_at:
        what = words.ROTATE_REVIVES
    ask = _ask(words.ROTATE_QUESTION, what, words.ROTATE)
    seen = f"{link.id}:{link.version}"
    rotate = button(words.ROTATE, LinkId.ROTATE, seen, about=about, confirm=ask)
    if link.off_at:
        return [rotate]
    ask = _ask(words.SWITCH_OFF_QUESTION, words.SWITCH_OFF_MEANS, words.SWITCH_OFF)
    return [rotate, button(words.SWITCH_OFF, LinkId.SWITCH_OFF, seen, about=about, confirm=ask)]


def seen_link(action: Mapping[str, Any]) -> tuple[int, str]:
    """Read which link a button is about, and the version its reader saw: empty in older buttons."""
    link_id, _, version = str(action["value"]).partition(":")
    return row_id(link_id, "link"), version


def _ask(title: str, text: str, confirm: str) -> ConfirmObject:
    return ConfirmObject(
        title=plain(title), text=plain(text), confirm=plain(confirm), deny=plain(words.CANCEL), style="danger"
    )


def links_modal(links: Sequence[Link], counts: Mapping[int, LinkCounts], urls: Mapping[int, str]) -> ViewJson:
    """Render the list of links, each with counts of its use."""
    if not links:
        return modal(words.YOUR_LINKS, [SectionBlock(text=plain(words.NO_LINKS))])
    blocks: list[Block] = []
    for link in links:
        blocks += [*_listed(link, counts[link.id], urls[link.id]), DividerBlock()]
    return modal(words.YOUR_LINKS, blocks[:-1])


def _listed(link: Link, count: LinkCounts, url: str) -> list[Block]:
    state = words.OFF if link.off_at else words.PAUSED if link.paused_at else url
    counted = words.link_counts(count)
    name = HeaderBlock(text=plain(link.name, 150))
    return [name, ContextBlock(elements=[plain(counted), plain(state)]), *actions(_buttons(link))]


def alarm_message(link: Link, rights: Rights) -> Message:
    """Warn that unusually many sign-ups have paused a link, with buttons to decide."""
    text = words.link_alarm(link.name)
    about = f"the link {link.name}"
    block_all = _ask(words.BLOCK_QUESTION, words.BLOCK_MEANS, words.BLOCK_THEM)
    block = button(words.ROTATE_AND_BLOCK, LinkId.ALARM_BLOCK, link.id, about=about, confirm=block_all)
    buttons = permitted(
        rights,
        (Right.SHARE, button(words.KEEP, LinkId.KEEP, link.id, about=about)),
        (Right.SHARE, button(words.ROTATE, LinkId.ALARM_ROTATE, link.id, about=about)),
        *([(Right.APPROVE, block)] if Right.SHARE in rights else []),  # blocking needs both rights
    )
    meanwhile = ContextBlock(elements=[plain(words.PAUSED_MEANWHILE)])
    return Message(escape(text), to_json([SectionBlock(text=plain(text)), meanwhile, *actions(buttons)]))


def alarm_over_message(link: Link, url: str, *, rotated: bool, blocked: int) -> Message:
    """Render what the warning becomes after the decision."""
    text = words.alarm_over(link.name, rotated=rotated, blocked=blocked)
    blocks: list[Block] = [SectionBlock(text=plain(text))]
    if rotated:
        address = RichTextPreformattedElement(elements=[RichTextElementParts.Text(text=url)])
        blocks += [ContextBlock(elements=[plain(words.NEW_ADDRESS)]), RichTextBlock(elements=[address])]
    return Message(escape(text), to_json(blocks))
