"""The form that shows a company's agreement to somebody who accepts in Slack."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    Option,
    RichTextBlock,
    RichTextElementParts,
    RichTextSectionElement,
    SectionBlock,
)

from blocks.agreement import words
from blocks.kit.form import read, row_id
from blocks.kit.modal import ViewJson, modal
from blocks.kit.text import plain
from storage.entities.agreement import AGREE, Agreement


def agreement_modal(
    asked: Agreement, company: str, about: int, *, callback_id: str, submit: str, warning: str = ""
) -> ViewJson:
    """Render the agreement with its tick box. `about` is the id of what they accept."""
    box = CheckboxesElement(
        action_id=AGREE, options=[Option(text=plain(words.I_AGREE), value=str(asked.number))]
    )
    blocks: list[Block] = [SectionBlock(text=plain(warning))] if warning else []
    blocks += [
        SectionBlock(text=plain(words.asks_to_agree(company))),
        _address(asked.text) if asked.is_address else SectionBlock(text=plain(asked.text, len(asked.text))),
        InputBlock(block_id=f"{AGREE}-{asked.number}", label=plain(words.AGREEMENT), element=box),
    ]
    view = modal(words.AGREEMENT, blocks, callback_id=callback_id, submit=submit)
    return view | {"private_metadata": str(about)}


def _address(url: str) -> Block:
    link = RichTextElementParts.Link(url=url, text=url)
    return RichTextBlock(elements=[RichTextSectionElement(elements=[link])])


def ticked(view: Mapping[str, Any]) -> tuple[int, str]:
    """Read the form: what they accept, and which version they ticked."""
    versions = next(iter(read(view).values()), ())
    return row_id(view["private_metadata"]), str(versions[0]) if versions else ""
