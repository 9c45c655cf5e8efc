"""A person's own pages: what a company stores, all companies, and confirming another address.

Viewing changes nothing. A link that is too old shows only how to get a fresh one.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.security.tokens import Links, Purpose, Token, holds
from bot.services.person import addresses, data, leave, page
from bot.services.profile import cv, profile
from bot.web import words
from bot.web.form import read_form
from bot.web.pages import Pages, from_our_page
from bot.web.profile import cv_file, read_cv, said_about
from bot.web.upload import Uploads
from bot.web.words import Notice
from storage.entities.errors import FieldRefused, FormRefused
from storage.entities.person import AddressClaimGone
from storage.entities.profile import Voice
from storage.entities.profile_form import ProfileForm
from storage.entities.settings import company_name
from storage.uow import UnitOfWork

Handler = Callable[[Request], Awaitable[Response]]
Act = Callable[[UnitOfWork, Token, Request], Awaitable[Notice | None]]


@dataclass(frozen=True, slots=True)
class PersonPages:
    pages: Pages
    links: Links
    new_uow: Callable[..., UnitOfWork]
    uploads: Uploads

    async def show(self, request: Request) -> Response:
        token = await self.pages.token(request, Purpose.PERSON)
        async with self._read(token) as uow:
            return await self._here(uow, token)

    async def show_all(self, request: Request) -> Response:
        token = await self.pages.token(request, Purpose.COMPANIES)
        async with self._read(token) as uow:
            if not holds(Purpose.COMPANIES, token, uow.now):
                return await too_old(self.pages, self.links, uow, token, Purpose.COMPANIES)
            return await self._companies(uow, token)

    async def download(self, request: Request) -> Response:
        """Send everything this company stores about the person."""
        token = await self.pages.token(request, Purpose.PERSON)
        async with self._read(token) as uow:
            self._must_hold(uow, Purpose.PERSON, token)
            file = (await data.data_of(uow, token.row_id)).json
        headers = {"Content-Disposition": 'attachment; filename="my-data.json"'}
        return Response(file, media_type="application/json", headers=headers)

    def press(self, purpose: Purpose, act: Act, *, always: bool = False) -> Handler:
        """Make the handler of a button. With `always` it works by a link that is too old, too."""

        async def submit(request: Request) -> Response:
            from_our_page(request, self.links.base_url)
            token = await self.pages.token(request, purpose)
            try:
                async with self._write(token) as uow:
                    if not always:
                        self._must_hold(uow, purpose, token)
                    notice = await act(uow, token, request)
            except FieldRefused as refused:
                return await self._again(token, {refused.field: refused.text})
            except FormRefused as refused:
                return await self._again(token, refused.errors, await read_form(request))
            if notice:
                return self.pages.note(notice)
            async with self._read(token) as uow:
                return await self._shown(uow, purpose, token)

        return submit

    async def give_cv(self, request: Request) -> Response:
        """Keep a CV. The link is verified before a byte of the file is read."""
        from_our_page(request, self.links.base_url)
        token = await self.pages.token(request, Purpose.PERSON)
        async with self._read(token) as uow:
            self._must_hold(uow, Purpose.PERSON, token)
            await uow.contacts.get(token.row_id)
        try:
            file = await read_cv(request, self.uploads)
            async with self._write(token) as uow:
                await cv.keep_cv(uow, token.row_id, file)
        except FieldRefused as refused:
            return await self._again(token, {refused.field: refused.text})
        return await self.show(request)

    async def take_cv(self, request: Request) -> Response:
        token = await self.pages.token(request, Purpose.PERSON)
        async with self._read(token) as uow:
            self._must_hold(uow, Purpose.PERSON, token)
            return cv_file(await uow.profiles.cv(token.row_id))

    async def show_address(self, request: Request) -> Response:
        token = await self.pages.token(request, Purpose.ADDRESS)
        async with self._read(token) as uow:
            claim = await uow.people.claim(token.row_id)
            if not claim.confirmed_at and claim.expired(uow.now):
                raise AddressClaimGone
            company = company_name(await uow.workspaces.current())
        url = self.links.url_of(Purpose.ADDRESS, token)
        return self.pages.page("address.html", claim=claim, company=company, url=url)

    async def confirm_address(self, request: Request) -> Response:
        from_our_page(request, self.links.base_url)
        token = await self.pages.token(request, Purpose.ADDRESS)
        async with self._write(token) as uow:
            claim = await addresses.confirm_address(uow, token.row_id)
        return self.pages.note(words.address_added(claim.email))

    def _read(self, token: Token) -> AbstractAsyncContextManager[UnitOfWork]:
        return self.new_uow(workspace_id=token.workspace_id).read()

    def _write(self, token: Token) -> UnitOfWork:
        return self.new_uow(workspace_id=token.workspace_id, actor="contact", origin="web")

    def _must_hold(self, uow: UnitOfWork, purpose: Purpose, token: Token) -> None:
        if not holds(purpose, token, uow.now):
            raise HTTPException(410)

    async def _shown(self, uow: UnitOfWork, purpose: Purpose, token: Token) -> Response:
        if purpose is Purpose.COMPANIES:
            return await self._companies(uow, token)
        return await self._here(uow, token)

    async def _here(
        self,
        uow: UnitOfWork,
        token: Token,
        errors: Mapping[str, str] | None = None,
        typed: Mapping[str, str] | None = None,
    ) -> Response:
        if not holds(Purpose.PERSON, token, uow.now):
            return await too_old(self.pages, self.links, uow, token, Purpose.PERSON)
        here = await page.of_company(uow, token.row_id)
        return self.pages.page(
            "person.html",
            status=422 if errors else 200,
            here=here,
            contact=here.contact,
            typed=ProfileForm.taken_from(typed)
            if typed
            else ProfileForm.of(here.contact.profile, Voice.PERSON),
            said=said_about(here.contact.profile, here.members),
            errors=errors or {},
            url=self.links.url_of(Purpose.PERSON, token),
            stop_url=self.links.url(Purpose.STOP, here.contact),
        )

    async def _companies(self, uow: UnitOfWork, token: Token) -> Response:
        found = await page.everywhere(uow, token.row_id)
        url = self.links.url_of(Purpose.COMPANIES, token)
        return self.pages.page("companies.html", companies=found, url=url)

    async def _again(
        self, token: Token, errors: Mapping[str, str], typed: Mapping[str, str] | None = None
    ) -> Response:
        async with self._read(token) as uow:
            return await self._here(uow, token, errors, typed)


async def too_old(pages: Pages, links: Links, uow: UnitOfWork, token: Token, purpose: Purpose) -> Response:
    """Render what a link shows that is too old: how to get a fresh one."""
    contact = await uow.contacts.get(token.row_id)
    return pages.page(
        "page_too_old.html",
        status=410,
        company=company_name(await uow.workspaces.current()),
        url=links.url_of(purpose, token),
        stop_url=links.url(Purpose.STOP, contact),
    )


def routes(pages: Pages, links: Links, new_uow: Callable[..., UnitOfWork]) -> list[Route]:
    its = PersonPages(pages, links, new_uow, Uploads())
    one, every = f"/{Purpose.PERSON}/{{token}}", f"/{Purpose.COMPANIES}/{{token}}"
    address = f"/{Purpose.ADDRESS}/{{token}}"
    on_one, on_all = partial(its.press, Purpose.PERSON), partial(its.press, Purpose.COMPANIES)
    return [
        Route(every, its.show_all),
        Route(address, its.show_address),
        Route(address, its.confirm_address, methods=["POST"]),
        Route(one, its.show),
        Route(f"{one}/my-data.json", its.download),
        _posted(f"{one}/name", on_one(_correct_name)),
        _posted(f"{one}/profile", on_one(_fill_in)),
        Route(f"{one}/cv.pdf", its.take_cv),
        _posted(f"{one}/cv", its.give_cv),
        _posted(f"{one}/cv/remove", on_one(_remove_cv)),
        _posted(f"{one}/address", on_one(_add_address)),
        _posted(f"{one}/leave", on_one(_leave)),
        _posted(f"{one}/return", on_one(_come_back)),
        _posted(f"{one}/fresh", on_one(_fresh_link, always=True)),
        _posted(f"{one}/all", on_one(_link_to_all, always=True)),
        _posted(f"{every}/fresh", on_all(_link_to_all, always=True)),
        _posted(f"{every}/leave", on_all(_leave_one)),
        _posted(f"{every}/erase", on_all(_erase)),
    ]


def _posted(path: str, handler: Handler) -> Route:
    return Route(path, handler, methods=["POST"])


async def _correct_name(uow: UnitOfWork, token: Token, request: Request) -> Notice | None:
    await page.correct_name(uow, token.row_id, (await read_form(request)).get("name", ""))
    return None


async def _fill_in(uow: UnitOfWork, token: Token, request: Request) -> Notice | None:
    await profile.fill_in(uow, token.row_id, ProfileForm.taken_from(await read_form(request)))
    return None


async def _remove_cv(uow: UnitOfWork, token: Token, _request: Request) -> Notice | None:
    await cv.remove_cv(uow, token.row_id)
    return None


async def _add_address(uow: UnitOfWork, token: Token, request: Request) -> Notice | None:
    typed = (await read_form(request)).get("email", "")
    return words.address_emailed(await addresses.claim_address(uow, token.row_id, typed))


async def _leave(uow: UnitOfWork, token: Token, _request: Request) -> Notice | None:
    await leave.leave(uow, token.row_id)
    return None


async def _come_back(uow: UnitOfWork, token: Token, _request: Request) -> Notice | None:
    await leave.come_back(uow, token.row_id)
    return None


async def _fresh_link(uow: UnitOfWork, token: Token, _request: Request) -> Notice | None:
    await page.email_link(uow, token.row_id, everywhere=False)
    return words.LINK_EMAILED


async def _link_to_all(uow: UnitOfWork, token: Token, _request: Request) -> Notice | None:
    await page.email_link(uow, token.row_id, everywhere=True)
    return words.LINK_EMAILED


async def _leave_one(uow: UnitOfWork, token: Token, request: Request) -> Notice | None:
    chosen = (await read_form(request)).get("company", "")
    workspace, _, contact = chosen.partition(".")
    if not (workspace.isdecimal() and contact.isdecimal()):
        raise HTTPException(400)
    await page.leave_one(uow, token.row_id, int(workspace), int(contact))
    return None


async def _erase(uow: UnitOfWork, token: Token, request: Request) -> Notice | None:
    if (await read_form(request)).get("sure") != "yes":
        return words.NOT_ERASED
    await page.leave_all_and_erase(uow, token.row_id)
    return words.ERASED
