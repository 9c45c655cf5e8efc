"""The offer below a shared file, and the ids of everything about imports."""

from enum import StrEnum

from slack_sdk.models.blocks import SectionBlock

from blocks.imports import words
from blocks.kit.modal import Message, actions, button, to_json
from blocks.kit.text import escape, plain
from storage.entities.imports import ImportOffer
from storage.entities.right import Right, Rights


class ImportId(StrEnum):
    """Action and callback ids of imports."""

    REVIEW = "review_import"
    NOT_NOW = "decline_import"
    FILE_MODAL = "import_file"
    REVIEW_MODAL = "import"
    COLUMNS_MODAL = "import_columns"
    FIX_MODAL = "import_mend"
    UNDO_MODAL = "import_undo"
    PICK = "import_pick"
    ALL = "import_all"
    NONE = "import_none"
    PREVIOUS = "import_previous"
    NEXT = "import_next"
    SHOW = "import_show"
    FIND = "import_find"
    ENCODING = "import_encoding"
    SHEET = "import_sheet"
    COLUMNS = "import_choose_columns"
    COLUMN = "import_column"
    FIX = "import_mend_row"
    PREVIEW = "import_preview"
    CANCEL = "import_cancel"
    STOP = "import_stop"
    SEND_REST = "import_send_rest"
    UNDO = "import_undo_ask"


def offer_message(offer: ImportOffer, rights: Rights, *, imported: bool = False) -> Message:
    """Render the offer in the file's thread. `rights` are those of the people who read it.

    `imported`: somebody has imported the file, and not undone that.
    """
    if offer.problem:
        return Message(escape(offer.problem), to_json([SectionBlock(text=plain(offer.problem))]))
    text = words.offer_words(offer.file_name)
    buttons = [
        button(words.REVIEW_AND_IMPORT, ImportId.REVIEW, offer.id, about=offer.file_name, style="primary"),
        button(words.NOT_NOW, ImportId.NOT_NOW, offer.id, about=offer.file_name),
    ]
    if offer.declined_at:
        text = words.not_imported(offer.file_name)
        buttons = buttons[:1]
    if imported:
        text, buttons = words.offer_taken(offer.file_name), []
    return Message(
        escape(text),
        to_json([SectionBlock(text=plain(text)), *actions(buttons if Right.IMPORT in rights else [])]),
    )
