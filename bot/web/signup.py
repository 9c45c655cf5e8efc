"""The sign-up page behind a link, and the page behind the mail's link where the address is confirmed."""

import asyncio
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.links import BadToken, Links, Purpose, Token
from bot.services.signup import (
    MESSAGE_LENGTH,
    SignupForm,
    Standing,
    confirm,
    must_be_confirmable,
    open_link,
    sign_up,
    standing,
)
from bot.web.form import read_form
from bot.web.pages import Pages, from_our_page
from bot.web.turns import Turns
from bot.web.visitors import Visitors
from storage.errors import FormRefused
from storage.links import HELD_FOR
from storage.models import Application
from storage.settings import company_name
from storage.uow import UnitOfWork

TOO_QUICK = timedelta(seconds=1)  # nobody types a name and an address in it
TOO_OLD = timedelta(days=3)
FROM_THE_FUTURE = timedelta(minutes=-1)  # hosts' clocks differ by less
BEAT_SECONDS = 0.25
A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Desk:
    """What keeps sign-ups bounded, and who counts how often a form is looked at."""

    visitors: Visitors
    burst: int
    opened: Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Host:
    """Who invites to sign up, and what they ask for."""

    company: str
    maker: str | None
    domains: list[str]
    last_day: datetime | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that came back: by which link, what was typed, and when it was drawn, if we drew it."""

    join: Token
    fields: Mapping[str, str]
    form: SignupForm
    drawn: datetime | None

    def is_a_trap_sprung(self, now: datetime) -> bool:
        """Filled in by a program: also what no person sees, or faster than any person."""
        quick = self.drawn is not None and FROM_THE_FUTURE < now - self.drawn < TOO_QUICK
        return bool(self.fields.get("website")) or quick

    def is_stale(self, now: datetime) -> bool:
        return self.drawn is None or not FROM_THE_FUTURE < now - self.drawn < TOO_OLD


def routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork], desk: Desk) -> list[Route]:
    signup, turns = SignupPage(pages, links, new_uow, desk), Turns()

    async def show(request: Request) -> Response:
        join = pages.token(request, Purpose.JOIN)
        page = await signup.show(join)
        if _is_looked_at(request):
            desk.opened(join.workspace_id, join.row_id)
        return page

    async def submit(request: Request) -> Response:
        came = asyncio.get_running_loop().time()
        from_our_page(request, links.base_url)
        join = pages.token(request, Purpose.JOIN)
        fields = await read_form(request)
        async with turns.mine():
            page = await signup.take(request, join, fields)
        if page.status_code == 200:
            await _next_beat(came)
        return page

    return [
        Route("/join/{token}", show),
        Route("/join/{token}", submit, methods=["POST"]),
        *_confirm_routes(pages, links, new_uow),
    ]


def _is_looked_at(request: Request) -> bool:
    """By somebody, and not fetched in case somebody will."""
    fetched_ahead = request.headers.get("sec-purpose", "").startswith("prefetch")
    return request.method == "GET" and not fetched_ahead


async def _next_beat(came: float) -> None:
    """Answers leave at full quarters of a second, so that how long one took tells nothing of the address.

    By then the mail it led to, if any, has left as well, and does not show in how long the next one takes.
    """
    spent = asyncio.get_running_loop().time() - came
    await asyncio.sleep(BEAT_SECONDS - spent % BEAT_SECONDS)


class SignupPage:
    """The form, drawn and taken back."""

    def __init__(self, pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork], desk: Desk) -> None:
        self._pages, self._links, self._new_uow, self._desk = pages, links, new_uow, desk

    async def show(self, join: Token) -> HTMLResponse:
        host, now = await self._look(join)
        return self._form(Sent(join, {}, SignupForm(), None), host, self._links.drawn(join, now))

    async def take(self, request: Request, join: Token, fields: Mapping[str, str]) -> HTMLResponse:
        """Stores it and says so; only says so when a trap was sprung; else gives the form back as typed."""
        host, now = await self._look(join)  # before anything is written: a paused link costs a look alone
        await self._desk.visitors.admit(request)
        sent = self._read(join, fields)
        if sent.is_a_trap_sprung(now):
            return self._accepted(host)
        if sent.is_stale(now):
            return self._once_more(sent, host, now)
        try:
            async with self._new_uow(workspace_id=join.workspace_id, origin="web") as uow:
                await sign_up(uow, join.row_id, join.generation, sent.form, self._desk.burst)
        except FormRefused as refused:
            return self._form(sent, host, fields["form"], errors=refused.errors, status=422)
        return self._accepted(host)

    async def _look(self, join: Token) -> tuple[Host, datetime]:
        async with self._new_uow(workspace_id=join.workspace_id).read() as uow:
            await uow.installs.must_be_here()
            link = await open_link(uow, join.row_id, join.generation)
            maker = await uow.members.get(link.made_by)
            company = company_name(await uow.workspaces.current())
            last_day = link.expires_at and link.expires_at - A_MOMENT  # it expires at a midnight
            return Host(company, maker.name if maker else None, link.domains, last_day), uow.now

    def _read(self, join: Token, fields: Mapping[str, str]) -> Sent:
        form = SignupForm(*(fields.get(name, "") for name in SignupForm.__dataclass_fields__))
        try:
            return Sent(join, fields, form, self._links.drawn_at(join, fields.get("form", "")))
        except BadToken:
            return Sent(join, fields, form, None)

    def _accepted(self, host: Host) -> HTMLResponse:
        """The same for everybody: nothing of the address in it."""
        return self._pages.page("signup_sent.html", company=host.company)

    def _once_more(self, sent: Sent, host: Host, now: datetime) -> HTMLResponse:
        # Somebody who came back to an old tab may press at once; a form that is none of ours may not.
        drawn = self._links.drawn(sent.join, now - TOO_QUICK if sent.drawn else now)
        again = (
            "This page lay open for a long time. What you typed is still here: please press Sign up again."
        )
        return self._form(sent, host, drawn, again=again, status=422)

    def _form(
        self,
        sent: Sent,
        host: Host,
        drawn: str,
        *,
        errors: Mapping[str, str] | None = None,
        again: str | None = None,
        status: int = 200,
    ) -> HTMLResponse:
        return self._pages.page(
            "signup.html",
            status=status,
            host=host,
            typed={name: _printable(sent.fields.get(name, "")) for name in SignupForm.__dataclass_fields__},
            errors=errors or {},
            again=again,
            form=drawn,
            url=self._links.url(Purpose.JOIN, sent.join.workspace_id, sent.join.row_id, sent.join.generation),
            longest_message=MESSAGE_LENGTH,
        )


def _printable(text: str) -> str:
    """As it was typed, without what may not stand in a page."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char == "\n" or unicodedata.category(char) not in {"Cc", "Cn"})


