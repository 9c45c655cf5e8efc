"""The page of a connection request: it shows that request and all others waiting for the same person."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from starlette.requests import Request as WebRequest
from starlette.responses import Response
from starlette.routing import Route

from bot.security.tokens import Links, Purpose, Token
from bot.services.invitation.afterwards import ask_for_new_link, change_mind
from bot.services.invitation.invitation import Claim, answer
from bot.services.invitation.request import Change, Request, change_request, requests_behind
from bot.web.expired import ExpiredPage
from bot.web.form import ticked
from bot.web.pages import Pages, from_our_page
from storage.entities.afterwards import asked_lately, reversible
from storage.entities.agreement import NotAgreed
from storage.entities.contact import Invitation
from storage.entities.invitation_gone import InvitationExpired
from storage.entities.status import Answer
from storage.uow import UnitOfWork

Handler = Callable[[WebRequest], Awaitable[Response]]


class RequestPage:
    def __init__(self, pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> None:
        self._pages, self._links, self._new_uow = pages, links, new_uow
        self._expired = ExpiredPage(pages, links, Purpose.REQUESTS)

    async def show(self, request: WebRequest) -> Response:
        token = await self._pages.token(request, Purpose.REQUESTS)
        try:
            return self._page(await self._behind(token))
        except InvitationExpired:
            async with self._new_uow(workspace_id=token.workspace_id).read() as uow:
                return await self._expired.show(uow, await uow.invitations.get(token.row_id))

    def press(self, change: Change) -> Handler:
        """Make the handler of a button at one request."""

        async def submit(request: WebRequest) -> Response:
            from_our_page(request, self._links.base_url)
            token = await self._pages.token(request, Purpose.REQUESTS)
            which = await self._pages.read(Purpose.INVITATION, request.path_params["which"])
            before = await self._behind(token)
            email_key = before[0].contact.email_key
            claim = Claim(which.row_id, which.generation, await ticked(request))
            uow = self._new_uow(workspace_id=which.workspace_id, actor="contact", origin="web")
            try:
                async with uow:
                    await uow.installs.must_be_here()
                    changed = await change_request(uow, claim, change, email_key)
                    answered = _answered(before, changed, uow.now)
            except NotAgreed as refused:
                return self._page(await self._behind(token), wrong={request.path_params["which"]: refused})
            return self._page(await self._behind(token), answered)

        return submit

    async def ask(self, request: WebRequest) -> Response:
        from_our_page(request, self._links.base_url)
        token = await self._pages.token(request, Purpose.REQUESTS)
        uow = self._new_uow(workspace_id=token.workspace_id, actor="contact", origin="web")
        async with uow:
            await uow.installs.must_be_here()
            asked = await ask_for_new_link(uow, Claim(token.row_id, token.generation))
            if asked.expired(uow.now) and not asked.answered_at:
                return await self._expired.show(uow, asked, just_asked=asked_lately(asked, uow.now))
        return self._page(await self._behind(token))

    async def _behind(self, token: Token) -> list[Request]:
        async with self._new_uow(workspace_id=token.workspace_id).read() as uow:
            await uow.installs.must_be_here()
            return await requests_behind(uow, Claim(token.row_id, token.generation))

    def _page(
        self,
        requests: list[Request],
        answered: Request | None = None,
        wrong: Mapping[str, NotAgreed] = {},
    ) -> Response:
        """Render the page. `answered` is the request whose button was pressed, if it has an answer now.

        `wrong` is what was missing when it was pressed: {the request's link: refusal}.
        """
        own = requests[0].invitation
        shown = [*requests, *([answered] if answered else [])]
        return self._pages.page(
            "requests.html",
            status=422 if wrong else 200,
            errors={which: {refused.field: refused.text} for which, refused in wrong.items()},
            own=requests[0],
            open=[each for each in requests if not each.invitation.answered_at],
            answered=answered,
            url=self._url(Purpose.REQUESTS, own),
            which={each.invitation.id: self._which(each.invitation) for each in shown},
            page_url=self._links.page(own.contact, own.answered_at or own.created_at),
            stop_url=self._links.url(Purpose.STOP, own.contact),
        )

    def _url(self, purpose: Purpose, invitation: Invitation) -> str:
        return self._links.url(purpose, invitation, invitation.generation)

    def _which(self, invitation: Invitation) -> str:
        return self._url(Purpose.INVITATION, invitation).rpartition("/")[2]


def _answered(before: list[Request], changed: Invitation, at: datetime) -> Request | None:
    its = (changed.workspace_id, changed.id)
    found = next((each for each in before if (each.invitation.workspace_id, each.invitation.id) == its), None)
    if found is None or changed.answer is None:
        return None
    return replace(found, invitation=changed, reversible=reversible(changed, at))


def routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> list[Route]:
    page, path = RequestPage(pages, links, new_uow), f"/{Purpose.REQUESTS}/{{token}}"
    presses = {
        "accept": page.press(partial(answer, wanted=Answer.ACCEPTED)),
        "decline": page.press(partial(answer, wanted=Answer.DECLINED)),
        "reopen": page.press(change_mind),
    }
    return [
        Route(path, page.show),
        Route(f"{path}/ask", page.ask, methods=["POST"]),
        *(Route(f"{path}/{{which}}/{name}", press, methods=["POST"]) for name, press in presses.items()),
    ]
