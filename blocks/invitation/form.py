"""The modal words.INVITE_A_CONTACT, the texts that replace it, and the modal that shows a link."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    ContextBlock,
    ExternalDataMultiSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
    SectionBlock,
)

from blocks.approval.card import approve_button, unblock_button
from blocks.invitation import words
from blocks.kit.acts import (
    invite_again_button,
    open_button,
    resend_word,
    restore_button,
    send_anyway_button,
)
from blocks.kit.modal import ViewJson, actions, button, modal, permitted
from blocks.kit.preview import preview_button
from blocks.kit.status import status_words
from blocks.kit.text import OPTION_LENGTH, clip, day, ours, plain
from storage.entities.contact import Contact, ContactRefused, Invitation, StatusForbids
from storage.entities.invite_refused import ResentTooOften
from storage.entities.right import Right, Rights
from storage.entities.status import Status

NAME_MOST = 200
EMAIL_MOST = 254  # limit of an address in RFC 5321
NOTE_MOST = 2_000


class InvitationId(StrEnum):
    """Command, action and callback ids of invitations."""

    COMMAND = "/invite-contact"
    MODAL = "invite"
    TAGS = "tags"
    PREVIEW = "preview_invitation"
    RESEND = "resend_invitation"
    COPY_LINK = "copy_invitation_link"
    WITHDRAW = "withdraw_invitation"


def invite_modal(
    rights: Rights, name: str = "", email: str = "", tags: Sequence[str] = (), above: str = ""
) -> ViewJson:
    """Render the form, filled in with what was typed after the command.

    Each block_id is a form field's name.
    """
    typed: dict[str, dict[str, Any]] = {
        "name": {"initial_value": name[:NAME_MOST]} if name else {},
        "email": {"initial_value": email[:EMAIL_MOST]} if email else {},
        "tags": {"initial_options": [_chosen(tag) for tag in tags]} if tags else {},
    }
    blank = _blank_form()
    fields = [
        _filled(block, typed.get(block["block_id"], {}))
        for block in blank["blocks"]
        if block["block_id"] != "offer" or Right.HIRE in rights
    ]
    said = [ContextBlock(elements=[plain(above)]).to_dict()] if above else []
    return blank | {"blocks": [*said, *fields]}


def _filled(block: dict[str, Any], typed: dict[str, Any]) -> dict[str, Any]:
    return block | {"element": block["element"] | typed} if typed else block


@lru_cache(1000)  # the same tags come again and again
def _chosen(tag: str) -> dict[str, Any]:
    return tag_option(tag, tag).to_dict()


_OFFER = Option(text=plain(words.OFFER_NEXT), value="offer")
_LATER = Option(text=plain(words.INVITE_LATER), value="later")


@cache  # cached: building it takes most of the time between the command and the modal
def _blank_form() -> ViewJson:
    note = PlainTextInputElement(action_id="note", multiline=True, max_length=NOTE_MOST)
    return modal(
        words.INVITE_A_CONTACT,
        [
            _input("name", words.NAME, PlainTextInputElement(action_id="name", max_length=NAME_MOST)),
            # Slack's email input refuses `Ada <ada@x.dk>` and `ada@x.dk,`, which we read.
            _input("email", words.EMAIL, PlainTextInputElement(action_id="email")),
            _input("note", words.INVITE_NOTE, note, hint=words.NOTE_HINT),
            _input("tags", words.TAGS, tags_select(), hint=words.TAGS_HINT),
            _input(
                "offer",
                words.JOB,
                CheckboxesElement(action_id="offer", options=[_OFFER]),
                hint=words.OFFER_HINT,
            ),
            _input(
                "later",
                words.DELIVERY,
                CheckboxesElement(action_id="later", options=[_LATER]),
                hint=words.LATER_HINT,
            ),
            preview_button(InvitationId.PREVIEW),
        ],
        callback_id=InvitationId.MODAL,
        submit=words.INVITE_CONTACT,
    )


def _input(block_id: str, label: str, element: Any, hint: str | None = None) -> InputBlock:
    hinted = hint and plain(hint)
    return InputBlock(
        block_id=block_id, label=plain(label), element=element, hint=hinted, optional=bool(hint)
    )


def tags_select(chosen: Sequence[str] = ()) -> ExternalDataMultiSelectElement:
    """Make a Tags field. It suggests the workspace's tags and offers to create new ones."""
    return ExternalDataMultiSelectElement(
        action_id=InvitationId.TAGS,
        placeholder=plain(words.TAGS_PLACEHOLDER),
        min_query_length=0,
        initial_options=[tag_option(tag, tag) for tag in chosen] or None,
    )


