"""A link's sign-up page, and the page that confirms an applicant's email address."""

import asyncio
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.security.tokens import BadToken, Links, Purpose, Token
from bot.services.agreement import current
from bot.services.signup.signup import (
    MESSAGE_LENGTH,
    OWN_FIELDS,
    SignupForm,
    SignupStanding,
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
from bot.web.words import QUICK_FORM, STALE_FORM
from storage.entities.agreement import Agreement
from storage.entities.application import HELD_FOR, Application
from storage.entities.errors import FormRefused
from storage.entities.profile_form import FIELDS, ProfileForm
from storage.entities.settings import company_name
from storage.uow import UnitOfWork

TOO_QUICK = timedelta(seconds=1)  # faster than anyone types a name and an address
TOO_OLD = timedelta(days=3)
FROM_THE_FUTURE = timedelta(minutes=-1)  # hosts' clocks differ by less than this
BEAT_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class SignupLimits:
    """The limits on sign-ups, and the function that counts views of a form."""

    visitors: Visitors
    opened: Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """What the sign-up page says about a link: company, maker, allowed domains, last day and agreement."""

    company: str
    maker: str | None
    domains: list[str]
    last_day: date | None
    agreement: Agreement | None = None


@dataclass(frozen=True, slots=True)
class SubmittedForm:
    """A submitted form: its link, what was typed, and when it was rendered (None if not signed by us).

    `again` says that it was given back before, to be sent once more.
    """

    join: Token
    fields: Mapping[str, str]
    form: SignupForm
    drawn: datetime | None
    again: bool = False

    def is_a_trap_sprung(self, now: datetime) -> bool:
        """Tell whether a bot filled in the form: by the hidden field, or twice faster than any person."""
        return bool(self.fields.get("website")) or (self.again and self.is_quick(now))

    def is_quick(self, now: datetime) -> bool:
        """Tell whether nobody could have typed this. A browser may have filled it in."""
        return self.drawn is not None and FROM_THE_FUTURE < now - self.drawn < TOO_QUICK

    def is_stale(self, now: datetime) -> bool:
        return self.drawn is None or not FROM_THE_FUTURE < now - self.drawn < TOO_OLD


def routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork], desk: SignupLimits) -> list[Route]:
    signup, turns = SignupPage(pages, links, new_uow, desk), Turns()

    async def show(request: Request) -> Response:
        join = await pages.token(request, Purpose.JOIN)
        page = await signup.show(join)
        if _is_looked_at(request):
            desk.opened(join.workspace_id, join.row_id)
        return page

    async def submit(request: Request) -> Response:
        came = asyncio.get_running_loop().time()
        from_our_page(request, links.base_url)
        join = await pages.token(request, Purpose.JOIN)
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
    """Tell whether a person views the page, as opposed to a browser prefetching it."""
    fetched_ahead = request.headers.get("sec-purpose", "").startswith("prefetch")
    return request.method == "GET" and not fetched_ahead


async def _next_beat(came: float) -> None:
    """Wait for a full quarter of a second, so that response times reveal nothing about the address.

    By then the email, if any, has been sent too, and does not delay the next response.
    """
    spent = asyncio.get_running_loop().time() - came
    await asyncio.sleep(BEAT_SECONDS - spent % BEAT_SECONDS)


