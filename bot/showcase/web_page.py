"""Opens a page of the product, fills in its form and presses a button, like a browser without scripts."""

import html
import re
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urljoin, urlsplit

import aiohttp

_FORM = re.compile(
    r'<form\b[^>]*\baction="(?P<action>[^"]*)"(?:(?!</form>).)*<button\b[^>]*>(?P<words>[^<]+)<', re.DOTALL
)
_LABEL = re.compile(r'<label for="(?P<id>[^"]+)">(?P<words>[^<]+)<')
_FIELD = re.compile(r"<(?:input|textarea)\b[^>]*>")
_CHOSEN = re.compile(
    r'<select\b[^>]*\bname="([^"]*)"(?:(?!</select>).)*?<option value="([^"]*)" selected', re.DOTALL
)
_ATTRIBUTE = re.compile(r'\b([a-z]+)="([^"]*)"')

NOTHING: Mapping[str, str] = {}


async def _at_once() -> None:
    pass


async def press(
    url: str,
    button: str,
    typed: Mapping[str, str] = NOTHING,
    meanwhile: Callable[[], Awaitable[object]] = _at_once,
) -> None:
    """Fill in the fields with these labels and press a button. `meanwhile` runs between opening and pressing.

    A page without this button is accepted: a spectator has answered it. Any other failure raises an error.
    """
    async with aiohttp.ClientSession(raise_for_status=True, trust_env=False) as session:
        async with session.get(url) as page:
            forms = _Forms(await page.text())
        if button in forms.actions:
            await meanwhile()
            to, origin = urljoin(url, forms.actions[button]), {"Origin": _origin(url)}
            async with session.post(to, data=forms.filled(typed), headers=origin):
                pass


class _Forms:
    """A page's forms: each button's target, and the fields of all forms."""

    def __init__(self, page: str) -> None:
        self.actions = {_plain(each["words"]): _plain(each["action"]) for each in _FORM.finditer(page)}
        self._labels = {_plain(each["words"]): each["id"] for each in _LABEL.finditer(page)}
        self._chosen = dict(_CHOSEN.findall(page))
        self._fields = [dict(_ATTRIBUTE.findall(tag)) for tag in _FIELD.findall(page)]

    def filled(self, typed: Mapping[str, str]) -> dict[str, str]:
        names = {field.get("id"): field["name"] for field in self._fields}
        drawn = {field["name"]: _plain(field.get("value", "")) for field in self._fields}
        return drawn | self._chosen | {names[self._labels[label]]: words for label, words in typed.items()}


def _plain(text: str) -> str:
    return html.unescape(text).strip()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
