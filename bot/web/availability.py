"""The page on which a person says when they are free. A link may fill in an answer; only `Save` keeps it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from blocks.kit.free import free_words
from bot.security.tokens import Links, Purpose, Token, holds
from bot.services.person.availability import may_say, say
from bot.services.words.profile import parse_day
from bot.web.form import read_form
from bot.web.pages import Pages, from_our_page
from bot.web.person import too_old
from storage.entities.errors import FormRefused
from storage.entities.settings import company_name
from storage.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class AvailabilityPage:
    pages: Pages
    links: Links
    new_uow: Callable[..., UnitOfWork]

    async def show(self, request: Request) -> Response:
        token = await self.pages.token(request, Purpose.FREE)
        async with self.new_uow(workspace_id=token.workspace_id).read() as uow:
            if not holds(Purpose.FREE, token, uow.now):
                return await too_old(self.pages, self.links, uow, token, Purpose.PERSON)
            return await self._page(uow, token, _chosen(request, uow))

    async def save(self, request: Request) -> Response:
        from_our_page(request, self.links.base_url)
        token = await self.pages.token(request, Purpose.FREE)
        typed = await read_form(request)
        try:
            async with self.new_uow(workspace_id=token.workspace_id, actor="contact", origin="web") as uow:
                if not holds(Purpose.FREE, token, uow.now):
                    raise HTTPException(410)
                await say(uow, token.row_id, typed.get("free_from", ""), typed.get("days_a_week", ""))
        except FormRefused as refused:
            async with self.new_uow(workspace_id=token.workspace_id).read() as uow:
                return await self._page(uow, token, typed, refused.errors)
        async with self.new_uow(workspace_id=token.workspace_id).read() as uow:
            return await self._page(uow, token, {}, saved=True)

    async def _page(
        self,
        uow: UnitOfWork,
        token: Token,
        typed: Mapping[str, str],
        errors: Mapping[str, str] = {},
        *,
        saved: bool = False,
    ) -> Response:
        """Render the page. What is typed, or chosen by a link, stands before what they said last."""
        contact = await uow.contacts.get(token.row_id)
        free_from, days = (
            (contact.profile.free_from, contact.profile.days_a_week) if contact.profile else (None, None)
        )
        kept = {"free_from": free_from.isoformat() if free_from else "", "days_a_week": str(days or "")}
        return self.pages.page(
            "free.html",
            status=422 if errors else 200,
            company=company_name(await uow.workspaces.current()),
            open=may_say(contact),
            typed=kept | {name: typed[name] for name in kept if name in typed},
            errors=errors,
            said=free_words(free_from, days, uow.now.date()),
            saved=saved,
            url=self.links.url_of(Purpose.FREE, token),
            page_url=self.links.url_of(Purpose.PERSON, token),
            stop_url=self.links.url(Purpose.STOP, contact),
        )


def _chosen(request: Request, uow: UnitOfWork) -> Mapping[str, str]:
    """Read the day a link has filled in, if it names one."""
    with suppress(ValueError):
        if day := parse_day(request.query_params.get("from", ""), uow.now.date()):
            return {"free_from": day.isoformat()}
    return {}


def routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> list[Route]:
    page, path = AvailabilityPage(pages, links, new_uow), f"/{Purpose.FREE}/{{token}}"
    return [Route(path, page.show), Route(path, page.save, methods=["POST"])]