class SignupPage:
    """The sign-up form: shown, checked and stored."""

    def __init__(
        self, pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork], desk: SignupLimits
    ) -> None:
        self._pages, self._links, self._new_uow, self._desk = pages, links, new_uow, desk

    async def show(self, join: Token) -> HTMLResponse:
        host, now = await self._look(join)
        return self._form(SubmittedForm(join, {}, SignupForm(), None), host, self._links.drawn(join, now))

    async def take(self, request: Request, join: Token, fields: Mapping[str, str]) -> HTMLResponse:
        """Store and confirm. Bots get the same page and nothing is stored. Invalid input returns the form."""
        host, now = await self._look(join)  # before any write, so that a paused link costs only a read
        await self._desk.visitors.admit(request)
        sent = self._read(join, fields)
        if sent.is_a_trap_sprung(now):
            return self._accepted(host)
        if sent.is_quick(now):
            drawn = self._links.drawn(join, now, again=True)
            return self._form(sent, host, drawn, again=QUICK_FORM, status=422)
        if sent.is_stale(now):
            return self._once_more(sent, host, now)
        try:
            async with self._new_uow(workspace_id=join.workspace_id, origin="web") as uow:
                await sign_up(uow, join.row_id, join.generation, sent.form)
        except FormRefused as refused:
            return self._form(sent, host, fields["form"], errors=refused.errors, status=422)
        return self._accepted(host)

    async def _look(self, join: Token) -> tuple[LinkFacts, datetime]:
        async with self._new_uow(workspace_id=join.workspace_id).read() as uow:
            await uow.installs.must_be_here()
            link = await open_link(uow, join.row_id, join.generation)
            maker = await uow.colleagues.spokesperson(link.made_by)
            company = company_name(await uow.workspaces.current())
            name, asked = maker.name if maker else None, await current(uow)
            return LinkFacts(company, name, link.domains, link.last_day, asked), uow.now

    def _read(self, join: Token, fields: Mapping[str, str]) -> SubmittedForm:
        own = {name: fields.get(name, "") for name in OWN_FIELDS}
        form = SignupForm(**own, profile=ProfileForm.taken_from(fields))
        try:
            return SubmittedForm(join, fields, form, *self._links.drawn_at(join, fields.get("form", "")))
        except BadToken:
            return SubmittedForm(join, fields, form, None)

    def _accepted(self, host: LinkFacts) -> HTMLResponse:
        """Show the same confirmation to everyone; it says nothing about the address."""
        return self._pages.page("signup_sent.html", company=host.company)

    def _once_more(self, sent: SubmittedForm, host: LinkFacts, now: datetime) -> HTMLResponse:
        # A person back in an old tab may submit at once. A form we did not sign must wait.
        drawn = self._links.drawn(sent.join, now - TOO_QUICK if sent.drawn else now, again=True)
        return self._form(sent, host, drawn, again=STALE_FORM, status=422)

    def _form(
        self,
        sent: SubmittedForm,
        host: LinkFacts,
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
            typed={name: _printable(sent.fields.get(name, "")) for name in (*OWN_FIELDS, *FIELDS)},
            errors=errors or {},
            again=again,
            form=drawn,
            url=self._links.url_of(Purpose.JOIN, sent.join),
            longest_message=MESSAGE_LENGTH,
        )


def _printable(text: str) -> str:
    """Keep what was typed, without characters that are not allowed in a page."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char == "\n" or unicodedata.category(char) not in {"Cc", "Cn"})


def _confirm_routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> list[Route]:
    async def show(request: Request) -> Response:
        token = await pages.token(request, Purpose.CONFIRM)
        async with new_uow(workspace_id=token.workspace_id).read() as uow:
            await uow.installs.must_be_here()
            application = await uow.applications.get(token.row_id)
            now_at = await standing(uow, application)
            if now_at is SignupStanding.TO_CONFIRM:
                await must_be_confirmable(uow, application, application.link)
            return await _confirm_page(pages, links, uow, application, now_at)

    async def press(request: Request) -> Response:
        from_our_page(request, links.base_url)
        token = await pages.token(request, Purpose.CONFIRM)
        async with new_uow(workspace_id=token.workspace_id, actor="contact", origin="web") as uow:
            await uow.installs.must_be_here()
            application = await confirm(uow, token.row_id)
            return await _confirm_page(pages, links, uow, application, await standing(uow, application))

    return [Route("/confirm/{token}", show), Route("/confirm/{token}", press, methods=["POST"])]


async def _confirm_page(
    pages: Pages, links: Links, uow: UnitOfWork, application: Application, now_at: SignupStanding
) -> HTMLResponse:
    contact = await uow.contacts.by_email(application.email_key)
    confirmed = application.confirmed_at
    return pages.page(
        "confirm.html",
        company=company_name(await uow.workspaces.current()),
        standing=now_at,
        agreement=await uow.agreements.get(application.agreement_id) if application.agreement_id else None,
        email=application.email,
        left_at=contact.left_at if contact else None,
        until=application.created_at + HELD_FOR,
        url=links.url(Purpose.CONFIRM, application),
        page_url=links.page(contact, confirmed) if contact and confirmed else None,
        stop_url=links.url(Purpose.UNASKED, application),
    )
