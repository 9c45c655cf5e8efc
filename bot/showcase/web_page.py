"""Opens a page of the product and presses a button there, as a browser without scripts does."""

import html
import re
from urllib.parse import urljoin, urlsplit

import aiohttp

_FORM = re.compile(r'<form\b[^>]*\baction="(?P<action>[^"]*)"[^>]*>\s*<button\b[^>]*>(?P<words>[^<]+)<')


async def press(url: str, button: str) -> None:
    """A page without buttons has been answered already, by a spectator; any other failure is an error."""
    async with aiohttp.ClientSession(raise_for_status=True, trust_env=False) as session:
        async with session.get(url) as page:
            actions = _actions(await page.text())
        if actions:
            async with session.post(urljoin(url, actions[button]), headers={"Origin": _origin(url)}):
                pass


def _actions(page: str) -> dict[str, str]:
    """Where each form goes, by the words of its button."""
    forms = _FORM.finditer(page)
    return {html.unescape(form["words"]).strip(): html.unescape(form["action"]) for form in forms}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
