"""Opting out: a page with two buttons, and one-click unsubscribe from email clients (RFC 8058)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.security.tokens import Links, Purpose, Token
from bot.services.invitation.opt_out import stop_mail, stop_mail_claimed, stop_mail_unasked
from bot.web import words
from bot.web.pages import Pages, from_our_page
from bot.web.slack import TooLarge, read_body
from storage.entities.settings import company_name
from storage.uow import UnitOfWork

MOST_ONE_CLICK_BYTES = 4_000
Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Whose:
    """A kind of row whose email can be stopped: a contact, or an address that anyone may have typed."""

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


async def _claimed_email(uow: UnitOfWork, claim_id: int) -> str:
    return (await uow.people.claim(claim_id)).email


async def _stop_claimed(uow: UnitOfWork, claim_id: int, everywhere: bool) -> None:
    await stop_mail_claimed(uow, claim_id, everywhere=everywhere)


CONTACT = Whose(Purpose.STOP, _contacts_email, _stop_contact)
APPLICANT = Whose(Purpose.UNASKED, _applicants_email, _stop_applicant)
CLAIMED = Whose(Purpose.UNCLAIMED, _claimed_email, _stop_claimed)


def routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> list[Route]:
    return [
        route for whose in (CONTACT, APPLICANT, CLAIMED) for route in _routes(pages, links, new_uow, whose)
    ]


def _routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork], whose: Whose) -> list[Route]:
    async def stop(token: Token, *, everywhere: bool) -> str:
        async with new_uow(workspace_id=token.workspace_id, actor="contact", origin="web") as uow:
            await whose.stop(uow, token.row_id, everywhere)
            return company_name(await uow.workspaces.current())

    async def show(request: Request) -> Response:
        token = await pages.token(request, whose.purpose)
        async with new_uow(workspace_id=token.workspace_id).read() as uow:
            email = await whose.email(uow, token.row_id)
            company = company_name(await uow.workspaces.current())
        url = links.url_of(whose.purpose, token)
        return pages.page("stop.html", company=company, email=email, url=url)

    async def one_click(request: Request) -> Response:
        """Unsubscribe for an email client, which sends neither Origin nor cookies.

        The token is the only proof.
        """
        token = await pages.token(request, whose.purpose)
        if not await _asks_to_unsubscribe(request):
            raise HTTPException(400)
        await stop(token, everywhere=False)
        return PlainTextResponse(words.UNSUBSCRIBED)

    def press(*, everywhere: bool) -> Handler:
        async def submit(request: Request) -> Response:
            from_our_page(request, links.base_url)
            company = await stop(await pages.token(request, whose.purpose), everywhere=everywhere)
            return pages.note(words.stopped(company, everywhere=everywhere))

        return submit

    path = f"/{whose.purpose}/{{token}}"
    return [
        Route(path, show),
        Route(path, one_click, methods=["POST"]),
        Route(f"{path}/company", press(everywhere=False), methods=["POST"]),
        Route(f"{path}/all", press(everywhere=True), methods=["POST"]),
    ]


async def _asks_to_unsubscribe(request: Request) -> bool:
    """Tell whether the form, urlencoded or multipart, says List-Unsubscribe=One-Click, in any case.

    Some senders end the body with a line break, which RFC 8058 does not have.
    """
    try:
        body = (await read_body(request, MOST_ONE_CLICK_BYTES)).decode("ascii", "replace")
    except TooLarge:
        raise HTTPException(413) from None
    if "multipart/form-data" in request.headers.get("content-type", ""):
        return 'name="list-unsubscribe"' in body.lower() and "one-click" in body.lower()
    return parse_qs(body.strip().lower()).get("list-unsubscribe") == ["one-click"]
