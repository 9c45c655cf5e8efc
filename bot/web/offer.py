"""An offer's page: looked at as often as one likes, answered by a button."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from blocks.job_words import days_words, rate_words
from bot.links import Links, Purpose
from bot.services.hiring import answer_offer, usable
from bot.web.pages import Pages, from_our_page
from storage.hire import Hire
from storage.settings import company_name
from storage.uow import UnitOfWork

Handler = Callable[[Request], Awaitable[Response]]


def routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> list[Route]:
    async def show(request: Request) -> Response:
        token = pages.token(request, Purpose.OFFER)
        async with new_uow(workspace_id=token.workspace_id).read() as uow:
            await uow.installs.must_be_here()
            hire = await uow.hires.get(token.row_id)
            usable(hire)
            return await _page(pages, links, uow, hire)

    def press(*, accepted: bool) -> Handler:
        async def submit(request: Request) -> Response:
            from_our_page(request, links.base_url)
            token = pages.token(request, Purpose.OFFER)
            uow = new_uow(workspace_id=token.workspace_id, actor="contact", origin="web")
            async with uow:
                await uow.installs.must_be_here()
                return await _page(
                    pages, links, uow, await answer_offer(uow, token.row_id, accepted=accepted)
                )

        return submit

    path = f"/{Purpose.OFFER}/{{token}}"
    return [
        Route(path, show),
        Route(f"{path}/accept", press(accepted=True), methods=["POST"]),
        Route(f"{path}/decline", press(accepted=False), methods=["POST"]),
    ]


async def _page(pages: Pages, links: Links, uow: UnitOfWork, hire: Hire) -> Response:
    hirer = await uow.members.get(hire.offered_by)
    return pages.page(
        "offer.html",
        company=company_name(await uow.workspaces.current()),
        hirer=hirer.name if hirer else None,
        contact=hire.contact,
        hire=hire,
        rate=rate_words(hire.terms),
        days=days_words(hire.terms),
        url=links.url(Purpose.OFFER, hire.workspace_id, hire.id),
        stop_url=links.url(Purpose.STOP, hire.workspace_id, hire.contact_id),
    )