def tag_options(typed: str, known: Sequence[str]) -> list[dict[str, Any]]:
    """List the options for a Tags field.

    Slack's selects take no free text, so a new word becomes an option.
    """
    options = [tag_option(name, name) for name in known]
    if typed and typed.casefold() not in {name.casefold() for name in known}:
        options.insert(0, tag_option(words.create_tag(typed), typed))
    return [option.to_dict() for option in options]


def tag_option(text: str, value: str) -> Option:
    return Option(text=plain(text, OPTION_LENGTH), value=value)


def standing(refused: ContactRefused, rights: Rights) -> list[Block]:
    """Render a refusal about a contact: the reason, their status, and buttons that help."""
    contact, text = refused.contact, refused.told(rights)
    line = words.who_stands(contact.name, contact.email, status_words(contact))
    blocks: list[Block] = [SectionBlock(text=plain(text)), ContextBlock(elements=[plain(line)])]
    look = (Right.SEE, open_button(contact))
    return [*blocks, *actions(permitted(rights, *_what_helps(refused), look))]


def _what_helps(refused: ContactRefused) -> list[tuple[Right, ButtonElement]]:
    contact = refused.contact
    if contact.archived_at and not contact.withdrawn:
        return [(Right.EDIT, restore_button(contact))]
    if isinstance(refused, ResentTooOften):
        return []
    if contact.status == Status.INVITED and not contact.archived_at:
        return [(Right.INVITE, resend_button(contact))]
    if contact.status == Status.APPLIED and not contact.archived_at:
        return [(Right.APPROVE, approve_button(contact))]
    if (
        contact.status == Status.DECLINED
        and isinstance(refused, StatusForbids)
        and not contact.mail_stopped_at
    ):
        return [(Right.INVITE, invite_again_button(contact))]
    if contact.status == Status.ACTIVE and contact.bounced_at:
        return [(Right.HIRE, send_anyway_button(contact))]
    return [(Right.APPROVE, unblock_button(contact))] if contact.status == Status.BLOCKED else []


def resend_button(contact: Contact) -> ButtonElement:
    about = f"to {contact.name}" if contact.unasked else f"the invitation to {contact.name}"
    return button(resend_word(contact), InvitationId.RESEND, contact.id, about=about)


def withdraw_button(contact: Contact) -> ButtonElement:
    ask = ConfirmObject(
        title=plain(words.WITHDRAW_QUESTION),
        text=plain(words.withdraw_means(clip(contact.name, 80))),
        confirm=plain(words.WITHDRAW),
        deny=plain(words.KEEP_IT),
        style="danger",
    )
    about = f"the invitation to {contact.name}"
    return button(words.WITHDRAW, InvitationId.WITHDRAW, contact.id, about=about, confirm=ask)


def resent_modal(contact: Contact) -> ViewJson:
    """Render what the modal becomes after Resend."""
    again = contact.invitation is not None and contact.invitation.began_at is not None
    text = words.sent(contact.name, again=again)
    return modal(words.INVITE_A_CONTACT, [SectionBlock(text=plain(text))])


def link_modal(contact: Contact, url: str, invitation: Invitation) -> ViewJson:
    """Show a contact's personal link as text to copy, in case the email was lost."""
    parts: list[Any] = [RichTextElementParts.Text(text=url)]
    warning = words.only_for(contact.name)
    return modal(
        words.COPY_LINK,
        [
            SectionBlock(text=plain(words.personal_link(contact.name))),
            RichTextBlock(elements=[RichTextPreformattedElement(elements=parts)]),
            ContextBlock(elements=[plain(warning), ours(words.works_until(day(invitation.expires_at)))]),
        ],
    )
