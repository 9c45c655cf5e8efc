"""The invitation's page. Viewing changes nothing; a button answers, thinks again, or asks for a new link."""

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.security.tokens import Links, Purpose
from bot.services.agreement import missing
from bot.services.invitation.afterwards import ask_for_new_link, change_mind
from bot.services.invitation.invitation import Claim, answer, usable
from bot.web.expired import ExpiredPage
from bot.web.form import ticked
from bot.web.pages import Pages, from_our_page
from storage.entities.afterwards import asked_lately, reversible
from storage.entities.agreement import NotAgreed
from storage.entities.contact import Invitation
from storage.entities.invitation_gone import InvitationExpired
from storage.entities.profile import Voice
from storage.entities.profile_form import ProfileForm
from storage.entities.settings import company_name
from storage.entities.status import Answer
from storage.uow import UnitOfWork

Handler = Callable[[Request], Awaitable[Response]]
Change = Callable[[UnitOfWork, Claim], Awaitable[Invitation]]


class InvitationPage:
    def __init__(self, pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> None:
        self._pages, self._links, self._new_uow = pages, links, new_uow
        self._expired = ExpiredPage(pages, links, Purpose.INVITATION)

    async def show(self, request: Request) -> Response:
        token = await self._pages.token(request, Purpose.INVITATION)
        async with self._new_uow(workspace_id=token.workspace_id).read() as uow:
            await uow.installs.must_be_here()
            invitation = await uow.invitations.get(token.row_id)
            try:
                usable(invitation, Claim(token.row_id, token.generation), uow.now)
            except InvitationExpired:
                return await self._expired.show(uow, invitation)
            return await self._page(uow, invitation)

    def press(self, change: Change) -> Handler:
        async def submit(request: Request) -> Response:
            from_our_page(request, self._links.base_url)
            token = await self._pages.token(request, Purpose.INVITATION)
            claim = Claim(token.row_id, token.generation, await ticked(request))
            uow = self._new_uow(workspace_id=token.workspace_id, actor="contact", origin="web")
            async with uow:
                await uow.installs.must_be_here()
                try:
                    invitation = await change(uow, claim)
                except InvitationExpired:
                    return await self._expired.show(uow, await uow.invitations.get(token.row_id))
                except NotAgreed as refused:
                    return await self._page(uow, await uow.invitations.get(token.row_id), refused)
                return await self._page(uow, invitation)

        return submit

    async def ask(self, request: Request) -> Response:
        from_our_page(request, self._links.base_url)
        token = await self._pages.token(request, Purpose.INVITATION)
        uow = self._new_uow(workspace_id=token.workspace_id, actor="contact", origin="web")
        async with uow:
            await uow.installs.must_be_here()
            invitation = await ask_for_new_link(uow, Claim(token.row_id, token.generation))
            if not invitation.expired(uow.now) or invitation.answered_at:
                return await self._page(uow, invitation)
            return await self._expired.show(uow, invitation, just_asked=asked_lately(invitation, uow.now))

    async def _page(
        self, uow: UnitOfWork, invitation: Invitation, refused: NotAgreed | None = None
    ) -> Response:
        contact = invitation.contact
        inviter = await uow.colleagues.spokesperson(invitation.invited_by)
        return self._pages.page(
            "invitation.html",
            status=422 if refused else 200,
            agreement=None if invitation.answered_at else await missing(uow, contact.id),
            errors={refused.field: refused.text} if refused else {},
            company=company_name(await uow.workspaces.current()),
            inviter=inviter.name if inviter else None,
            title=inviter.title if inviter else None,
            contact=contact,
            invitation=invitation,
            typed=ProfileForm.of(await uow.profiles.of(contact.id), Voice.PERSON),
            may_reopen=reversible(invitation, uow.now),
            url=self._links.url(Purpose.INVITATION, invitation, invitation.generation),
            page_url=self._links.page(contact, invitation.answered_at or uow.now),
            stop_url=self._links.url(Purpose.STOP, contact),
        )


def routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> list[Route]:
    page = InvitationPage(pages, links, new_uow)
    return [
        Route("/i/{token}", page.show),
        Route("/i/{token}/accept", page.press(partial(answer, wanted=Answer.ACCEPTED)), methods=["POST"]),
        Route("/i/{token}/decline", page.press(partial(answer, wanted=Answer.DECLINED)), methods=["POST"]),
        Route("/i/{token}/reopen", page.press(change_mind), methods=["POST"]),
        Route("/i/{token}/ask", page.ask, methods=["POST"]),
    ]
