"""Inviting people found in a message: the list to choose from, and the result."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ContextBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    SectionBlock,
)

from blocks.invitation import words
from blocks.invitation.form import NAME_MOST, NOTE_MOST, invite_modal, tags_select
from blocks.kit.modal import ViewJson, modal
from blocks.kit.status import standing_words
from blocks.kit.text import OPTION_LENGTH, clip, plain
from storage.entities.right import Rights

ROWS = 10


class MessageId(StrEnum):
    """Callback ids of the message shortcut and its modal."""

    SHORTCUT = "invite_from_message"
    MODAL = "invite_people"


class Candidate(Protocol):
    """A person found in a message. `standing` is the status of the contact they already are, or ""."""

    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def standing(self) -> str: ...


def one_modal(rights: Rights, person: Candidate | None) -> ViewJson:
    """Render the form for the only person found, or for nobody."""
    if person is None:
        return invite_modal(rights, above=words.NO_ADDRESS_FOUND)
    known = words.already_a_contact(standing_words(person.standing)) if person.standing else ""
    return invite_modal(rights, person.name, person.email, above=known)


def people_modal(people: Sequence[Candidate]) -> ViewJson:
    """Render the people found: those who are no contacts yet are selected, and their names can be corrected.

    Addresses too long for a Slack option are left out; they can be invited one by one.
    """
    fitting = [each for each in people if len(each.email) <= OPTION_LENGTH]
    boxes = [_boxes(fitting[start : start + ROWS], start) for start in range(0, len(fitting), ROWS)]
    note = PlainTextInputElement(action_id="note", multiline=True, max_length=NOTE_MOST)
    blocks: list[Block] = [
        *boxes,
        InputBlock(
            block_id="note", label=plain(words.INVITE_NOTE), element=note, optional=True,
            hint=plain(words.NOTE_FOR_EACH_HINT),
        ),
        InputBlock(
            block_id="tags", label=plain(words.TAGS), element=tags_select(), optional=True,
            hint=plain(words.TAGS_FOR_ALL_HINT),
        ),
        ContextBlock(elements=[plain(words.CORRECT_NAMES)]),
        *(_name_input(each) for each in fitting),
    ]  # fmt: skip
    return modal(words.INVITE_PEOPLE, blocks, callback_id=MessageId.MODAL, submit=words.INVITE_SELECTED)


def _boxes(some: Sequence[Candidate], start: int) -> InputBlock:
    options = {each.email: _option(each) for each in some}
    new = [options[each.email] for each in some if not each.standing]
    boxes = CheckboxesElement(action_id="people", options=list(options.values()), initial_options=new or None)
    label = plain(words.from_number(start + 1) if start else words.FOUND_IN_MESSAGE)
    return InputBlock(block_id=f"people-{start}", label=label, element=boxes, optional=True)


def _option(person: Candidate) -> Option:
    told = person.email
    if person.standing:
        told = f"{words.already_a_contact(standing_words(person.standing))} · {person.email}"
    return Option(
        text=plain(person.name, OPTION_LENGTH), value=person.email, description=plain(told, OPTION_LENGTH)
    )


def _name_input(person: Candidate) -> InputBlock:
    name = PlainTextInputElement(action_id="name", max_length=NAME_MOST, initial_value=person.name)
    label = plain(words.name_for(person.email))
    return InputBlock(block_id=name_field(person.email), label=label, element=name, optional=True)


def name_field(email: str) -> str:
    return f"name-{email}"


def chosen_people(view: dict[str, Any]) -> list[tuple[str, str]]:
    """Read (name, address) of each selected person, with the name as corrected."""
    values = view["state"]["values"]
    chosen = [
        str(option["value"])
        for block_id, elements in values.items()
        if block_id.startswith("people-")
        for option in elements["people"]["selected_options"] or ()
    ]
    return [(_name(values, email), email) for email in chosen]


def _name(values: Mapping[str, Any], email: str) -> str:
    return str((values.get(name_field(email)) or {}).get("name", {}).get("value") or "")


def invited_modal(invited: int, left: Sequence[str]) -> ViewJson:
    lines: list[Block] = [ContextBlock(elements=[plain(clip(each, 300))]) for each in left]
    return modal(words.INVITE_PEOPLE, [SectionBlock(text=plain(words.invited(invited))), *lines])