def _confirm_routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> list[Route]:
    async def show(request: Request) -> Response:
        token = pages.token(request, Purpose.CONFIRM)
        async with new_uow(workspace_id=token.workspace_id).read() as uow:
            await uow.installs.must_be_here()
            application = await uow.applications.get(token.row_id)
            now_at = await standing(uow, application)
            if now_at is Standing.TO_CONFIRM:
                must_be_confirmable(application, application.link, uow.now)
            return await _confirm_page(pages, links, uow, application, now_at)

    async def press(request: Request) -> Response:
        from_our_page(request, links.base_url)
        token = pages.token(request, Purpose.CONFIRM)
        async with new_uow(workspace_id=token.workspace_id, actor="contact", origin="web") as uow:
            await uow.installs.must_be_here()
            application = await confirm(uow, token.row_id)
            return await _confirm_page(pages, links, uow, application, await standing(uow, application))

    return [Route("/confirm/{token}", show), Route("/confirm/{token}", press, methods=["POST"])]


async def _confirm_page(
    pages: Pages, links: Links, uow: UnitOfWork, application: Application, now_at: Standing
) -> HTMLResponse:
    return pages.page(
        "confirm.html",
        company=company_name(await uow.workspaces.current()),
        standing=now_at,
        email=application.email,
        until=application.created_at + HELD_FOR,
        url=links.url(Purpose.CONFIRM, application.workspace_id, application.id),
        stop_url=links.url(Purpose.UNASKED, application.workspace_id, application.id),
    )
