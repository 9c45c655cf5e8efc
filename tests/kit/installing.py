"""Installs the product by OAuth as a browser does, in one workspace after another."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx

from bot.slack.installation import Whence
from demo import northwind
from demo.person.person import Person
from demo.world.model import Team
from tests.kit.patience import PATIENCE
from tests.kit.product import House, settle


def browser(house: House) -> httpx.AsyncClient:
    """Make a browser with its own cookies."""
    url = house.program.settings.public_url
    return httpx.AsyncClient(base_url=url, trust_env=False, verify=False, timeout=PATIENCE)


async def add_to_slack(at: httpx.AsyncClient) -> str:
    """Find the URL of the install page's button."""
    page = await at.get("/slack/install")
    assert page.status_code == 200
    found = re.search(r'<a[^>]*href="([^"]+)"[^>]*>Add to Slack</a>', page.text)
    assert found
    return unescape(found[1])


def state_in(url: str) -> str:
    return parse_qs(urlsplit(url).query)["state"][0]


async def install(
    house: House, team: Team | None = None, who: str = "admin", enterprise: dict[str, str] | None = None
) -> httpx.Response:
    """Install the app, from the button to the final page. `enterprise` installs it org-wide."""
    async with browser(house) as at:
        back = house.demo.allow(await add_to_slack(at), who, (team or house.demo.team).id, enterprise)
        return await at.get(back)


async def with_northwind(house: House) -> Team:
    """Install the app in Acme and Northwind."""
    other = house.demo.add_workspace(northwind())
    for team in (house.demo.team, other):
        assert (await install(house, team)).status_code == 200
    await house.settled()
    return other


async def name_managers(house: House, names: list[str], team: Team) -> None:
    admin = house.demo.person("admin", team.id)
    await settle(admin, "People and rights", {"Hiring managers": names})
    await admin.close()


async def invite(person: Person, **fields: str) -> None:
    await person.command("/invite-contact")
    await person.fill({name.replace("_", " "): value for name, value in fields.items()})
    await person.submit()


async def workspace_id(house: House, team: Team) -> int:
    found = await house.program.installations.find(Whence(None, team.id))
    assert found
    return found.workspace_id
