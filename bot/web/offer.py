"""The job offer's page. Viewing changes nothing; a button accepts or declines."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from blocks.hire.words import rate_words
from bot.security.tokens import Links, Purpose
from bot.services.agreement import missing
from bot.services.hire.offer import answer_offer, usable
from bot.web.form import ticked
from bot.web.pages import Pages, from_our_page
from storage.entities.agreement import NotAgreed
from storage.entities.hire import Hire
from storage.entities.settings import company_name
from storage.entities.status import HireState
from storage.uow import UnitOfWork

Handler = Callable[[Request], Awaitable[Response]]


def routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> list[Route]:
    async def show(request: Request) -> Response:
        token = await pages.token(request, Purpose.OFFER)
        async with new_uow(workspace_id=token.workspace_id).read() as uow:
            await uow.installs.must_be_here()
            hire = await uow.hires.get(token.row_id)
            usable(hire)
            return await _page(pages, links, uow, hire)

    def press(*, accepted: bool) -> Handler:
        async def submit(request: Request) -> Response:
            from_our_page(request, links.base_url)
            token = await pages.token(request, Purpose.OFFER)
            agreed = await ticked(request)
            uow = new_uow(workspace_id=token.workspace_id, actor="contact", origin="web")
            async with uow:
                await uow.installs.must_be_here()
                try:
                    hire = await answer_offer(uow, token.row_id, accepted=accepted, agreed=agreed)
                except NotAgreed as refused:
                    return await _page(pages, links, uow, await uow.hires.get(token.row_id), refused)
                return await _page(pages, links, uow, hire)

        return submit

    path = f"/{Purpose.OFFER}/{{token}}"
    return [
        Route(path, show),
        Route(f"{path}/accept", press(accepted=True), methods=["POST"]),
        Route(f"{path}/decline", press(accepted=False), methods=["POST"]),
    ]


async def _page(
    pages: Pages, links: Links, uow: UnitOfWork, hire: Hire, refused: NotAgreed | None = None
) -> Response:
    hirer = await uow.colleagues.spokesperson(hire.offered_by)
    return pages.page(
        "offer.html",
        status=422 if refused else 200,
        agreement=await missing(uow, hire.contact_id) if hire.state == HireState.OFFERED else None,
        errors={refused.field: refused.text} if refused else {},
        company=company_name(await uow.workspaces.current()),
        hirer=hirer.name if hirer else None,
        title=hirer.title if hirer else None,
        contact=hire.contact,
        hire=hire,
        rate=rate_words(hire.terms),
        url=links.url(Purpose.OFFER, hire),
        page_url=links.page(hire.contact, hire.answered_at or uow.now),
        stop_url=links.url(Purpose.STOP, hire.contact),
    )
