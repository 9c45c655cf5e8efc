"""Draws open modals that could not be drawn right after a press."""

from collections.abc import Awaitable, Callable, Collection

from blocks.contact.tags import tags_modal
from blocks.invitation.link import link_modal
from bot.security.tokens import Links, Purpose
from bot.services.contact.tags import tag_list
from bot.services.contact.work import ContactModal, TagsModal
from bot.services.signup.work import LinkModal
from bot.slack.surfaces import contact_view, rights_of_somebody
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.slack import ShowView
from storage.entities.errors import NotFound
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.show(ContactModal, renders_contact(on.admins))
    on.show(LinkModal, renders_link(on.links))
    on.show(TagsModal, render_tags)


def renders_contact(
    admins: Collection[str],
) -> Callable[[UnitOfWork, ContactModal], Awaitable[ShowView | None]]:
    """Make a function that renders a contact's modal. `admins` come from the environment."""

    async def render(uow: UnitOfWork, work: ContactModal) -> ShowView | None:
        rights = await rights_of_somebody(uow, work.user, admins)
        try:
            return ShowView(work.view, await contact_view(uow, work.contact_id or 0, rights))
        except NotFound:  # erased meanwhile
            return None

    return render


def renders_link(links: Links) -> Callable[[UnitOfWork, LinkModal], Awaitable[ShowView]]:
    async def render(uow: UnitOfWork, work: LinkModal) -> ShowView:
        link = await uow.links.get(work.link)
        return ShowView(work.view, link_modal(link, links.url(Purpose.JOIN, link, link.generation)))

    return render


async def render_tags(uow: UnitOfWork, work: TagsModal) -> ShowView:
    found = await tag_list(uow, "", None)
    return ShowView(work.view, tags_modal(found.tags, found.alike, "", more=found.more))
