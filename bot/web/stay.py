"""The page with one button, by which somebody stays among a company's contacts. Viewing changes nothing."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.security.tokens import Links, Purpose, Token
from bot.services.person.retention import stay
from bot.web.pages import Pages, from_our_page
from storage.entities.contact import Contact
from storage.entities.settings import company_name
from storage.uow import UnitOfWork


def routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> list[Route]:
    async def show(request: Request) -> Response:
        token = await pages.token(request, Purpose.STAY)
        async with new_uow(workspace_id=token.workspace_id).read() as uow:
            return await page(uow, await uow.contacts.get(token.row_id), token)

    async def press(request: Request) -> Response:
        from_our_page(request, links.base_url)
        token = await pages.token(request, Purpose.STAY)
        async with new_uow(workspace_id=token.workspace_id, actor="contact", origin="web") as uow:
            return await page(uow, await stay(uow, token.row_id), token, stayed=True)

    async def page(uow: UnitOfWork, contact: Contact, token: Token, *, stayed: bool = False) -> Response:
        return pages.page(
            "stay.html",
            company=company_name(await uow.workspaces.current()),
            asked=not stayed and contact.farewell_id == token.generation,
            url=links.url_of(Purpose.STAY, token),
            page_url=links.page(contact, uow.now),
            stop_url=links.url(Purpose.STOP, contact),
        )

    path = f"/{Purpose.STAY}/{{token}}"
    return [Route(path, show), Route(path, press, methods=["POST"])]
