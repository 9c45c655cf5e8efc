"""Outbox work for lists: news for their channels."""

from blocks.lists.forms import news_message
from bot.services.contact.lists import titles_of
from bot.services.contact.work import ListNews
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.slack import Show
from storage.entities.saved_list import SavedList
from storage.overview.listing import Criteria
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.show(ListNews, render_news)


async def render_news(uow: UnitOfWork, work: ListNews) -> Show | None:
    """Say how many new people are on a list, and their titles.

    None if it tells nobody any more, they are on it no longer, or its owner is not of the team any more.
    Erasing somebody whose title it says deletes the message.
    """
    saved = await uow.saved_lists.find(work.list)
    if saved is None or saved.channel is None or not await _is_kept(uow, saved):
        return None
    fresh = await uow.saved_lists.fresh(work.list)
    people = await uow.overview.among(Criteria.from_json(saved.criteria), fresh)
    if not people:
        return None

    async def remember(uow: UnitOfWork) -> None:
        await uow.saved_lists.told(work.list, fresh, uow.now)

    titles = await titles_of(uow, people)
    message, responsible = news_message(saved, len(people), titles.values()), [saved.made_by]
    return Show(
        message,
        channel=saved.channel,
        responsible=responsible,
        for_the_team=True,
        waits=False,
        effect=remember,
        about=list(titles),
    )


async def _is_kept(uow: UnitOfWork, saved: SavedList) -> bool:
    """Tell whether somebody can still change a list."""
    return saved.for_team or await uow.colleagues.may_act(saved.owner)
