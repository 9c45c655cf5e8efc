"""The app's Home tab: first steps and waiting people at the top, the list of contacts below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from slack_sdk.models.blocks import ActionsBlock, Block, ContextBlock, HeaderBlock, SectionBlock
from slack_sdk.models.views import View

from blocks.home import words
from blocks.home.counts import needs_you, pool
from blocks.kit.json import json_of
from blocks.kit.modal import ViewJson, actions, button, permitted
from blocks.kit.text import plain
from blocks.lists.forms import list_controls
from blocks.workspace.refusal import ways_in
from storage.entities.right import Right, Rights
from storage.entities.saved_list import ListChoice
from storage.overview.listing import Need, PoolCounts


class HomeId(StrEnum):
    """Action ids of the Home tab's buttons."""

    INVITE = "home_invite"
    IMPORT = "home_import"
    NEW_LINK = "home_new_link"
    EXPORT = "home_export"
    TAGS = "home_tags"
    MANY = "home_many"
    HIRES = "home_hires"
    SETTINGS = "home_settings"


@dataclass(frozen=True, slots=True)
class HomeOverview:
    """The lower half of the Home tab: the fields, the lists, and the rows below them.

    `fresh` is part of fields' ids.
    """

    controls: list[Block]
    listing: list[Block]
    lists: ListChoice = field(default_factory=ListChoice)
    fresh: int = 0


def home_view(
    standing: PoolCounts, needs: Mapping[Need, int], overview: HomeOverview, rights: Rights
) -> ViewJson:
    """Render the Home tab for a person who may use the app."""
    blocks: list[Block] = [HeaderBlock(text=plain(words.TITLE)), *_buttons(standing, rights)]
    if not standing.anybody:
        blocks.append(SectionBlock(text=plain(_begin(rights))))
        return json_of(View(type="home", blocks=blocks))
    blocks = [*needs_you(needs, rights), *blocks, *pool(standing, needs, rights)]
    blocks += [*overview.controls, *_for_many(overview, rights), *overview.listing]
    return json_of(View(type="home", blocks=blocks))


def _buttons(standing: PoolCounts, rights: Rights) -> list[Block]:
    invite = button(words.INVITE, HomeId.INVITE, "home", about="someone", style="primary")
    hires = button(words.HIRES, HomeId.HIRES, "home", about="current and upcoming")
    export = button(words.EXPORT, HomeId.EXPORT, "home", about="these contacts as a CSV file")
    settings = button(words.SETTINGS, HomeId.SETTINGS, "home", about="of Trusted Contacts")
    where_somebody_is = [(Right.HIRE, hires), (Right.EXPORT, export)] if standing.anybody else []
    return actions(
        permitted(
            rights,
            (Right.INVITE, invite),
            (Right.IMPORT, button(words.IMPORT, HomeId.IMPORT, "home", about="a CSV or Excel file")),
            (Right.SHARE, button(words.NEW_LINK, HomeId.NEW_LINK, "home", about="to hand out")),
            *where_somebody_is,
            (Right.SETTLE, settings),
        )
    )


def _for_many(overview: HomeOverview, rights: Rights) -> list[Block]:
    """Make the row with the lists, and what is done with many contacts.

    Slack keeps what was chosen where an id stays, so the chosen list is part of it.
    """
    many = button(words.BULK_ACTIONS, HomeId.MANY, "home", about="on the contacts listed here")
    tags = button(words.MANAGE_TAGS, HomeId.TAGS, "home", about="rename, merge or delete them")
    lists, chosen = list_controls(overview.lists), overview.lists.chosen
    elements = [*lists, *permitted(rights, (Right.EDIT, many), (Right.EDIT, tags))]
    block_id = f"lists-{overview.fresh}-{chosen.id if chosen else 0}"
    return [ActionsBlock(block_id=block_id, elements=elements)] if elements else []


def _begin(rights: Rights) -> str:
    return words.first_steps(
        invite=Right.INVITE in rights, bring=Right.IMPORT in rights, share=Right.SHARE in rights
    )


def closed_home(text: str, ask: Sequence[str] | None = None) -> ViewJson:
    """Render the Home tab for a person without access. `ask` are administrators who can give it."""
    blocks: list[Block] = [SectionBlock(text=plain(words.ABOUT)), ContextBlock(elements=[plain(text)])]
    if ask is not None:
        blocks += ways_in(ask)
    return json_of(View(type="home", blocks=blocks))
