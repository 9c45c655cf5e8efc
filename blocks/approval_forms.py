"""Deciding on applications in modals: decline, block, hand over, and approve many at once."""

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

from blocks.approval import ApprovalId
from blocks.form import row_id
from blocks.modal import ViewJson, modal
from blocks.text import OPTION_LENGTH, plain
from storage.models import Contact

ROWS = 10  # check boxes one element holds
MOST_REVIEWED = 100


def decline_modal(contact: Contact) -> ViewJson:
    return _with_reason(contact, "Decline", ApprovalId.DECLINE_MODAL)


def block_modal(contact: Contact) -> ViewJson:
    return _with_reason(contact, "Block", ApprovalId.BLOCK_MODAL)


def _with_reason(contact: Contact, verb: str, callback_id: str) -> ViewJson:
    reason = PlainTextInputElement(action_id="reason", multiline=True, max_length=1_000)
    tell = Option(
        text=plain("Tell them by mail"), value="tell", description=plain("With the reason, if you give one")
    )
    blocks: list[Block] = [
        SectionBlock(text=plain(f"{verb} {contact.name} ({contact.email})?")),
        InputBlock(block_id="reason", label=plain("Reason"), element=reason, optional=True),
        InputBlock(
            block_id="tell",
            label=plain("Mail"),
            element=CheckboxesElement(action_id="tell", options=[tell]),
            optional=True,
        ),
    ]
    if verb == "Block":
        blocks.insert(1, ContextBlock(elements=[plain("They cannot sign up again by any link.")]))
    return modal(verb, blocks, callback_id=callback_id, submit=verb) | {"private_metadata": str(contact.id)}


def hand_over_modal(contact: Contact) -> ViewJson:
    who = InputBlock(block_id="to", label=plain("Hand over to"), element=UserSelectElement(action_id="to"))
    text = f"{contact.name} waits for approval. Who should decide?"
    view = modal(
        "Hand over",
        [SectionBlock(text=plain(text)), who],
        callback_id=ApprovalId.HAND_OVER_MODAL,
        submit="Hand over",
    )
    return view | {"private_metadata": str(contact.id)}


def review_modal(waiting: Sequence[Contact], in_all: int) -> ViewJson:
    """Everybody who waits, longest first, to approve many at once."""
    if not waiting:
        return modal("Applications", [SectionBlock(text=plain("Nobody is waiting for approval."))])
    blocks: list[Block] = [ContextBlock(elements=[plain(_how_many(len(waiting), in_all))])]
    for start in range(0, len(waiting), ROWS):
        boxes = CheckboxesElement(
            action_id="contacts", options=[_option(contact) for contact in waiting[start : start + ROWS]]
        )
        label = plain("Waiting for your approval" if start == 0 else f"From {start + 1} on")
        blocks.append(InputBlock(block_id=f"contacts-{start}", label=label, element=boxes, optional=True))
    return modal("Applications", blocks, callback_id=ApprovalId.REVIEW_MODAL, submit="Approve selected")


def _how_many(shown: int, in_all: int) -> str:
    longest = f"These {shown} of {in_all} have waited longest. " if in_all > shown else ""
    return f"{longest}To decline somebody, use their card."


def _option(contact: Contact) -> Option:
    skills = contact.application.skills if contact.application else []
    about = " · ".join([contact.email, ", ".join(skills)] if skills else [contact.email])
    return Option(
        text=plain(contact.name, OPTION_LENGTH),
        value=str(contact.id),
        description=plain(about, OPTION_LENGTH),
    )


def chosen_contacts(form: Mapping[str, Any]) -> list[int]:
    """The ids ticked in the list."""
    return [
        row_id(value) for field, values in form.items() if field.startswith("contacts-") for value in values
    ]
