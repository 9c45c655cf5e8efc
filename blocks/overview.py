"""The overview on the Home tab: search, filters, order, rows and pages."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ContextBlock,
    ExternalDataMultiSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

from blocks.acts import row_menu
from blocks.modal import actions, button
from blocks.status import row_words
from blocks.text import OPTION_LENGTH, clip, escape, ours, plain
from storage.import_models import Import
from storage.listing import Criteria, Hired, Listed, Page, Sort, Which
from storage.models import Link, Tag

MOST_TAGS = 20
SEARCH_LENGTH = 200


class OverviewId(StrEnum):
    """The ids Slack sends back to us."""

    SEARCH = "overview_search"
    STATUS = "overview_status"
    TAGS = "overview_tags"
    SORT = "overview_sort"
    FILTER = "overview_filter"
    FILTER_MODAL = "overview_filter_form"
    SHOW_ALL = "overview_show_all"
    PREVIOUS = "overview_previous"
    NEXT = "overview_next"
    UNDELIVERED = "overview_undelivered"


_WHICH = {
    Which.ANY: "Any",
    Which.INVITED: "Invited",
    Which.APPLIED: "Applied",
    Which.ACTIVE: "Active",
    Which.DECLINED: "Declined",
    Which.BLOCKED: "Blocked",
    Which.ARCHIVED: "Archived",
}
_SORTS = {
    Sort.NAME: "Name",
    Sort.NEWEST: "Newest",
    Sort.CHANGED: "Status changed",
    Sort.HIRED: "Most hired",
    Sort.TAG: "Tag",
}


HIRED = {Hired.EVER: "hired before", Hired.NOW: "hired now", Hired.NEVER: "never hired"}


def controls(criteria: Criteria, sort: Sort, tags: Sequence[Tag], fresh: int) -> list[Block]:
    """The fields above the rows. `fresh` is in their ids: Slack keeps what was typed where an id stays."""
    typed = PlainTextInputElement(
        action_id=OverviewId.SEARCH,
        placeholder=plain("Part of a name, an address or a tag; then Enter"),
        initial_value=criteria.text or None,
        max_length=SEARCH_LENGTH,
        dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
    )
    search = InputBlock(
        block_id=f"search-{fresh}", label=plain("Search"), element=typed, dispatch_action=True, optional=True
    )
    chosen = ExternalDataMultiSelectElement(
        action_id=OverviewId.TAGS,
        placeholder=plain("Any tag"),
        min_query_length=0,
        max_selected_items=MOST_TAGS,
        initial_options=[_tag_option(tag.id, tag.name) for tag in tags] or None,
    )
    tag_filter = SectionBlock(block_id=f"tags-{fresh}", text=plain("Tags"), accessory=chosen)
    selects: list[Any] = [
        _select(OverviewId.STATUS, "Status", _WHICH, criteria.which, Which.ANY),
        _select(OverviewId.SORT, "Sort", _SORTS, sort, None),
        button("Filter", OverviewId.FILTER, "home", about="by inviter, date, link, import or jobs"),
    ]
    if criteria.narrowed:
        selects.append(
            button("Show all", OverviewId.SHOW_ALL, "home", about="contacts, without search and filter")
        )
    return [search, ActionsBlock(block_id=f"filters-{fresh}", elements=selects), tag_filter]


def _select(
    action_id: str, label: str, words: Mapping[Any, str], chosen: Any, unset: Any
) -> StaticSelectElement:
    """Until something is chosen the field shows its name."""
    options = {each: Option(text=plain(text), value=each) for each, text in words.items()}
    initial = None if chosen == unset else options[chosen]
    return StaticSelectElement(
        action_id=action_id, placeholder=plain(label), options=list(options.values()), initial_option=initial
    )


def _tag_option(tag_id: int, name: str) -> Option:
    return Option(text=plain(name, OPTION_LENGTH), value=str(tag_id))


def tag_filter_options(tags: Sequence[Tag]) -> list[dict[str, Any]]:
    """What the filter by tags offers: tags there are."""
    return [_tag_option(tag.id, tag.name).to_dict() for tag in tags]


def told(criteria: Criteria, tags: Sequence[Tag], link: Link | None, job: Import | None) -> str:
    """The search and the filters in words; markup, since an inviter is named by a mention."""
    parts = [f"“{escape(clip(criteria.text, 60))}”"] if criteria.text else []
    if criteria.which is not Which.ANY:
        parts.append(f"status {_WHICH[criteria.which].lower()}")
    if tags:
        joined = (" and " if criteria.every_tag else " or ").join(escape(tag.name) for tag in tags)
        parts.append(f"tagged {clip(joined, 300)}")
    if criteria.invited_by:
        parts.append(f"invited by <@{criteria.invited_by}>")
    if criteria.added_after:
        parts.append(f"added from {criteria.added_after:%-d %B %Y} on")
    if link:
        parts.append(f"by the link “{escape(clip(link.name, 60))}”")
    if job:
        parts.append(f"imported from “{escape(clip(job.file_name, 60))}”")
    if criteria.hired:
        parts.append(HIRED[criteria.hired])
    if criteria.mail_failed:
        parts.append("mail failed")
    return ", ".join(parts)


def listing(page: Page, narrowed: str) -> list[Block]:
    """The rows and what leads to others; `narrowed` are the search and filters in words, if there are any."""
    blocks: list[Block] = []
    if narrowed:
        blocks.append(ContextBlock(elements=[ours(f"{_how_many(page)}: {narrowed}")]))
    if not page.rows:
        nobody = "Nobody is found. Show all takes the search and the filters away." if narrowed else _NOBODY
        return [*blocks, SectionBlock(text=plain(nobody))]
    return [*blocks, *map(row, page.rows), *actions(_turns(page))]


_NOBODY = "Nobody here. Archived and blocked people are found by Status."


def _how_many(page: Page) -> str:
    if page.in_all is None:
        return "More than a page"
    return "1 contact" if page.in_all == 1 else f"{page.in_all:,} contacts"


def row(contact: Listed) -> SectionBlock:
    """Somebody at a glance: who, where they stand, what they do."""
    details = [row_words(contact), contact.email, ", ".join(contact.tags)]
    words = f"{clip(contact.name, 200)}\n{clip(' · '.join(filter(None, details)), 600)}"
    return SectionBlock(block_id=f"row-{contact.id}", text=plain(words), accessory=row_menu(contact))


def _turns(page: Page) -> list[Any]:
    """The keys of the outermost rows travel with the buttons: an old page turns to what followed on it."""
    turns = []
    if page.earlier:
        turns.append(button("Previous", OverviewId.PREVIOUS, json.dumps(page.rows[0].key), about="page"))
    if page.later:
        turns.append(button("Next", OverviewId.NEXT, json.dumps(page.rows[-1].key), about="page"))
    return turns
