"""The invitation's page: looked at as often as one likes, answered by a button."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.links import Links, Purpose
from bot.services.invitation import Claim, answer, usable
from bot.web.pages import Pages, from_our_page
from storage.models import Invitation
from storage.settings import company_name
from storage.status import Answer
from storage.uow import UnitOfWork

Handler = Callable[[Request], Awaitable[Response]]


def routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> list[Route]:
    async def show(request: Request) -> Response:
        token = pages.token(request, Purpose.INVITATION)
        async with new_uow(workspace_id=token.workspace_id).read() as uow:
            await uow.installs.must_be_here()
            invitation = await uow.invitations.get(token.row_id)
            usable(invitation, Claim(token.row_id, token.generation), uow.now)
            return await _page(pages, links, uow, invitation, request)

    def press(given: Answer) -> Handler:
        async def submit(request: Request) -> Response:
            from_our_page(request, links.base_url)
            token = pages.token(request, Purpose.INVITATION)
            uow = new_uow(workspace_id=token.workspace_id, actor="contact", origin="web")
            async with uow:
                await uow.installs.must_be_here()
                invitation = await answer(uow, Claim(token.row_id, token.generation), given)
                return await _page(pages, links, uow, invitation, request)

        return submit

    return [
        Route("/i/{token}", show),
        Route("/i/{token}/accept", press(Answer.ACCEPTED), methods=["POST"]),
        Route("/i/{token}/decline", press(Answer.DECLINED), methods=["POST"]),
    ]


async def _page(
    pages: Pages, links: Links, uow: UnitOfWork, invitation: Invitation, request: Request
) -> Response:
    contact = invitation.contact
    inviter = await uow.members.get(invitation.invited_by)
    return pages.page(
        "invitation.html",
        company=company_name(await uow.workspaces.current()),
        inviter=inviter.name if inviter else None,
        contact=contact,
        invitation=invitation,
        url=links.url(Purpose.INVITATION, contact.workspace_id, invitation.id, invitation.generation),
        stop_url=links.url(Purpose.STOP, contact.workspace_id, contact.id),
    )
