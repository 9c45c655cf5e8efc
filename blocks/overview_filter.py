"""The modal "Filter": what the Home tab has no room for."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputBlock,
    Option,
    RadioButtonsElement,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement

from blocks.modal import ViewJson, modal
from blocks.overview import OverviewId
from blocks.text import OPTION_LENGTH, plain
from storage.listing import Criteria
from storage.models import Link


def filter_modal(criteria: Criteria, links: Sequence[Link]) -> ViewJson:
    """The filters as they are; each block_id is the name of the form's field."""
    all_of, any_of = (
        Option(text=plain(words), value=value)
        for words, value in (("All of them", "all"), ("Any of them", "any"))
    )
    match = RadioButtonsElement(
        action_id="match", options=[all_of, any_of], initial_option=all_of if criteria.every_tag else any_of
    )
    after = DatePickerElement(
        action_id="added_after", initial_date=str(criteria.added_after) if criteria.added_after else None
    )
    fields: list[Block] = [
        _input("match", "Tags match", match),
        _input(
            "invited_by", "Invited by", UserSelectElement(action_id="by", initial_user=criteria.invited_by)
        ),
        _input("added_after", "Added after", after),
        *([_input("link", "Link", _links(criteria, links))] if links else []),
    ]
    return modal("Filter", fields, callback_id=OverviewId.FILTER_MODAL, submit="Show")


def _input(block_id: str, label: str, element: InputInteractiveElement) -> InputBlock:
    return InputBlock(block_id=block_id, label=plain(label), element=element, optional=True)


def _links(criteria: Criteria, links: Sequence[Link]) -> StaticSelectElement:
    options = {link.id: Option(text=plain(link.name, OPTION_LENGTH), value=str(link.id)) for link in links}
    chosen = options.get(criteria.link or 0)
    return StaticSelectElement(action_id="link", options=list(options.values()), initial_option=chosen)
