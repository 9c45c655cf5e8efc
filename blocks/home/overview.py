"""The overview on the Home tab: search, filters, order, rows and pages."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from string import ascii_lowercase
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    ExternalDataMultiSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

from blocks.home import words
from blocks.home.rows import row
from blocks.kit.modal import actions, button
from blocks.kit.pay import pay_words
from blocks.kit.text import OPTION_LENGTH, clip, escape, ours, plain
from storage.entities.imports import Import
from storage.entities.link import Link
from storage.entities.right import Rights
from storage.entities.tag import Tag
from storage.overview.listing import Criteria, Page, Sort, Which

MOST_TAGS = 20
SEARCH_LENGTH = 200
MOST_CHOICES = 100  # limit of a Slack select's options


class OverviewId(StrEnum):
    """Action and callback ids of the overview."""

    SEARCH = "overview_search"
    STATUS = "overview_status"
    TAGS = "overview_tags"
    SORT = "overview_sort"
    FILTER = "overview_filter"
    FILTER_MODAL = "overview_filter_form"
    SHOW_ALL = "overview_show_all"
    PREVIOUS = "overview_previous"
    NEXT = "overview_next"
    JUMP_TO = "overview_jump"


def controls(
    criteria: Criteria, sort: Sort, tags: Sequence[Tag], initials: Sequence[str], fresh: int
) -> list[Block]:
    """Render the fields above the rows.

    `fresh` is part of their block ids: Slack keeps what was typed where an id stays. `initials` are those
    beyond the Latin letters.
    """
    return [
        _search_field(criteria, fresh),
        ActionsBlock(block_id=f"filters-{fresh}", elements=_selects(criteria, sort, initials)),
        _tags_field(tags, fresh),
    ]


def _search_field(criteria: Criteria, fresh: int) -> InputBlock:
    typed = PlainTextInputElement(
        action_id=OverviewId.SEARCH,
        placeholder=plain(words.SEARCH_PLACEHOLDER),
        initial_value=criteria.text or None,
        max_length=SEARCH_LENGTH,
        dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
    )
    return InputBlock(
        block_id=f"search-{fresh}",
        label=plain(words.SEARCH),
        element=typed,
        dispatch_action=True,
        optional=True,
    )


def _selects(criteria: Criteria, sort: Sort, initials: Sequence[str]) -> list[Any]:
    """Make the row of selects, and the buttons for what does not fit beside them."""
    row: list[Any] = [
        _select(OverviewId.STATUS, words.STATUS, words.WHICH, criteria.which, Which.ANY),
        _select(OverviewId.SORT, words.SORT, words.SORTS, sort, Sort.NAME),
    ]
    if sort == Sort.NAME:
        row.append(_jump_to(initials))
    about = "by inviter, date, link, import or jobs"
    row.append(button(words.FILTER, OverviewId.FILTER, "home", about=about))
    if criteria.narrowed:
        about = "contacts, without search and filter"
        row.append(button(words.SHOW_ALL, OverviewId.SHOW_ALL, "home", about=about))
    return row


def _select(
    action_id: str, label: str, choices: Mapping[Any, str], chosen: Any, default: Any
) -> StaticSelectElement:
    """Make a select that shows its label, and beside it what is chosen instead of the default.

    An actions block shows no other label.
    """
    shown = dict(choices)
    if chosen != default:
        shown[chosen] = words.labelled(label, choices[chosen])
    options = {each: Option(text=plain(text), value=each) for each, text in shown.items()}
    return StaticSelectElement(
        action_id=action_id,
        placeholder=plain(label),
        options=list(options.values()),
        initial_option=None if chosen == default else options[chosen],
    )


def _jump_to(initials: Sequence[str]) -> StaticSelectElement:
    """Make the select of letters. Its values are as sort keys have them, in lower case."""
    letters = dict.fromkeys((*ascii_lowercase, *initials))
    options = [Option(text=plain(letter.upper()), value=letter) for letter in letters]
    return StaticSelectElement(
        action_id=OverviewId.JUMP_TO, placeholder=plain(words.JUMP_TO), options=options[:MOST_CHOICES]
    )


def _tags_field(tags: Sequence[Tag], fresh: int) -> SectionBlock:
    chosen = ExternalDataMultiSelectElement(
        action_id=OverviewId.TAGS,
        placeholder=plain(words.ANY_TAG),
        min_query_length=0,
        max_selected_items=MOST_TAGS,
        initial_options=[_tag_option(tag.id, tag.name) for tag in tags] or None,
    )
    return SectionBlock(block_id=f"tags-{fresh}", text=plain(words.TAGS), accessory=chosen)


def _tag_option(tag_id: int, name: str) -> Option:
    return Option(text=plain(name, OPTION_LENGTH), value=str(tag_id))


def tag_filter_options(tags: Sequence[Tag]) -> list[dict[str, Any]]:
    """List the tags to offer in the tag filter."""
    return [_tag_option(tag.id, tag.name).to_dict() for tag in tags]


def told(criteria: Criteria, tags: Sequence[Tag], link: Link | None, job: Import | None) -> str:
    """Describe the search and filters in mrkdwn, which mentions the inviter."""
    parts = [f"“{escape(clip(criteria.text, 60))}”"] if criteria.text else []
    if criteria.which is not Which.ANY:
        parts.append(words.with_status(criteria.which))
    if tags:
        joined = words.tagged((escape(tag.name) for tag in tags), every=criteria.every_tag)
        parts.append(f"tagged {clip(joined, 300)}")
    if criteria.invited_by:
        parts.append(f"invited by <@{criteria.invited_by}>")
    if criteria.added_after:
        parts.append(words.added_from(criteria.added_after))
    if link:
        parts.append(f"signed up with the link “{escape(clip(link.name, 60))}”")
    if job:
        parts.append(f"imported from “{escape(clip(job.file_name, 60))}”")
    if criteria.hired:
        parts.append(words.hired_words(criteria.hired))
    if criteria.mail:
        parts.append(words.EMAIL_TROUBLE[criteria.mail])
    if criteria.free:
        parts.append(words.free_words(criteria.free))
    if criteria.place:
        parts.append(words.in_place(escape(criteria.place)))
    if criteria.language:
        parts.append(words.speaking(escape(criteria.language)))
    if rate := criteria.highest_rate:
        parts.append(words.rate_up_to(pay_words(rate)))
    if criteria.need:
        parts.append(words.NEEDED[criteria.need])
    return ", ".join(parts)


def listing(page: Page, narrowed: str, rights: Rights) -> list[Block]:
    """Render the rows, where they are in the list, and the buttons to turn pages.

    `narrowed` describes the search and filters, if any.
    """
    if not page.rows:
        nobody = words.NO_CONTACTS_FOUND if narrowed else words.NO_CONTACTS_HERE
        head = [ContextBlock(elements=[ours(narrowed)])] if narrowed else []
        return [*head, SectionBlock(text=plain(nobody))]
    where = words.position(page.first, len(page.rows), page.in_all)
    head = [ContextBlock(elements=[ours(f"{where}: {narrowed}" if narrowed else where)])]
    rows = (block for each in page.rows for block in row(each, rights))
    turns = _turns(page)
    foot = [ContextBlock(elements=[plain(where)]), *actions(turns)] if turns else []
    return [*head, *rows, *foot]


def _turns(page: Page) -> list[ButtonElement]:
    """Make the Previous and Next buttons.

    They carry the keys and positions of the outermost rows, so that an old page still turns to the rows that
    followed it.
    """
    turns = []
    if page.earlier:
        before = page.place(before=True).on_button()
        turns.append(button(words.PREVIOUS, OverviewId.PREVIOUS, before, about="page"))
    if page.later:
        turns.append(button(words.NEXT, OverviewId.NEXT, page.place(before=False).on_button(), about="page"))
    return turns
