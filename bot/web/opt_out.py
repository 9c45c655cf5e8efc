"""Never write to me again: a page with two buttons, and the one-click request of mail programs (RFC 8058)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.links import Links, Purpose, Token
from bot.services.opt_out import stop_mail, stop_mail_unasked
from bot.web.pages import Pages, from_our_page
from bot.web.slack import TooLarge, read_body
from storage.settings import company_name
from storage.uow import UnitOfWork

MOST_ONE_CLICK_BYTES = 4_000
Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose mail is stopped: a contact's, or that of somebody who typed their address into a form."""

    purpose: Purpose
    email: Callable[[UnitOfWork, int], Awaitable[str]]
    stop: Callable[[UnitOfWork, int, bool], Awaitable[None]]


async def _contacts_email(uow: UnitOfWork, contact_id: int) -> str:
    return (await uow.contacts.get(contact_id)).email


async def _stop_contact(uow: UnitOfWork, contact_id: int, everywhere: bool) -> None:
    await stop_mail(uow, contact_id, everywhere=everywhere)


async def _applicants_email(uow: UnitOfWork, application_id: int) -> str:
    return (await uow.applications.get(application_id)).email


async def _stop_applicant(uow: UnitOfWork, application_id: int, everywhere: bool) -> None:
    await stop_mail_unasked(uow, application_id, everywhere=everywhere)


CONTACT = Whose(Purpose.STOP, _contacts_email, _stop_contact)
APPLICANT = Whose(Purpose.UNASKED, _applicants_email, _stop_applicant)


def routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> list[Route]:
    return [route for whose in (CONTACT, APPLICANT) for route in _routes(pages, links, new_uow, whose)]


def _routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork], whose: Whose) -> list[Route]:
    async def stop(token: Token, *, everywhere: bool) -> str:
        async with new_uow(workspace_id=token.workspace_id, actor="contact", origin="web") as uow:
            await whose.stop(uow, token.row_id, everywhere)
            return company_name(await uow.workspaces.current())

    async def show(request: Request) -> Response:
        token = pages.token(request, whose.purpose)
        async with new_uow(workspace_id=token.workspace_id).read() as uow:
            email = await whose.email(uow, token.row_id)
            company = company_name(await uow.workspaces.current())
        url = links.url(whose.purpose, token.workspace_id, token.row_id)
        return pages.page("stop.html", company=company, email=email, url=url)

    async def one_click(request: Request) -> Response:
        """Sent by the mail program itself: no Origin, no cookie, and the token is all the proof there is."""
        token = pages.token(request, whose.purpose)
        if not await _asks_to_unsubscribe(request):
            raise HTTPException(400)
        await stop(token, everywhere=False)
        return PlainTextResponse("Unsubscribed.")

    def press(*, everywhere: bool) -> Handler:
        async def submit(request: Request) -> Response:
            from_our_page(request, links.base_url)
            company = await stop(pages.token(request, whose.purpose), everywhere=everywhere)
            who = "Nobody who uses Trusted Contacts here will" if everywhere else f"{company} will not"
            return pages.note("You will not hear from us again", f"{who} write to you any more.")

        return submit

    path = f"/{whose.purpose}/{{token}}"
    return [
        Route(path, show),
        Route(path, one_click, methods=["POST"]),
        Route(f"{path}/company", press(everywhere=False), methods=["POST"]),
        Route(f"{path}/all", press(everywhere=True), methods=["POST"]),
    ]


async def _asks_to_unsubscribe(request: Request) -> bool:
    """The body is a form of either kind that says List-Unsubscribe=One-Click."""
    try:
        body = (await read_body(request, MOST_ONE_CLICK_BYTES)).decode("ascii", "replace")
    except TooLarge:
        raise HTTPException(413) from None
    if "multipart/form-data" in request.headers.get("content-type", ""):
        return 'name="List-Unsubscribe"' in body and "One-Click" in body
    return parse_qs(body).get("List-Unsubscribe") == ["One-Click"]
