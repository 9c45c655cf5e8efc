"""Samples of lists: their forms, and the news for a channel."""

from typing import Any

from blocks.home.view import HomeOverview, home_view
from blocks.kit.modal import ViewJson
from blocks.lists.forms import deleted_modal, edit_modal, news_message, save_modal
from bot.showcase.samples.cast import ADMIN, NOW
from bot.showcase.samples.sample import Sample
from storage.entities.saved_list import TEAM, ListChoice, SavedList
from storage.overview.listing import PoolCounts

LISTS = "Lists"
TITLES = ("React developer", "Illustrator")


def saved_list(**given: Any) -> SavedList:
    usual: dict[str, Any] = {
        "id": 1, "name": "React in Berlin", "name_key": "react in berlin", "owner": TEAM, "made_by": "U1",
        "criteria": {}, "sort": "name", "channel": "C1", "created_at": NOW,
    }  # fmt: skip
    return SavedList(**usual | given)


def _home(**choice: Any) -> ViewJson:
    """Render a Home tab with lists."""
    mine = saved_list(id=2, name="Free in June", owner="U1")
    lists = ListChoice((saved_list(), mine), frozenset({1}), **choice)
    return home_view(PoolCounts(active=40, anybody=True), {}, HomeOverview([], [], lists), ADMIN)


SAMPLES = (
    Sample(LISTS, "on Home, one chosen", lambda: _home(chosen=saved_list())),
    Sample(LISTS, "on Home, worth saving", lambda: _home(worth_saving=True)),
    Sample(LISTS, "save", save_modal),
    Sample(LISTS, "edit", lambda: edit_modal(saved_list())),
    Sample(LISTS, "edit, only mine", lambda: edit_modal(saved_list(owner="U1", channel=None))),
    Sample(LISTS, "deleted", deleted_modal),
    Sample(LISTS, "somebody new", lambda: news_message(saved_list(), 1)),
    Sample(LISTS, "several new, with titles", lambda: news_message(saved_list(), 3, TITLES)),
    Sample(LISTS, "several new, on somebody's own list", lambda: news_message(saved_list(owner="U1"), 12)),
)
