"""The application card in every status, with its buttons and overflow menu."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    Option,
    OverflowMenuElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextQuoteElement,
    SectionBlock,
)

from blocks.approval import words
from blocks.hire.steps import next_steps
from blocks.kit.acts import open_button
from blocks.kit.form import row_id
from blocks.kit.modal import Message, ViewJson, actions, button, modal, permitted, to_json
from blocks.kit.status import address_words, approval, status_words
from blocks.kit.text import clip, day, escape, ours, plain, when
from blocks.kit.words import in_sentence
from blocks.profile.shown import profile_blocks, said_blocks
from storage.entities.application import Application
from storage.entities.contact import Contact
from storage.entities.profile import said_from_json
from storage.entities.right import Right, Rights
from storage.entities.status import Decision, Status


class ApprovalId(StrEnum):
    """Action and callback ids of the application card, its modals and the review list."""

    APPROVE = "approve"
    DECLINE = "decline"
    BLOCK = "block"
    UNBLOCK = "unblock"
    MORE = "application_more"
    DECLINE_MODAL = "decline_application"
    BLOCK_MODAL = "block_application"
    PREVIEW = "preview_decision"
    HAND_OVER_MODAL = "hand_over_application"
    REVIEW = "review_applications"
    REVIEW_MODAL = "approve_applications"


class More(StrEnum):
    """The choices in the card's overflow menu."""

    BLOCK = "block"
    SNOOZE = "snooze"
    HAND_OVER = "hand_over"


def application_card(
    contact: Contact, application: Application, made_by: str, rights: Rights, *, private: bool
) -> Message:
    """Render the card of a contact's newest application, in any status.

    `made_by` is the name of the link's maker; `rights` are those of the people who read it. Unless it is
    `private`, everybody may read it, and while it waits, the address stands behind `Open`.
    """
    blocks: list[Block] = [HeaderBlock(text=plain(contact.name, 150)), *profile_blocks(contact.profile)]
    blocks += _who(contact, private=private)
    blocks += _said(application)
    blocks += [
        SectionBlock(text=ours(_standing(contact, application, rights))),
        ContextBlock(elements=_known(contact, application, made_by)),
    ]
    look = [] if private else permitted(rights, (Right.SEE, open_button(contact)))
    if Right.APPROVE in rights and contact.status == Status.APPLIED and not contact.archived_at:
        blocks.append(ActionsBlock(elements=_decisions(contact, look)))
    elif Right.APPROVE in rights and contact.status == Status.BLOCKED:
        blocks += actions([unblock_button(contact)])
    else:
        blocks += actions(next_steps(contact, rights))
    return Message(escape(f"{contact.name}: {status_words(contact)}"), to_json(blocks))


def earlier_card(contact: Contact, application: Application, made_by: str, *, private: bool) -> Message:
    """Render the card of an application that a newer one followed: what was decided, and no live buttons.

    Unless it is `private`, everybody may read it, and it shows no address.
    """
    name = application.name or contact.name
    standing = _decided(application) or words.NOT_DECIDED
    known = [words.signed_up(made_by, application.link.name), *_reason(application), words.APPLIED_AGAIN]
    blocks: list[Block] = [
        HeaderBlock(text=plain(name, 150)),
        *said_blocks(said_from_json(application.profile)),
    ]
    blocks += _who(contact, private=private)
    blocks += _said(application)
    blocks += [
        SectionBlock(text=ours(standing)),
        ContextBlock(elements=[plain(each) for each in known]),
    ]
    return Message(escape(f"{name}: {words.APPLIED_AGAIN}"), to_json(blocks))


def _who(contact: Contact, *, private: bool) -> list[Block]:
    known = [plain(address_words(contact.email))] if private else []
    known += [plain(words.tags_words(tag.name for tag in contact.tags))] if contact.tags else []
    return [ContextBlock(elements=known)] if known else []


def _said(application: Application) -> list[Block]:
    blocks: list[Block] = []
    if application.skills:
        blocks.append(SectionBlock(text=plain(words.what_they_do(application.skills))))
    if application.message:
        text = RichTextElementParts.Text(text=clip(application.message, 2_900))
        blocks.append(RichTextBlock(elements=[RichTextQuoteElement(elements=[text])]))
    return blocks


def _standing(contact: Contact, application: Application, rights: Rights) -> str:
    if application.decision and (told := _decided(application)):
        if contact.status == _STATUS[application.decision]:
            return told
        return words.status_now(told, in_sentence(status_words(contact)))
    if contact.status != Status.APPLIED or contact.archived_at:
        return words.since(status_words(contact), day(contact.archived_at or contact.status_at))
    waits = words.since(words.needs(approval(rights)), when(contact.status_at))
    if application.snoozed_until:
        return words.snoozed(waits, day(application.snoozed_until))
    return waits


def _decided(application: Application) -> str:
    """Say what was decided, by whom and when, in mrkdwn. Empty if nothing was."""
    if not application.decision or not application.decided_at:
        return ""
    by, at = f"<@{application.decided_by}>", when(application.decided_at)
    return words.decided(application.decision, by, at)


_STATUS = {
    Decision.APPROVED: Status.ACTIVE,
    Decision.DECLINED: Status.DECLINED,
    Decision.BLOCKED: Status.BLOCKED,
}


def _known(contact: Contact, application: Application, made_by: str) -> list[Any]:
    """List the link, its maker, and what is known about the applicant from before."""
    lines = [words.signed_up(made_by, application.link.name)]
    if application.before:
        lines.append(words.before(application.before))
    if contact.hires:
        lines.append(words.hired_before(contact.hires))
    lines += _reason(application)
    earlier = [ours(each) for each in _earlier(contact, application)]
    return [*(plain(each) for each in lines), *earlier]


def _reason(application: Application) -> list[str]:
    return [words.reason(clip(application.reason, 500))] if application.reason else []


def _earlier(contact: Contact, application: Application) -> list[str]:
    """Say in mrkdwn what became of the application before this one, if there was one."""
    older = [each for each in contact.applications if each.confirmed_at and each.id < application.id]
    return [words.applied_before(_decided(older[0]))] if older else []


_MORE = {More.BLOCK: words.BLOCK, More.SNOOZE: words.SNOOZE, More.HAND_OVER: words.HAND_OVER}


def _decisions(contact: Contact, look: Sequence[ButtonElement]) -> list[Any]:
    menu = [Option(text=plain(label), value=f"{what}:{contact.id}") for what, label in _MORE.items()]
    return [
        approve_button(contact),
        button(words.DECLINE, ApprovalId.DECLINE, contact.id, about=contact.name),
        *look,
        OverflowMenuElement(action_id=ApprovalId.MORE, options=menu),
    ]


def approve_button(contact: Contact) -> ButtonElement:
    return button(words.APPROVE, ApprovalId.APPROVE, contact.id, about=contact.name, style="primary")


def unblock_button(contact: Contact) -> ButtonElement:
    """Make the Unblock button. Unblocking sends nothing; the person may then sign up or be invited again."""
    return button(words.UNBLOCK, ApprovalId.UNBLOCK, contact.id, about=contact.name)


def settled_modal(contact: Contact) -> ViewJson:
    """Render what a modal that refused something shows after Approve, Unblock or Restore."""
    return modal(contact.name, [SectionBlock(text=plain(f"{contact.name}: {status_words(contact)}"))])


def chosen_more(action: Mapping[str, Any]) -> tuple[More, int]:
    """Read which choice of the overflow menu was made, and for which contact."""
    what, _, contact_id = action["selected_option"]["value"].partition(":")
    return More(what), row_id(contact_id)
