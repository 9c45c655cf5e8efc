"""The modal "Filter": what the Home tab has no room for."""

from collections.abc import Mapping, Sequence

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
from blocks.text import OPTION_LENGTH, clip, plain
from storage.import_models import Import
from storage.listing import Criteria, Hired
from storage.models import Link


def filter_modal(criteria: Criteria, links: Sequence[Link], imports: Sequence[Import]) -> ViewJson:
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
        _input("hired", "Hired", _hired(criteria)),
        *_choice("link", "Link", {link.id: link.name for link in links}, criteria.link),
        *_choice("import_id", "Import", {job.id: _import(job) for job in imports}, criteria.import_id),
    ]
    return modal("Filter", fields, callback_id=OverviewId.FILTER_MODAL, submit="Show")


def _input(block_id: str, label: str, element: InputInteractiveElement) -> InputBlock:
    return InputBlock(block_id=block_id, label=plain(label), element=element, optional=True)


def _choice(block_id: str, label: str, names: Mapping[int, str], chosen: int | None) -> list[Block]:
    """{id: name} to choose one of; no field where there is none."""
    options = {each: Option(text=plain(name, OPTION_LENGTH), value=str(each)) for each, name in names.items()}
    if not options:
        return []
    initial = options.get(chosen or 0)
    element = StaticSelectElement(action_id=block_id, options=list(options.values()), initial_option=initial)
    return [_input(block_id, label, element)]


def _hired(criteria: Criteria) -> StaticSelectElement:
    options = {each: Option(text=plain(each.capitalize()), value=each) for each in Hired}
    initial = options[criteria.hired] if criteria.hired else None
    return StaticSelectElement(action_id="hired", options=list(options.values()), initial_option=initial)


def _import(job: Import) -> str:
    day = f", {job.started_at:%-d %b %Y}" if job.started_at else ""
    return f"{clip(job.file_name, OPTION_LENGTH - len(day))}{day}"
