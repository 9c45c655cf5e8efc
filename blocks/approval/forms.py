"""Modals for deciding on applications: decline, block, hand over, and approve several."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ContextBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    SectionBlock,
    UserSelectElement,
)

from blocks.approval import words
from blocks.approval.card import ApprovalId
from blocks.kit.form import row_id
from blocks.kit.modal import ViewJson, button, modal
from blocks.kit.preview import preview_button
from blocks.kit.text import OPTION_LENGTH, clip, plain
from blocks.profile.shown import profile_blocks
from storage.entities.contact import Contact

ROWS = 10  # limit of a Slack checkboxes element
MOST_REVIEWED = 90  # with ten boxes in a block, and one for what each has written, a modal is full
MOST_BLOCKS = 100  # limit of a Slack modal
WROTE_MOST = 300
FROM_REVIEW = "review"


def decline_modal(contact: Contact) -> ViewJson:
    return _with_reason(contact, words.DECLINE, ApprovalId.DECLINE_MODAL)


def block_modal(contact: Contact) -> ViewJson:
    return _with_reason(contact, words.BLOCK, ApprovalId.BLOCK_MODAL)


def _with_reason(contact: Contact, verb: str, callback_id: str) -> ViewJson:
    reason = PlainTextInputElement(action_id="reason", multiline=True, max_length=1_000)
    tell = Option(text=plain(words.TELL_THEM), value="tell", description=plain(words.TELL_THEM_HINT))
    blocks: list[Block] = [
        SectionBlock(text=plain(words.question(verb, contact.name, contact.email))),
        InputBlock(block_id="reason", label=plain(words.REASON), element=reason, optional=True),
        InputBlock(
            block_id="tell",
            label=plain(words.EMAIL),
            element=CheckboxesElement(action_id="tell", options=[tell]),
            optional=True,
        ),
        preview_button(ApprovalId.PREVIEW),
    ]
    if callback_id == ApprovalId.BLOCK_MODAL:
        blocks.insert(1, ContextBlock(elements=[plain(words.BLOCKED_FOR_GOOD)]))
    return modal(verb, blocks, callback_id=callback_id, submit=verb) | {"private_metadata": str(contact.id)}


def hand_over_modal(contact: Contact) -> ViewJson:
    who = InputBlock(
        block_id="to", label=plain(words.HAND_OVER_TO), element=UserSelectElement(action_id="to")
    )
    text = words.who_should_decide(contact.name)
    view = modal(
        words.HAND_OVER,
        [SectionBlock(text=plain(text)), who],
        callback_id=ApprovalId.HAND_OVER_MODAL,
        submit=words.HAND_OVER,
    )
    return view | {"private_metadata": str(contact.id)}


def review_modal(waiting: Sequence[Contact], in_all: int) -> ViewJson:
    """Render the list of waiting applicants, longest first: boxes to approve several, and what each wrote."""
    if not waiting:
        return modal(words.APPLICATIONS, [SectionBlock(text=plain(words.NO_ONE_WAITS))])
    shown = _that_fit(waiting)
    blocks: list[Block] = [ContextBlock(elements=[plain(words.how_many(len(shown), in_all))])]
    for start in range(0, len(shown), ROWS):
        some = shown[start : start + ROWS]
        boxes = CheckboxesElement(action_id="contacts", options=[_option(contact) for contact in some])
        label = plain(words.WAITING if start == 0 else words.further(start + 1))
        blocks.append(InputBlock(block_id=f"contacts-{start}", label=label, element=boxes, optional=True))
        blocks += [block for contact in some for block in _written(contact)]
    return modal(
        words.APPLICATIONS, blocks, callback_id=ApprovalId.REVIEW_MODAL, submit=words.APPROVE_SELECTED
    )


def _that_fit(waiting: Sequence[Contact]) -> Sequence[Contact]:
    """Choose as many as a modal has room for. Those with a profile take a block more."""
    room = MOST_BLOCKS - 1
    for place, contact in enumerate(waiting):
        room -= len(_written(contact)) + (place % ROWS == 0)
        if room < 0:
            return waiting[:place]
    return waiting


def _written(contact: Contact) -> list[Block]:
    """Show what an applicant said and wrote, with a button to decline them."""
    application = contact.application
    lines = []
    if application and application.skills:
        lines.append(words.what_they_do(application.skills))
    if application and application.message:
        lines.append(words.quoted(clip(application.message, WROTE_MOST)))
    decline = button(words.DECLINE, ApprovalId.DECLINE, contact.id, about=contact.name)
    profile = profile_blocks(contact.profile, below=lines)
    shown = [contact.name] if profile else [contact.name, *lines]
    return [SectionBlock(text=plain("\n".join(shown), 2_000), accessory=decline), *profile]


def from_review(form: ViewJson) -> ViewJson:
    """Let a form about an applicant remember that the list of applications is beneath it."""
    return form | {"private_metadata": f"{form['private_metadata']}:{FROM_REVIEW}"}


def about_applicant(view: Mapping[str, Any]) -> tuple[int, bool]:
    """Read which contact a form is about, and whether the list of applications is beneath it."""
    contact_id, _, beneath = str(view["private_metadata"]).partition(":")
    return row_id(contact_id), beneath == FROM_REVIEW


def _option(contact: Contact) -> Option:
    skills = contact.application.skills if contact.application else []
    about = " · ".join([contact.email, ", ".join(skills)] if skills else [contact.email])
    return Option(
        text=plain(contact.name, OPTION_LENGTH),
        value=str(contact.id),
        description=plain(about, OPTION_LENGTH),
    )


def chosen_contacts(form: Mapping[str, Any]) -> list[int]:
    """Read the ids of the selected applicants."""
    return [
        row_id(value) for field, values in form.items() if field.startswith("contacts-") for value in values
    ]
