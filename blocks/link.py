"""The modal "New invite link", what it turns into, the list of links, and the alarm of a paused one."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

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

from blocks.invitation import tags_select
from blocks.modal import Message, ViewJson, actions, button, modal, to_json
from blocks.text import clip, escape, plain
from storage.models import Link, LinkCounts

TITLE = "New invite link"
MOST_LISTED = 20  # three blocks each, and a modal holds a hundred


class LinkId(StrEnum):
    """The ids Slack sends back to us."""

    MODAL = "link"
    LIST = "list_links"
    ROTATE = "rotate_link"
    SWITCH_OFF = "switch_off_link"
    KEEP = "keep_link"
    ALARM_ROTATE = "alarm_rotate_link"
    ALARM_BLOCK = "alarm_block_waiting"


def link_form(channel: str | None) -> ViewJson:
    """The form; `channel` is where the command was typed. Each block_id is the name of the form's field."""
    listing = button("Your links", LinkId.LIST, "list", about="with what came of them")
    channels = ConversationSelectElement(action_id="channel", initial_conversation=channel)
    most = NumberInputElement(action_id="most_signups", is_decimal_allowed=False)
    fields: list[Block] = [
        _input("link_name", "Link name", _text("For you, to tell your links apart")),
        _input("tags", "Tags", tags_select(), hint="Everybody who signs up by this link gets them."),
        _input("expires", "Expires", DatePickerElement(action_id="expires"), hint="The last day it works."),
        _input("most_signups", "Most sign-ups", most, hint="An unconfirmed place is free again in a day."),
        _input("domains", "Domains allowed", _text("acme.com, example.org"), hint="Empty: any address."),
        _input("channel", "Post applications to", channels),
    ]
    return modal(TITLE, [*actions([listing]), *fields], callback_id=LinkId.MODAL, submit="Create link")


def _text(placeholder: str) -> PlainTextInputElement:
    return PlainTextInputElement(action_id="text", placeholder=plain(placeholder), max_length=500)


def _input(
    block_id: str, label: str, element: InputInteractiveElement, hint: str | None = None
) -> InputBlock:
    hinted = plain(hint) if hint else None
    return InputBlock(
        block_id=block_id, label=plain(label), element=element, hint=hinted, optional=bool(hint)
    )


def link_modal(link: Link, url: str) -> ViewJson:
    """The link as text, to copy from."""
    said = f"Whoever opens the link “{link.name}” can sign up:"
    if link.off_at:
        said = f"The link “{link.name}” has stopped working. Rotate gives it a new address."
    address = RichTextPreformattedElement(elements=[RichTextElementParts.Text(text=url)])
    blocks: list[Block] = [SectionBlock(text=plain(said))]
    if not link.off_at:
        blocks += [RichTextBlock(elements=[address]), ContextBlock(elements=[plain(_rules(link))])]
    return modal(TITLE, [*blocks, *actions(_buttons(link))])


def _rules(link: Link) -> str:
    rules = ["Nobody is taken in before one of you presses Approve."]
    if link.expires_at:
        rules.append(f"Works until {link.expires_at:%-d %B %Y}, 00:00 UTC.")
    if link.most_signups:
        rules.append(f"At most {link.most_signups} sign-ups.")
    if link.domains:
        rules.append(f"Only for addresses at {clip(', '.join(link.domains), 500)}.")
    return " ".join(rules)


def _buttons(link: Link) -> list[ButtonElement]:
    about = f"the link {link.name}"
    what = "Every copy of the address stops working at once; you get a new one."
    if link.off_at:
        what = "The link works again, by a new address."
    ask = _ask("Rotate this link?", what, "Rotate")
    rotate = button("Rotate", LinkId.ROTATE, link.id, about=about, confirm=ask)
    if link.off_at:
        return [rotate]
    ask = _ask(
        "Switch this link off?", "Nobody can sign up by it any more. Rotate brings it back.", "Switch off"
    )
    return [rotate, button("Switch off", LinkId.SWITCH_OFF, link.id, about=about, confirm=ask)]


def _ask(title: str, text: str, confirm: str) -> ConfirmObject:
    return ConfirmObject(
        title=plain(title), text=plain(text), confirm=plain(confirm), deny=plain("Cancel"), style="danger"
    )


def links_modal(links: Sequence[Link], counts: Mapping[int, LinkCounts], urls: Mapping[int, str]) -> ViewJson:
    """Every link with what came of it."""
    if not links:
        return modal(
            "Your links", [SectionBlock(text=plain("There are no links yet. Create the first one."))]
        )
    blocks: list[Block] = []
    for link in links:
        blocks += [*_listed(link, counts[link.id], urls[link.id]), DividerBlock()]
    return modal("Your links", blocks[:-1])


def _listed(link: Link, count: LinkCounts, url: str) -> list[Block]:
    state = "off" if link.off_at else "paused" if link.paused_at else url
    counted = (
        f"{count.opened} opened, {count.signed_up} signed up, {count.confirmed} confirmed, "
        f"{count.approved} approved, {count.declined} declined, {count.blocked} blocked"
    )
    name = HeaderBlock(text=plain(link.name, 150))
    return [name, ContextBlock(elements=[plain(counted), plain(state)]), *actions(_buttons(link))]


def alarm_message(link: Link) -> Message:
    """A burst of sign-ups has paused the link: what now?"""
    text = f"Unusually many people signed up by the link {link.name}, so it is paused."
    about = f"the link {link.name}"
    block_all = _ask(
        "Rotate and block?", "Everybody who waits and came by this link is blocked.", "Block them"
    )
    buttons = [
        button("Keep", LinkId.KEEP, link.id, about=about),
        button("Rotate", LinkId.ALARM_ROTATE, link.id, about=about),
        button("Rotate and block the waiting", LinkId.ALARM_BLOCK, link.id, about=about, confirm=block_all),
    ]
    meanwhile = ContextBlock(elements=[plain("Nobody can sign up by it until you have answered.")])
    return Message(escape(text), to_json([SectionBlock(text=plain(text)), meanwhile, *actions(buttons)]))


def alarm_over_message(link: Link, url: str, *, rotated: bool, blocked: int) -> Message:
    """What the alarm turns into when somebody has answered it."""
    text = f"The link {link.name} goes on after unusually many sign-ups."
    if rotated:
        text = f"The old address of the link {link.name} has stopped working."
    if blocked:
        text += " 1 person who waited is blocked." if blocked == 1 else f" {blocked} who waited are blocked."
    blocks: list[Block] = [SectionBlock(text=plain(text))]
    if rotated:
        address = RichTextPreformattedElement(elements=[RichTextElementParts.Text(text=url)])
        blocks += [ContextBlock(elements=[plain("The new one:")]), RichTextBlock(elements=[address])]
    return Message(escape(text), to_json(blocks))
