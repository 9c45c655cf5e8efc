"""The modal "Invite a contact", what it turns into, and the modal that shows a link."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    ContextBlock,
    EmailInputElement,
    ExternalDataMultiSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
    SectionBlock,
)

from blocks.acts import invite_again_button, open_button, restore_button
from blocks.approval import approve_button, unblock_button
from blocks.modal import ViewJson, actions, button, modal
from blocks.status import status_words
from blocks.text import OPTION_LENGTH, clip, day, ours, plain
from storage.errors import ContactRefused, StatusForbids
from storage.models import Contact, Invitation
from storage.status import Status

NAME_MOST = 200
EMAIL_MOST = 254  # RFC 5321
NOTE_MOST = 2_000


class InvitationId(StrEnum):
    """The ids Slack sends back to us."""

    COMMAND = "/invite-contact"
    MODAL = "invite"
    TAGS = "tags"
    RESEND = "resend_invitation"
    COPY_LINK = "copy_invitation_link"
    WITHDRAW = "withdraw_invitation"


def invite_modal(name: str = "", email: str = "", tags: Sequence[str] = (), above: str = "") -> ViewJson:
    """The form, with what was typed behind the command; each block_id is the name of the form's field."""
    typed: dict[str, dict[str, Any]] = {
        "name": {"initial_value": name[:NAME_MOST]} if name else {},
        "email": {"initial_value": email[:EMAIL_MOST]} if email else {},
        "tags": {"initial_options": [tag_option(tag, tag).to_dict() for tag in tags]} if tags else {},
    }
    blank = _blank_form()
    fields = [_filled(block, typed.get(block["block_id"], {})) for block in blank["blocks"]]
    said = [ContextBlock(elements=[plain(above)]).to_dict()] if above else []
    return blank | {"blocks": [*said, *fields]}


def _filled(block: dict[str, Any], typed: dict[str, Any]) -> dict[str, Any]:
    return block | {"element": block["element"] | typed}


_OFFER = Option(text=plain("Offer a job next"), value="offer")
_OFFER_HINT = "Ticked: a form for the job follows. The offer leaves once they have accepted your invitation."
_LATER = Option(text=plain("Invite later"), value="later")
_LATER_HINT = "Ticked: they are added, and nothing is mailed before you press Send invitation."


@cache  # building and checking it takes longer than all the rest between the command and the modal
def _blank_form() -> ViewJson:
    note = PlainTextInputElement(action_id="note", multiline=True, max_length=NOTE_MOST)
    return modal(
        "Invite a contact",
        [
            _input("name", "Name", PlainTextInputElement(action_id="name", max_length=NAME_MOST)),
            _input("email", "Email", EmailInputElement(action_id="email")),
            _input("note", "Invite note", note, hint="They read this in the mail."),
            _input("tags", "Tags", tags_select(), hint="Your team's own words; they never see them."),
            _input("offer", "Job", CheckboxesElement(action_id="offer", options=[_OFFER]), hint=_OFFER_HINT),
            _input("later", "Mail", CheckboxesElement(action_id="later", options=[_LATER]), hint=_LATER_HINT),
        ],
        callback_id=InvitationId.MODAL,
        submit="Invite contact",
    )


def _input(block_id: str, label: str, element: Any, hint: str | None = None) -> InputBlock:
    hinted = hint and plain(hint)
    return InputBlock(
        block_id=block_id, label=plain(label), element=element, hint=hinted, optional=bool(hint)
    )


def tags_select(chosen: Sequence[str] = ()) -> ExternalDataMultiSelectElement:
    """Every Tags input: it suggests the workspace's tags, and makes new ones."""
    return ExternalDataMultiSelectElement(
        action_id=InvitationId.TAGS,
        placeholder=plain("python, copywriting, berlin"),
        min_query_length=0,
        initial_options=[tag_option(tag, tag) for tag in chosen] or None,
    )


def tag_options(typed: str, known: Sequence[str]) -> list[dict[str, Any]]:
    """What the Tags field offers; a select takes no free text, so new words come back as an option."""
    options = [tag_option(name, name) for name in known]
    if typed and typed.casefold() not in {name.casefold() for name in known}:
        options.insert(0, tag_option(f'Create "{typed}"', typed))
    return [option.to_dict() for option in options]


def tag_option(text: str, value: str) -> Option:
    return Option(text=plain(text, OPTION_LENGTH), value=value)


def standing(refused: ContactRefused) -> list[Block]:
    """What was refused and where the contact stands, with the buttons that help."""
    contact, text = refused.contact, refused.text
    line = f"{contact.name} ({contact.email}): {status_words(contact)}"
    blocks: list[Block] = [SectionBlock(text=plain(text)), ContextBlock(elements=[plain(line)])]
    return [*blocks, *actions([*_what_helps(refused), open_button(contact)])]


def _what_helps(refused: ContactRefused) -> list[ButtonElement]:
    contact = refused.contact
    if contact.archived_at and not contact.withdrawn:
        return [restore_button(contact)]
    if contact.status == Status.INVITED and not contact.archived_at:
        return [resend_button(contact)]
    if contact.status == Status.APPLIED and not contact.archived_at:
        return [approve_button(contact)]
    if (
        contact.status == Status.DECLINED
        and isinstance(refused, StatusForbids)
        and not contact.mail_stopped_at
    ):
        return [invite_again_button(contact)]
    return [unblock_button(contact)] if contact.status == Status.BLOCKED else []


def resend_button(contact: Contact) -> ButtonElement:
    if contact.unasked:
        return button("Send invitation", InvitationId.RESEND, contact.id, about=f"to {contact.name}")
    return button("Resend", InvitationId.RESEND, contact.id, about=f"the invitation to {contact.name}")


def withdraw_button(contact: Contact) -> ButtonElement:
    ask = ConfirmObject(
        title=plain("Withdraw this invitation?"),
        text=plain(
            f"The link {clip(contact.name, 80)} was mailed stops working. You can invite them again later."
        ),
        confirm=plain("Withdraw"),
        deny=plain("Keep it"),
        style="danger",
    )
    about = f"the invitation to {contact.name}"
    return button("Withdraw", InvitationId.WITHDRAW, contact.id, about=about, confirm=ask)


def resent_modal(contact: Contact) -> ViewJson:
    """What the status line becomes after Resend."""
    again = " again" if contact.invitation and contact.invitation.mails > 1 else ""
    text = f"The invitation is on its way to {contact.name}{again}."
    return modal("Invite a contact", [SectionBlock(text=plain(text))])


def link_modal(contact: Contact, url: str, invitation: Invitation) -> ViewJson:
    """This person's own link as text, for when the mail was lost."""
    parts: list[Any] = [RichTextElementParts.Text(text=url)]
    warning = f"Only for {contact.name}: whoever opens it can answer for them."
    return modal(
        "Copy link",
        [
            SectionBlock(text=plain(f"The personal link of {contact.name}:")),
            RichTextBlock(elements=[RichTextPreformattedElement(elements=parts)]),
            ContextBlock(elements=[plain(warning), ours(f"Works until {day(invitation.expires_at)}.")]),
        ],
    )
