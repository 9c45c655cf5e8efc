"""The modal "Filter", with filters that do not fit on the Home tab."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement

from blocks.home import words
from blocks.home.overview import OverviewId
from blocks.kit.modal import ViewJson, modal
from blocks.kit.text import OPTION_LENGTH, clip, plain
from storage.entities.imports import Import
from storage.entities.link import Link
from storage.entities.money import CURRENCIES, USUAL_CURRENCY
from storage.entities.status import Per
from storage.overview.listing import FREE_NOW, Criteria

Choice = TypeVar("Choice", bound=str)
TEXT_MOST = 80


def filter_modal(
    criteria: Criteria, links: Sequence[Link], imports: Sequence[Import], currency: str = USUAL_CURRENCY
) -> ViewJson:
    """Render the filter form with the current filters. Each block_id is a form field's name.

    `currency` is the one that rates are compared in, unless another was chosen.
    """
    all_of, any_of = (
        Option(text=plain(label), value=value)
        for label, value in ((words.ALL_OF_THEM, "all"), (words.ANY_OF_THEM, "any"))
    )
    match = RadioButtonsElement(
        action_id="match", options=[all_of, any_of], initial_option=all_of if criteria.every_tag else any_of
    )
    after = DatePickerElement(
        action_id="added_after", initial_date=str(criteria.added_after) if criteria.added_after else None
    )
    fields: list[Block] = [
        _input("match", words.TAGS_MATCH, match),
        _input(
            "invited_by",
            words.INVITED_BY,
            UserSelectElement(action_id="by", initial_user=criteria.invited_by),
        ),
        _input("added_after", words.ADDED_AFTER, after),
        _input("hired", words.HIRED, _one_of("hired", words.HIRED_CHOICES, criteria.hired)),
        _input("mail", words.EMAIL, _one_of("mail", words.EMAIL_CHOICES, criteria.mail)),
        *_free(criteria),
        _input("place", words.PLACE, _text("place", criteria.place)),
        _input("language", words.LANGUAGE, _text("language", criteria.language)),
        *_rate(criteria, currency),
        *_choice("link", words.LINK, {link.id: link.name for link in links}, criteria.link),
        *_choice("import_id", words.IMPORT, {job.id: _import(job) for job in imports}, criteria.import_id),
    ]
    return modal(words.FILTER, fields, callback_id=OverviewId.FILTER_MODAL, submit=words.SHOW)


def _free(criteria: Criteria) -> list[Block]:
    """Make the fields for who is free: now, or by a day that is chosen beside it."""
    day = criteria.free if criteria.free != FREE_NOW else None
    chosen = words.A_DAY if day else criteria.free
    return [
        _input("free", words.FREE, _one_of("free", words.FREE_CHOICES, chosen)),
        _input("free_from", words.FREE_FROM, DatePickerElement(action_id="free_from", initial_date=day)),
    ]


def _text(name: str, typed: str) -> PlainTextInputElement:
    return PlainTextInputElement(action_id=name, initial_value=typed or None, max_length=TEXT_MOST)


def _rate(criteria: Criteria, currency: str) -> list[Block]:
    """Make the fields for the highest rate. Only rates in the same currency for the same unit compare."""
    rate = criteria.highest_rate
    chosen, per = criteria.currency or currency, criteria.per or Per.HOUR
    currencies, units = ({each: str(each) for each in known} for known in (CURRENCIES, Per))
    return [
        _input("rate", words.RATE_UP_TO, _text("rate", f"{rate.amount:f}" if rate else "")),
        _input("currency", words.CURRENCY, _one_of("currency", currencies, chosen)),
        _input("per", words.PER, _one_of("per", units, per)),
    ]


def _input(block_id: str, label: str, element: InputInteractiveElement) -> InputBlock:
    return InputBlock(block_id=block_id, label=plain(label), element=element, optional=True)


def _choice(block_id: str, label: str, names: Mapping[int, str], chosen: int | None) -> list[Block]:
    """Make a select of {id: name}, or nothing if there is nothing to choose."""
    options = {each: Option(text=plain(name, OPTION_LENGTH), value=str(each)) for each, name in names.items()}
    if not options:
        return []
    initial = options.get(chosen or 0)
    element = StaticSelectElement(action_id=block_id, options=list(options.values()), initial_option=initial)
    return [_input(block_id, label, element)]


def _one_of(action_id: str, labels: Mapping[Choice, str], chosen: Choice | None) -> StaticSelectElement:
    options = {each: Option(text=plain(label), value=each) for each, label in labels.items()}
    initial = options[chosen] if chosen else None
    return StaticSelectElement(action_id=action_id, options=list(options.values()), initial_option=initial)


def _import(job: Import) -> str:
    day = job.started_at.date() if job.started_at else None
    room = OPTION_LENGTH - len(words.import_name("", day))
    return words.import_name(clip(job.file_name, room), day)
