"""The fields of a profile in the modal "Edit contact"."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import DatePickerElement, Option, PlainTextInputElement, StaticSelectElement

from blocks.kit.text import plain
from blocks.profile import words
from storage.entities.money import CURRENCIES
from storage.entities.profile_form import ProfileForm
from storage.entities.status import Per

TITLE_MOST, LINKS_MOST, PLACE_MOST, LANGUAGES_MOST, RATE_MOST = 120, 1_600, 80, 400, 40
DAYS = {str(day): str(day) for day in range(1, 8)} | {"0": words.NOT_SAID}


class ProfileId(StrEnum):
    """Action ids of a contact's profile."""

    CV = "send_cv"


@dataclass(frozen=True, slots=True)
class Field:
    """One optional field of the form."""

    name: str
    label: str
    element: Any
    hint: str = ""


def profile_fields(typed: ProfileForm) -> Iterator[Field]:
    """Make the fields in the order in which managers read a profile."""
    yield Field("title", words.TITLE, _text("title", TITLE_MOST, typed.title), words.THEIR_WORDS)
    links = _text("links", LINKS_MOST, typed.links, multiline=True)
    yield Field("links", words.LINKS, links, words.LINKS_HINT)
    yield Field("place", words.PLACE, _text("place", PLACE_MOST, typed.place))
    languages = _text("languages", LANGUAGES_MOST, typed.languages)
    yield Field("languages", words.LANGUAGES, languages, words.LANGUAGES_HINT)
    yield Field("rate", words.USUAL_RATE, _text("rate", RATE_MOST, typed.rate), words.RATE_HINT)
    yield Field("currency", words.CURRENCY, _select("currency", _same(CURRENCIES), typed.currency))
    yield Field("per", words.PER, _select("per", _same(Per), typed.per))
    day = DatePickerElement(action_id="free_from", initial_date=typed.free_from or None)
    yield Field("free_from", words.FREE_FROM, day)
    yield Field("days_a_week", words.DAYS_A_WEEK, _select("days_a_week", DAYS, typed.days_a_week))


def _text(name: str, most: int, typed: str, *, multiline: bool = False) -> PlainTextInputElement:
    return PlainTextInputElement(
        action_id=name, max_length=most, multiline=multiline, initial_value=typed[:most] or None
    )


def _same(values: Iterable[str]) -> dict[str, str]:
    return {str(each): str(each) for each in values}


def _select(name: str, words_by_value: Mapping[str, str], chosen: str) -> StaticSelectElement:
    options = {value: Option(text=plain(shown), value=value) for value, shown in words_by_value.items()}
    return StaticSelectElement(
        action_id=name, options=list(options.values()), initial_option=options.get(chosen)
    )
