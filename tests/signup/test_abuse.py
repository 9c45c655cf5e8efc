"""The sign-up page against bots and crowds: it reveals nothing, stores little, and sends email sparingly."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.security.tokens import Purpose
from bot.services.signup.approval import block
from bot.web.signup import BEAT_SECONDS
from bot.web.turns import AT_ONCE, IN_LINE
from tests.kit.locking import locked
from tests.kit.patience import PATIENCE
from tests.kit.product import House
from tests.kit.signing_up import (
    ADA,
    alarm_at,
    apply,
    confirm_link,
    contact_id,
    count,
    drawn,
    fields_of,
    new_link,
    open_house,
    send,
    sign_up,
    subjects,
    unit_of_work,
    words,
)

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
async def wide(database_url: str) -> AsyncIterator[House]:
    """Run the product without a rate limit for forms."""
    async with open_house(database_url) as house:
        yield house


def told(page: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    """Return all that an observer gets, except the time of day."""
    headers = {name: value for name, value in page.headers.items() if name != "date"}
    return page.status_code, page.content, headers


# --- What the answer tells -----------------------------------------------------------------------


async def test_known_unknown_blocked_and_suppressed_addresses_get_the_same_answer(wide: House) -> None:
    url = await new_link(wide)
    for name in ("blocked", "waiting", "stopped"):
        await apply(wide, url, email=f"{name}@x.dk")
    async with unit_of_work(wide) as uow:
        await block(uow, await contact_id(wide, "blocked@x.dk"), "", tell=False)
    await wide.press(await wide.stop_link(await contact_id(wide, "stopped@x.dk")), "Stop all email")
    await wide.invite(Name="Invited", Email="invited@x.dk")
    await wide.invite(Name="Active", Email="active@x.dk")
    await wide.press_in_mail("active@x.dk", "Accept")
    names = ("unknown", "blocked", "waiting", "stopped", "invited", "active")
    pages = {name: await sign_up(wide, url, email=f"{name}@x.dk") for name in names}
    assert pages["unknown"].status_code == 200
    for page in pages.values():
        assert told(page) == told(pages["unknown"])
        assert "x.dk" not in page.text


async def test_nobody_gets_more_than_three_mails_a_day_and_the_page_tells_nothing_of_it(wide: House) -> None:
    url, other = await new_link(wide), await new_link(wide, "Another")
    pages = [await sign_up(wide, each) for each in (url, other) * 6]
    assert len({page.content for page in pages}) == 1
    assert {page.status_code for page in pages} == {200}
    assert len(await subjects(wide)) == 3
    assert await count(wide, "application", "email_key = 'ada@x.dk'") == 3
    wide.forward(days=1, minutes=1)
    await sign_up(wide, url)
    assert len(await subjects(wide)) == 4


@pytest.mark.parametrize(
    "typed",
    [
        ("ada+1@x.dk", "ada+2@x.dk", "ADA+3@x.dk", "ada@x.dk"),
        ("a.da@gmail.com", "ad.a+x@gmail.com", "ada@googlemail.com", "a.d.a@gmail.com"),
    ],
)
async def test_addresses_of_one_mailbox_share_its_three_mails(wide: House, typed: tuple[str, ...]) -> None:
    url = await new_link(wide)
    pages = [await sign_up(wide, url, email=each) for each in typed]
    assert {page.status_code for page in pages} == {200}
    assert sum([len(await subjects(wide, each)) for each in typed]) == 3


# --- Programs that fill in forms -----------------------------------------------------------------


async def test_a_form_sent_back_within_a_second_comes_back_once_filled_in(wide: House) -> None:
    url = await new_link(wide)
    real = await sign_up(wide, url, email="grace@x.dk")
    wide.clock.stop()
    quick = await send(wide, url, await drawn(wide, url) | ADA)
    assert quick.status_code == 422
    assert "press Sign up again" in words(quick)
    assert fields_of(quick).items() >= ADA.items()
    quick_again = await send(wide, url, fields_of(quick))
    assert told(quick_again) == told(real)
    assert await count(wide, "application") == 1
    wide.forward(seconds=2)
    assert told(await send(wide, url, fields_of(quick))) == told(real)
    assert await count(wide, "application") == 2


async def test_a_filled_honeypot_looks_accepted_and_is_not(wide: House) -> None:
    url = await new_link(wide)
    real = await sign_up(wide, url, email="grace@x.dk")
    trapped = await sign_up(wide, url, website="https://buy.test")
    assert told(trapped) == told(real)
    assert await count(wide, "application") == 1
    assert await subjects(wide) == []


@pytest.mark.parametrize("days", [3, 30])
async def test_a_form_that_lay_open_for_days_comes_back_with_what_was_typed(wide: House, days: int) -> None:
    url = await new_link(wide)
    fields = await drawn(wide, url) | ADA
    wide.forward(days=days)
    page = await send(wide, url, fields)
    assert page.status_code == 422
    assert "What you typed is still here" in words(page)
    assert fields_of(page).items() >= ADA.items()
    assert await count(wide, "application") == 0
    assert (await send(wide, url, fields_of(page))).status_code == 200  # no more waiting is needed
    assert await count(wide, "application") == 1


async def test_a_form_drawn_later_than_now_comes_back(wide: House) -> None:
    """Another host may have drawn it, whose clock differs: by less than a minute, or is wrong."""
    url = await new_link(wide)
    links = wide.program.links
    join = links.read(Purpose.JOIN, url.rpartition("/")[2])
    for seconds, said in ((120, "What you typed is still here"), (30, "press Sign up again")):
        form = links.drawn(join, wide.clock() + timedelta(seconds=seconds))
        page = await send(wide, url, ADA | {"form": form})
        assert (page.status_code, said in words(page)) == (422, True)
    assert await count(wide, "application") == 0


async def test_a_form_we_did_not_draw_comes_back_with_what_was_typed(wide: House) -> None:
    url, other = await new_link(wide), await new_link(wide, "Another")
    wide.clock.stop()
    of_another = (await drawn(wide, other))["form"]
    for form in ("", "x", of_another, (await drawn(wide, url))["form"][:-1]):
        wide.forward(seconds=5)
        page = await send(wide, url, ADA | {"form": form})
        assert page.status_code == 422
        assert fields_of(page).items() >= ADA.items()
    assert await count(wide, "application") == 0
    assert (await send(wide, url, fields_of(page))).status_code == 200
    assert await count(wide, "application") == 0  # within a second
    wide.forward(seconds=5)
    assert (await send(wide, url, fields_of(page))).status_code == 200
    assert await count(wide, "application") == 1


# --- What the form takes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nA',
            415,
        ),
        ("application/json", b"{}", 415),
        ("text/plain", b"name=Ada", 415),
        ("", b"name=Ada", 415),
        (FORM, b"message=" + b"x" * 64_000, 413),
        (FORM, b"&".join(b"a=1" for _ in range(60)), 400),
        (f"{FORM}; charset=utf-8", b"name=Ada", 422),
        (FORM, b"", 422),
        (FORM, b"\xff\xfe%ed%a0%80=%00", 422),
    ],
)
async def test_only_small_urlencoded_forms_are_read(wide: House, kind: str, body: bytes, status: int) -> None:
    url = await new_link(wide)
    page = await wide.web.post(url, content=body, headers={"Content-Type": kind} if kind else {})
    assert page.status_code == status
    assert await count(wide, "application") == 0


async def test_a_large_body_is_given_up_before_it_has_come(wide: House) -> None:
    url = httpx.URL(await new_link(wide))
    reader, writer = await asyncio.open_connection(url.host, url.port)
    head = (
        f"POST {url.path} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: 9999999999\r\n\r\n"
    )
    writer.write(head.encode() + b"x" * 65_000)
    async with asyncio.timeout(60):
        assert b" 413 " in await reader.readline()
    writer.close()
    await writer.wait_closed()


async def test_no_answer_to_a_sign_up_comes_before_its_beat(wide: House) -> None:
    """Answers come on the quarter of a second, so that nobody can tell from the time what was done."""
    url = await new_link(wide)
    for typed in ({"email": "ada@x.dk"}, {"email": "ada@x.dk", "website": "https://buy.test"}):
        fields = await drawn(wide, url) | ADA | typed
        wide.forward(seconds=5)
        began = time.monotonic()
        assert (await send(wide, url, fields)).status_code == 200
        assert time.monotonic() - began >= BEAT_SECONDS


async def test_of_a_crowd_only_so_many_wait_in_line_and_the_others_are_told_to_come_again(
    wide: House,
) -> None:
    await alarm_at(wide, 10_000)
    url = await new_link(wide)
    fields = await drawn(wide, url) | ADA
    wide.forward(seconds=5)
    most, more = AT_ONCE + IN_LINE, 5
    async with locked(wide):
        crowd = [asyncio.create_task(send(wide, url, fields)) for _ in range(most + more)]
        async with asyncio.timeout(PATIENCE):
            while sum(each.done() for each in crowd) < more:
                await wide.something_happens()
    answers = await asyncio.gather(*crowd)
    away = [each for each in answers if each.status_code == 503]
    assert [each.headers["retry-after"] for each in away] == ["5"] * more
    assert [each.status_code for each in answers].count(200) == most


# --- How often -------------------------------------------------------------------------------------


@pytest.fixture
async def proxied(database_url: str) -> AsyncIterator[House]:
    """Run the product with the default rate, behind a proxy on this machine."""
    async with open_house(database_url, signup_rate="30/minute", trusted_proxies="127.0.0.1") as house:
        yield house


async def test_thirty_a_minute_from_one_address_and_then_patience(house: House) -> None:
    house.clock.stop()
    url = await new_link(house)
    fields = await drawn(house, url) | ADA | {"name": ""}
    house.forward(seconds=5)
    forged = [{"X-Forwarded-For": f"198.51.100.{number}"} for number in range(40)]
    pages = [await send(house, url, fields, headers) for headers in forged]
    assert [page.status_code for page in pages][:30] == [422] * 30
    assert {page.status_code for page in pages[32:]} == {429}
    assert 1 <= int(pages[-1].headers["Retry-After"]) <= 2
    assert "Wait a minute" in words(pages[-1])
    assert (await house.web.get(url)).status_code == 200
    house.forward(minutes=1)
    assert (await send(house, url, fields)).status_code == 422


async def test_behind_a_trusted_proxy_everybody_has_a_rate_of_their_own(proxied: House) -> None:
    proxied.clock.stop()
    url = await new_link(proxied)
    fields = await drawn(proxied, url) | ADA | {"name": ""}
    proxied.forward(seconds=5)

    async def posts(*addresses: str) -> list[int]:
        sent = [await send(proxied, url, fields, {"X-Forwarded-For": each}) for each in addresses]
        return [page.status_code for page in sent]

    assert set(await posts(*(f"198.51.100.{number}" for number in range(40)))) == {422}
    assert 429 in await posts(*(f"8.8.8.{number}, 203.0.113.9" for number in range(40)))
    assert 429 in await posts(*(f"2001:db8::{number:x}" for number in range(40)))
    assert await posts("2001:db8:0:1::1") == [422]


async def test_the_rate_keeps_no_address_and_forgets_who_was_quiet(proxied: House) -> None:
    proxied.clock.stop()
    url = await new_link(proxied)
    fields = await drawn(proxied, url) | ADA | {"name": ""}
    for number in range(20):
        await send(proxied, url, fields, {"X-Forwarded-For": f"198.51.100.{number}"})
    rows = await proxied.rows("SELECT * FROM rate WHERE name LIKE 'visitor:%'")
    assert len(rows) == 20
    assert not any(
        "198" in str(row["name"]).removeprefix("visitor:")[:3] and len(row["name"]) < 64 for row in rows
    )
    proxied.forward(minutes=1)
    await send(proxied, url, fields)
    assert await count(proxied, "rate", "name LIKE 'visitor:%'") == 1


async def test_a_flood_is_bounded_and_the_page_goes_on_answering(house: House) -> None:
    """A small part of what was measured by hand, to take only seconds."""
    await alarm_at(house, 10_000)
    url = await new_link(house)
    fields = await drawn(house, url) | ADA
    house.forward(seconds=5)
    gate = asyncio.Semaphore(50)

    async def post(number: int) -> int:
        async with gate:
            return (await send(house, url, fields | {"email": f"victim{number}@x.dk"})).status_code

    started = time.monotonic()
    flood = asyncio.gather(*(post(number) for number in range(500)))
    while not flood.done():
        assert (await house.web.get(url)).status_code == 200
    statuses = await flood
    spent = time.monotonic() - started
    assert {200, 429} <= set(statuses) <= {200, 429, 503}  # 503: the database was busy
    most = 31 + spent / 2
    assert 30 <= statuses.count(200) <= most
    assert await count(house, "application") == statuses.count(200)


CROWD = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 19)
INSERT INTO application (workspace_id, link_id, name, email, email_key, skills, message, created_at,
    responsible, reminders)
SELECT 1, link.id, 'x', 'x' || i || '@y.test', 'x' || i || '@y.test', '[]', '', link.created_at,
    link.made_by, 0
FROM n, link
"""


async def test_a_burst_pauses_the_link_but_who_came_before_may_confirm(house: House) -> None:
    url = await new_link(house)
    fields = await drawn(house, url) | ADA
    await house.plant(CROWD)
    house.forward(seconds=5)
    assert (await send(house, url, fields)).status_code == 200
    page = await send(house, url, fields | {"email": "grace@x.dk"})
    assert page.status_code == 503
    assert "This link is paused" in words(page)
    assert await count(house, "event", "kind = 'link paused'") == 1
    await house.press(await confirm_link(house), "Confirm")
    assert await count(house, "contact") == 1
