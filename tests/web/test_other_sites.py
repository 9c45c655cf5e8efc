"""No page of another site presses a button of ours: its browser names it in the request's Origin."""

import re

from starlette.routing import Route

from bot.web import availability, invitation, new_address, offer, opt_out, person, request, signup, stay
from bot.web.pages import Pages
from tests.kit.product import House

ELSEWHERE = ("https://evil.test", "null", "")
ONE_CLICK = {"/stop/{token}", "/unasked/{token}", "/unclaimed/{token}"}  # an email client has no page


def buttons(house: House) -> list[str]:
    """List the paths of all buttons of all pages behind links."""
    links, new_uow = house.program.links, house.program.new_uow
    pages = Pages(links, new_uow)
    routes: list[Route] = []
    for module in (availability, invitation, new_address, offer, opt_out, person, request, stay):
        routes += module.routes(pages, links, new_uow)
    routes += signup.routes(pages, links, new_uow, desk=None)  # type: ignore[arg-type]  # only their paths
    return [route.path for route in routes if "POST" in (route.methods or ())]


async def test_what_another_sites_page_sends_is_refused_at_every_button(house: House) -> None:
    own = {"Origin": house.program.settings.public_url}
    found = buttons(house)
    assert len(found) > 30
    for path in sorted(set(found) - ONE_CLICK):
        address = re.sub(r"\{\w+\}", "x", path)
        assert (await house.web.post(address, headers=own)).status_code == 404, path
        for origin in ELSEWHERE:
            answer = await house.web.post(address, headers={"Origin": origin})
            assert answer.status_code == 403, (path, origin)


async def test_an_email_client_needs_no_page_of_ours_to_stop_email(house: House) -> None:
    assert set(buttons(house)) >= ONE_CLICK
    for path in sorted(ONE_CLICK):
        answer = await house.web.post(path.replace("{token}", "x"), headers={"Origin": "https://mail.test"})
        assert answer.status_code == 404, "only its link counts, and this is none"
