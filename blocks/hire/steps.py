"""The next steps after good news about a contact."""

from slack_sdk.models.blocks import ButtonElement

from blocks.hire.forms import hire_button
from blocks.kit.acts import open_button
from blocks.kit.modal import permitted
from storage.entities.contact import Contact
from storage.entities.right import Right, Rights
from storage.entities.status import Status


def next_steps(contact: Contact, rights: Rights) -> list[ButtonElement]:
    """Make the buttons to hire and to open an active contact. None for others."""
    if contact.status != Status.ACTIVE or contact.archived_at:
        return []
    return permitted(rights, (Right.HIRE, hire_button(contact)), (Right.SEE, open_button(contact)))
