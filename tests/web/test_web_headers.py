"""Security headers on every response, against framing, sniffing, scripts and caching."""

import httpx
import pytest

from tests.kit.product import House
from tests.kit.signing_up import new_link, sign_up

ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk"}
EXPECTED = {
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-robots-tag": "noindex",
}
POLICY = {
    "default-src 'none'",
    "style-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
}


def assert_guarded(answer: httpx.Response) -> None:
    about = f"{answer.request.method} {answer.request.url} {answer.status_code}"
    assert EXPECTED.items() <= dict(answer.headers).items(), about
    policy = {part.strip() for part in answer.headers["content-security-policy"].split(";")}
    assert policy >= POLICY, about
    assert not any("unsafe" in part or "script-src" in part for part in policy), about


async def test_every_route_and_every_error_carries_them(house: House) -> None:
    await house.invite(**ADA)
    link = await house.link("ada@x.dk")
    join = await new_link(house)
    for path in (
        "/",
        "/healthz",
        "/readyz",
        "/metrics",
        "/style.css",
        "/nothing",
        "/i/x",
        "/stop/x",
        join,
        link,
    ):
        for verb in ("GET", "HEAD", "POST", "PUT"):
            assert_guarded(await house.web.request(verb, path))
    assert_guarded(await house.web.post(f"{link}/accept", headers={"Origin": "null"}))
    assert_guarded(await sign_up(house, join))
    assert_guarded(await house.web.post("/slack/events", content=b"{}"))


async def test_pages_about_people_are_kept_by_nobody(house: House) -> None:
    await house.invite(**ADA)
    link = await house.link("ada@x.dk")
    for page in (await house.web.get(link), await house.press(link, "Accept"), await house.web.get("/i/x")):
        assert page.headers["cache-control"] == "no-store"


async def test_our_own_fault_is_a_kind_page_with_the_same_headers_and_no_detail(house: House) -> None:
    await house.invite(**ADA)
    link = await house.link("ada@x.dk")
    await house.plant("ALTER TABLE invitation RENAME TO away")
    pages = [await house.web.get(link), await house.web.post(f"{link}/accept")]
    await house.plant("ALTER TABLE away RENAME TO invitation")
    for page in pages:
        assert page.status_code == 500
        assert "This is our fault. Please try again in a moment." in page.text
        assert "invitation" not in page.text
        assert_guarded(page)
    assert (await house.press(link, "Accept")).status_code == 200


@pytest.mark.parametrize("origin", [None, "https://evil.test"])
async def test_no_page_lets_another_site_read_it(house: House, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    answer = await house.web.get("/nothing", headers=headers)
    assert not any(name.startswith("access-control") for name in answer.headers)
