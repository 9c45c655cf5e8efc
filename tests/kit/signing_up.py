"""Signs up through a link as a person does: open the page, type, press, and open the email."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import html5lib
import httpx
import pytest

from bot.security.tokens import Purpose
from bot.services.signup.link import LinkForm, make_link
from storage.uow import UnitOfWork
from tests.kit.outboxes import BOTH, database_of
from tests.kit.product import House, running, settle

ADA = {"name": "Ada Lovelace", "email": "ada@x.dk", "skills": "React, Python", "message": "We met in Oslo."}
HTML = "{http://www.w3.org/1999/xhtml}"


def unit_of_work(house: House, by: str = "Jordan Lee") -> UnitOfWork:
    return house.program.new_uow(workspace_id=1, actor=house.person(by).id, origin="slack")


async def new_link(house: House, name: str = "Portfolio footer", **fields: Any) -> str:
    """Make a link of Jordan's that posts to #hiring. Returns its URL."""
    await house.person("Jordan Lee").command("/contacts", "help")  # makes the product cache their name
    async with unit_of_work(house) as uow:
        form = LinkForm(name, house.demo.channel("hiring").id, **fields)
        link = await make_link(uow, form, request_key=f"{name} {sorted(fields.items())}")
    return house.program.links.url(Purpose.JOIN, link, link.generation)


async def drawn(house: House, url: str) -> dict[str, str]:
    """Load the form's initial values, hidden fields included."""
    page = await house.web.get(url)
    assert page.status_code == 200, words(page)
    return fields_of(page)


def fields_of(page: httpx.Response) -> dict[str, str]:
    """Read the value of each field in the page's form, without boxes that are not ticked."""
    document = html5lib.parse(page.text)
    inputs = [
        each
        for each in document.iter(f"{HTML}input")
        if each.get("type") != "checkbox" or each.get("checked") is not None
    ]
    fields = {each.get("name"): each.get("value") for each in inputs}
    return fields | {each.get("name"): each.text or "" for each in document.iter(f"{HTML}textarea")}


async def send(
    house: House, url: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None
) -> httpx.Response:
    """POST the form as a browser does."""
    own = {"Origin": house.program.settings.public_url}
    return await house.web.post(url, data=dict(fields), headers=own | dict(headers or {}))


async def sign_up(house: House, url: str, **typed: str) -> httpx.Response:
    """Open the page, spend some time typing, and press `Sign up`."""
    fields = await drawn(house, url) | ADA | typed
    house.forward(seconds=5)
    return await send(house, url, fields)


async def confirm_link(house: House, email: str = ADA["email"]) -> str:
    """Return the link in the newest email to this address."""
    await house.settled()
    return next(link for link in house.demo.mailbox.to(email)[-1].links if "/confirm/" in link)


async def apply(house: House, url: str, **typed: str) -> httpx.Response:
    """Sign up and press `Confirm`."""
    assert (await sign_up(house, url, **typed)).status_code == 200
    return await house.press(await confirm_link(house, typed.get("email", ADA["email"])), "Confirm")


async def subjects(house: House, email: str = ADA["email"]) -> list[str]:
    await house.settled()
    return [mail.subject for mail in house.demo.mailbox.to(email)]


async def contacts(house: House) -> list[tuple[str, str]]:
    rows = await house.rows("SELECT email, status FROM contact ORDER BY id")
    return [(row["email"], row["status"]) for row in rows]


async def count(house: House, table: str, where: str = "1 = 1") -> int:
    return int((await house.rows(f"SELECT count(*) AS n FROM {table} WHERE {where}"))[0]["n"])


async def contact_id(house: House, email: str = ADA["email"]) -> int:
    rows = await house.rows("SELECT id FROM contact WHERE email = :email", email=email)
    return int(rows[0]["id"])


async def alarm_at(house: House, signups: int) -> None:
    """Let only this many sign-ups within ten minutes pause a link."""
    field = "Sign-ups within ten minutes that pause a link"
    await settle(house.person("Maria Garcia"), "Times", {field: str(signups)})


def words(page: httpx.Response) -> str:
    return " ".join("".join(html5lib.parse(page.text).itertext()).split())


@asynccontextmanager
async def open_house(database_url: str, **changes: Any) -> AsyncIterator[House]:
    """Run the product without a limit for sign-ups from one client address."""
    async with running(database_url, **{"signup_rate": "1000/minute", **changes}) as house:
        await house.name_hiring_manager("Jordan Lee")
        yield house


@pytest.fixture(params=BOTH)
async def crowd(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> AsyncIterator[House]:
    """Run the product on SQLite and on PostgreSQL."""
    with database_of(request.param, request, migrated, tmp_path) as url:
        async with open_house(url) as house:
            yield house
