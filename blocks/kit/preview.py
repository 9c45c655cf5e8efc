"""The button `Preview` of forms that send an email, and the modal behind it."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ContextBlock, HeaderBlock, SectionBlock

from blocks.kit import words
from blocks.kit.modal import ViewJson, button, modal
from blocks.kit.text import plain

SECTION_LENGTH = 3_000  # limit of a section's text


def preview_button(action_id: str, value: object = "preview") -> ActionsBlock:
    """Build the row with the button. It has an id of its own, beside those of the form's fields.

    Its label has no word of a field's label: people who use a screen reader find fields by these.
    """
    preview = button(words.PREVIEW, action_id, value, about="what they read")
    return ActionsBlock(block_id="preview", elements=[preview])


def preview_modal(mail: Sequence[str], envelope: Sequence[str]) -> ViewJson:
    """Render an email in advance.

    `envelope` says from whom to whom; `mail` is the subject, then all words.
    """
    subject, *said = mail
    blocks: list[Block] = [
        ContextBlock(elements=[plain(each, 300) for each in envelope]),
        HeaderBlock(text=plain(subject, 150)),
        *(SectionBlock(text=plain(each, SECTION_LENGTH)) for each in said),
    ]
    return modal(words.PREVIEW, blocks)
