"""A contact's profile on cards and in the modal. People's words and addresses are shown literally."""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextListElement,
    RichTextSectionElement,
    SectionBlock,
)

from blocks.kit.acts import simple_button
from blocks.kit.free import coming_words, said_words
from blocks.kit.modal import Message, ViewJson, modal, text_message
from blocks.kit.pay import pay_words
from blocks.kit.text import clip, plain
from blocks.profile import words
from blocks.profile.form import ProfileId
from language.dates import day_words
from storage.entities.contact import Contact
from storage.entities.money import Rate
from storage.entities.profile import Free, Profile, ProfileField, Said, Value, Voice, Word

Part = Any  # an element of a rich text section
_A_KILOBYTE = 1_000


def profile_blocks(profile: Profile | None, below: Sequence[str] = ()) -> list[Block]:
    """Show what counts: title, links, and one line with all else; then the lines `below`.

    Nothing if nobody said anything.
    """
    said = {field: value for field in ProfileField if profile and (value := profile.shown(field))}
    return said_blocks(said, below, cv=bool(profile and profile.cv_size))


def public_blocks(profile: Profile | None, room: int) -> list[Block]:
    """Show what people outside the team may read: the title, and as many links as fit into `room`."""
    said = {field: value for field in _PUBLIC if profile and (value := profile.shown(field))}
    links = said.get(ProfileField.LINKS)
    if isinstance(links, tuple):
        ends = accumulate(map(len, links))
        said[ProfileField.LINKS] = tuple(each for each, end in zip(links, ends, strict=True) if end <= room)
    return _lines([*filter(None, [_title(said, bold=False)]), *_links(said)])


def said_blocks(said: Said, below: Sequence[str] = (), *, cv: bool = False) -> list[Block]:
    shown = list(filter(None, [_title(said), *_links(said), *_facts(said, [words.CV] if cv else [])]))
    return _lines([*shown, *map(_text, below)]) if shown else []


def _lines(lines: Sequence[Part]) -> list[Block]:
    parts: list[Part] = []
    for line in lines:
        parts += [_text("\n"), line] if parts else [line]
    return [RichTextBlock(elements=[RichTextSectionElement(elements=parts)])] if parts else []


def _title(said: Said, *, bold: bool = True) -> Part:
    title = said.get(ProfileField.TITLE)
    return _text(str(title), bold=bold) if title else None


def _links(said: Said) -> list[Part]:
    links = said.get(ProfileField.LINKS)
    return [_link(each) for each in links] if isinstance(links, tuple) else []


def _facts(said: Said, more: Sequence[str]) -> list[Part]:
    facts = [value_words(said[field]) for field in _IN_ONE_LINE if field in said]
    return [_text(words.facts([*facts, *more]))] if facts or more else []


_PUBLIC = (ProfileField.TITLE, ProfileField.LINKS)
_IN_ONE_LINE = (ProfileField.PLACE, ProfileField.LANGUAGES, ProfileField.RATE, ProfileField.FREE)


def value_words(value: Value) -> str:
    """Write a value in words; links and languages with commas between them."""
    if isinstance(value, Rate):
        return pay_words(value)
    if isinstance(value, Free):
        return coming_words(value)
    return value if isinstance(value, str) else words.several(value)


def whole_profile(profile: Profile | None, today: date) -> list[Block]:
    """Show each field with who said it and when, and below it what others say. `today` is the reader's."""
    if profile is None:
        return []
    lists = [each for field in ProfileField for each in _field(profile, field, today)]
    lists += [_list([_cv(profile)])] if profile.cv_size else []
    return [RichTextBlock(elements=lists)] if lists else []


def _field(profile: Profile, field: ProfileField, today: date) -> list[RichTextListElement]:
    spoken = profile.words(field)
    if not spoken or (len(spoken) == 1 and spoken[0].value is None):
        return []
    label = _text(f"{words.LABELS[field]}: ", bold=True)
    first = _list([RichTextSectionElement(elements=[label, *_word(spoken[0], today)])])
    beside = [
        RichTextSectionElement(elements=[_text(words.BESIDE), *_word(each, today)])
        for each in spoken[1:]
        if each.value != spoken[0].value
    ]
    return [first, *([_list(beside, indent=1)] if beside else [])]


def _word(word: Word, today: date) -> list[Part]:
    """Write a word, who said it, and when: of free days, which change soon, how long ago."""
    if isinstance(word.value, tuple) and all(each.startswith("https://") for each in word.value):
        value = [part for each in word.value for part in (_link(each), _text(" "))][:-1]
    else:
        value = [_text(clip(value_words(word.value), 500) if word.value else words.NOTHING)]
    when = _text(said_words(word.at, today)) if isinstance(word.value, Free) else _day(word)
    return [*value, _text(" ("), *_speaker(word), _text(words.ON), when, _text(")")]


def _speaker(word: Word) -> list[Part]:
    if word.voice is Voice.PERSON:
        return [_text(words.THEMSELVES)]
    if word.voice is Voice.JOB:
        return [_text(words.LAST_JOB)]
    return [_text(words.BY), RichTextElementParts.User(user_id=word.by)]


def _day(word: Word) -> Part:
    return RichTextElementParts.Date(
        timestamp=int(word.at.timestamp()), format="{date_short_pretty}", fallback=day_words(word.at.date())
    )


def _cv(profile: Profile) -> RichTextSectionElement:
    size = words.cv_words(-(-(profile.cv_size or 0) // _A_KILOBYTE))
    parts: list[Part] = [_text(f"{words.CV}: ", bold=True), _text(f"{size} ({words.THEMSELVES}")]
    if profile.cv_given_at:
        word = Word(Voice.PERSON, None, "", profile.cv_given_at)
        parts += [_text(words.ON), _day(word)]
    return RichTextSectionElement(elements=[*parts, _text(")")])


def _list(sections: Sequence[RichTextSectionElement], indent: int = 0) -> RichTextListElement:
    return RichTextListElement(style="bullet", indent=indent, elements=list(sections))


def _text(text: str, *, bold: bool = False) -> Part:
    style = RichTextElementParts.TextStyle(bold=True) if bold else None
    return RichTextElementParts.Text(text=text, style=style)


def _link(url: str) -> Part:
    """Link to an address under its own name, so that nobody takes it for another."""
    return RichTextElementParts.Link(url=url, text=url)


def cv_button(contact: Contact) -> ButtonElement:
    return simple_button(words.SEND_CV, ProfileId.CV, contact)


def cv_modal(contact: Contact) -> ViewJson:
    """Render what a press on the button opens."""
    return modal(contact.name, [SectionBlock(text=plain(words.CV_ON_ITS_WAY))])


def cv_message() -> Message:
    return text_message(words.CV_ON_ITS_WAY)
