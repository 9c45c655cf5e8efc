"""Installs the product in a demo workspace as a person would: by its install page and Slack's."""

import html
import re

import aiohttp

from demo import DemoServer

_BUTTON = re.compile(r'<a\b[^>]*\bhref="(?P<url>[^"]+)"[^>]*>Add to Slack<')


async def add_to_slack(demo: DemoServer, product: str, team_id: str) -> None:
    """Install the product at the address `product`: an administrator opens its page and allows it."""
    jar = aiohttp.CookieJar(unsafe=True)  # the host is an IP address
    async with aiohttp.ClientSession(cookie_jar=jar, raise_for_status=True, trust_env=False) as browser:
        async with browser.get(f"{product}/slack/install") as page:
            found = _BUTTON.search(await page.text())
        assert found, "the page has its button"
        async with browser.get(demo.allow(html.unescape(found["url"]), "admin", team_id)):
            pass
