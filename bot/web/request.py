"""The page behind a connection request's mail: that request, and all others that wait for the same person."""

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request as WebRequest
from starlette.responses import Response
from starlette.routing import Route

from bot.links import BadToken, Links, Purpose, Token
from bot.services.invitation import Claim
from bot.services.request import Request, answer_request, requests_behind
from bot.web.pages import Pages, from_our_page
from storage.models import Invitation
from storage.status import Answer
from storage.uow import UnitOfWork

Handler = Callable[[WebRequest], Awaitable[Response]]


class RequestPage:
    def __init__(self, pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> None:
        self._pages, self._links, self._new_uow = pages, links, new_uow

    async def show(self, request: WebRequest) -> Response:
        token = self._pages.token(request, Purpose.REQUESTS)
        return self._page(await self._behind(token))

    def press(self, given: Answer) -> Handler:
        async def submit(request: WebRequest) -> Response:
            from_our_page(request, self._links.base_url)
            token = self._pages.token(request, Purpose.REQUESTS)
            which = self._chosen(request.path_params["which"])
            before = await self._behind(token)
            email_key = before[0].contact.email_key
            uow = self._new_uow(workspace_id=which.workspace_id, actor="contact", origin="web")
            async with uow:
                await uow.installs.must_be_here()
                await answer_request(uow, Claim(which.row_id, which.generation), given, email_key)
            return self._page(await self._behind(token), answered=_of(before, which), given=given)

        return submit

    async def _behind(self, token: Token) -> list[Request]:
        async with self._new_uow(workspace_id=token.workspace_id).read() as uow:
            await uow.installs.must_be_here()
            return await requests_behind(uow, Claim(token.row_id, token.generation))

    def _chosen(self, which: str) -> Token:
        """Which of the requests was answered."""
        try:
            return self._links.read(Purpose.INVITATION, which)
        except BadToken:
            raise HTTPException(404) from None

    def _page(
        self, requests: list[Request], *, answered: Request | None = None, given: Answer | None = None
    ) -> Response:
        own = requests[0].invitation
        return self._pages.page(
            "requests.html",
            own=requests[0],
            open=[each for each in requests if not each.invitation.answered_at],
            answered=answered,
            given=given,
            url=self._url(Purpose.REQUESTS, own),
            which={each.invitation.id: self._which(each.invitation) for each in requests},
            stop_url=self._links.url(Purpose.STOP, own.workspace_id, own.contact_id),
        )

    def _url(self, purpose: Purpose, invitation: Invitation) -> str:
        return self._links.url(purpose, invitation.workspace_id, invitation.id, invitation.generation)

    def _which(self, invitation: Invitation) -> str:
        return self._url(Purpose.INVITATION, invitation).rpartition("/")[2]


def _of(requests: list[Request], which: Token) -> Request | None:
    wanted = (which.workspace_id, which.row_id)
    return next(
        (each for each in requests if (each.invitation.workspace_id, each.invitation.id) == wanted), None
    )


def routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> list[Route]:
    page, path = RequestPage(pages, links, new_uow), f"/{Purpose.REQUESTS}/{{token}}"
    return [
        Route(path, page.show),
        Route(f"{path}/{{which}}/accept", page.press(Answer.ACCEPTED), methods=["POST"]),
        Route(f"{path}/{{which}}/decline", page.press(Answer.DECLINED), methods=["POST"]),
    ]
