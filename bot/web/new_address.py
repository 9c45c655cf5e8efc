"""The page on which an active contact confirms a new address. Viewing changes nothing; a button confirms."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.security.tokens import Links, Purpose
from bot.services.contact.bounce import asked, confirm_address
from bot.web.pages import Pages, from_our_page
from storage.entities.contact import Contact
from storage.entities.settings import company_name
from storage.uow import UnitOfWork


def routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> list[Route]:
    async def show(request: Request) -> Response:
        token = await pages.token(request, Purpose.NEW_ADDRESS)
        async with new_uow(workspace_id=token.workspace_id).read() as uow:
            await uow.installs.must_be_here()
            contact = asked(await uow.contacts.get(token.row_id), token.generation)
            return await _page(pages, links, uow, contact)

    async def press(request: Request) -> Response:
        from_our_page(request, links.base_url)
        token = await pages.token(request, Purpose.NEW_ADDRESS)
        async with new_uow(workspace_id=token.workspace_id, actor="contact", origin="web") as uow:
            await uow.installs.must_be_here()
            contact = await confirm_address(uow, token.row_id, token.generation)
            return await _page(pages, links, uow, contact)

    path = f"/{Purpose.NEW_ADDRESS}/{{token}}"
    return [Route(path, show), Route(path, press, methods=["POST"])]


async def _page(pages: Pages, links: Links, uow: UnitOfWork, contact: Contact) -> Response:
    return pages.page(
        "new_address.html",
        company=company_name(await uow.workspaces.current()),
        contact=contact,
        url=links.url(Purpose.NEW_ADDRESS, contact, contact.address_generation),
        stop_url=links.url(Purpose.STOP, contact),
    )
