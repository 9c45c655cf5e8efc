"""The modals that erase somebody, and that confirm it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from slack_sdk.models.blocks import Block, ButtonElement, ContextBlock, SectionBlock

from blocks.kit.acts import simple_button
from blocks.kit.modal import Message, ViewJson, modal, to_json
from blocks.kit.text import clip, escape, plain
from blocks.person import words
from storage.entities.contact import Contact

MOST_FILES = 10


class PersonId(StrEnum):
    """Action and callback ids of erasing a contact and of exporting their data."""

    ERASE = "erase_contact"
    ERASE_MODAL = "erase"
    EXPORT = "export_data"


class Erasable(Protocol):
    """A contact to erase, with what the form says about it. `files` are names of lists that named them."""

    @property
    def contact(self) -> Contact: ...

    @property
    def company(self) -> str: ...

    @property
    def keeps_jobs(self) -> bool: ...

    @property
    def files(self) -> Sequence[str]: ...


def erase_button(contact: Contact) -> ButtonElement:
    return simple_button(words.ERASE, PersonId.ERASE, contact)


def export_button(contact: Contact) -> ButtonElement:
    return simple_button(words.EXPORT_DATA, PersonId.EXPORT, contact)


def erase_modal(about: Erasable) -> ViewJson:
    """Name the person and what goes, before it does."""
    whom = words.whom(clip(about.contact.name, 200), about.contact.email, about.company)
    blocks: list[Block] = [SectionBlock(text=plain(whom)), SectionBlock(text=plain(words.WHAT_GOES))]
    if about.keeps_jobs:
        blocks.append(SectionBlock(text=plain(words.JOBS_STAY)))
    blocks.append(SectionBlock(text=plain(words.WHAT_STAYS)))
    if about.files:
        names = [clip(each, 100) for each in about.files[:MOST_FILES]]
        blocks.append(ContextBlock(elements=[plain(words.shared_files(names))]))
    blocks.append(SectionBlock(text=plain(words.NO_WAY_BACK)))
    view = modal(words.ERASE, blocks, callback_id=PersonId.ERASE_MODAL, submit=words.ERASE)
    return view | {"private_metadata": str(about.contact.id)}


def erased_modal() -> ViewJson:
    return modal(words.ERASED, [SectionBlock(text=plain(words.ERASING))])


def data_modal(contact: Contact) -> ViewJson:
    return modal(words.DATA_SENT, [SectionBlock(text=plain(words.data_sent(contact.name)))])


def data_message(contact: Contact) -> Message:
    text = words.data_sent(contact.name)
    return Message(escape(text), to_json([SectionBlock(text=plain(text))]))
