"""Takes a picture of every message, modal, Home, email and page, beside an index.html that shows them all.

With --readme it takes the README's pictures instead.
"""

import asyncio
import re
import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, Route, ViewportSize, async_playwright

from blocks.kit.modal import BlocksJson, Message, ViewJson
from bot.showcase.samples.cast import NOW
from bot.showcase.samples.every import EVERY
from bot.showcase.samples.papers import letter_html
from bot.showcase.samples.sample import Letter, Sample, WebPage, surface
from scripts import readme_pictures
from tests.browser.canned import message, view
from tests.browser.gallery import Gallery, open_gallery
from tests.kit.machine import chromium, chromium_arguments

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "pictures"
STATIC = ROOT / "bot" / "web" / "static"
SITE = "http://pages.test"  # the browser answers it itself
DESK = ViewportSize(width=960, height=3_200)  # tall, so that nothing scrolls
PAPER = ViewportSize(width=640, height=400)
_BARE = ".dialog { outline: none !important; border-radius: 0 !important }"
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_STYLE = (
    "body{font:16px/1.5 system-ui;margin:2rem;background:#eee}img{max-width:100%;border:1px solid #bbb}"
    "figure{margin:0 0 2rem;max-width:60rem}nav a{margin-right:1em}figcaption{font-weight:600}"
)


@dataclass(frozen=True, slots=True)
class Studio:
    """A stand-in for Slack that shows one view at a time, and a browser window for emails and pages."""

    gallery: Gallery
    slack: Page
    paper: Page

    async def take(self, sample: Sample, number: int, path: Path) -> None:
        """Write a sample's picture. `number` differs for each sample and names its blocks in the page."""
        shown = sample.build()
        if isinstance(shown, Letter):
            await self._print(letter_html(shown), path)
        elif isinstance(shown, WebPage):
            await self._print(shown.html, path)
        else:
            what = await self._show(shown, number)
            await self.slack.evaluate("document.activeElement.blur()")
            await what.screenshot(path=path, animations="disabled", style=_BARE)

    async def _show(self, shown: Message | ViewJson, number: int) -> Locator:
        if isinstance(shown, Message):
            return await self._post(shown, number)
        blocks = _named(shown["blocks"], number)
        if shown["type"] == "home":
            return await self._home(blocks, number)
        return await self._open(shown, blocks, number)

    async def _post(self, shown: Message, number: int) -> Locator:
        ts = f"{NOW.timestamp():.0f}.{number:06}"
        said = {"user": "UB", "name": "Trusted Contacts", "is_app": True}
        self.gallery.modals = []
        self.gallery.messages = [message(ts, shown.text, blocks=_named(shown.blocks, number), **said)]
        await self._at("C1")
        await self.gallery.changed("channel:C1", "views:U1")
        await self.slack.get_by_role("dialog").wait_for(state="hidden")
        return await _there(self.slack.locator(f'[data-ts="{ts}"]'))

    async def _open(self, shown: ViewJson, blocks: BlocksJson, number: int) -> Locator:
        feet = {name: shown.get(name) for name in ("title", "submit", "close")}
        self.gallery.modals = [view(f"V{number}", blocks, **feet)]
        await self._at("C1")
        await self.gallery.changed("views:U1")
        return await _there(self.slack.locator(".dialog", has=self.slack.locator(f"#title-V{number}")))

    async def _home(self, blocks: BlocksJson, number: int) -> Locator:
        self.gallery.modals, self.gallery.home = [], blocks
        await self._at("home")
        await self.gallery.changed("views:U1", "home:U1")
        await self.slack.locator(f'[data-block="{number}-{len(blocks) - 1}"]').wait_for()
        return self.slack.locator(".home-blocks")

    async def _at(self, place: str) -> None:
        await self.slack.evaluate("place => { location.hash = `#/U1/${place}` }", place)

    async def _print(self, html: str, path: Path) -> None:
        async def answer(route: Route) -> None:
            await route.fulfill(body=html, content_type="text/html; charset=utf-8")

        await self.paper.route(f"{SITE}/", answer)
        await self.paper.goto(f"{SITE}/")
        await self.paper.screenshot(path=path, full_page=True, animations="disabled")
        await self.paper.unroute(f"{SITE}/", answer)


def _named(blocks: BlocksJson, number: int) -> BlocksJson:
    """Give each block an id of its own, as Slack does."""
    return [block | {"block_id": f"{number}-{place}"} for place, block in enumerate(blocks)]


async def _there(what: Locator) -> Locator:
    await what.wait_for()
    return what


async def _static(route: Route) -> None:
    """Answer only what our pages load, so that no picture needs a network."""
    name = route.request.url.rpartition("/")[2]
    if (STATIC / name).is_file():
        await route.fulfill(path=STATIC / name)
    else:
        await route.abort()


async def _window(browser: Browser, size: ViewportSize) -> Page:
    """Open a window whose clock is stopped at the samples' time."""
    page = await browser.new_page(
        viewport=size, color_scheme="light", reduced_motion="reduce", timezone_id="UTC", locale="en-GB"
    )
    await page.clock.set_fixed_time(NOW)
    return page


@asynccontextmanager
async def open_studio(browser: Browser) -> AsyncIterator[Studio]:
    """Open both windows, for as long as pictures are taken."""
    async with open_gallery() as gallery:
        slack, paper = await _window(browser, DESK), await _window(browser, PAPER)
        await paper.route(f"{SITE}/*.*", _static)
        await slack.goto(f"{gallery.url}/#/U1/C1")
        await slack.get_by_role("main").wait_for()
        yield Studio(gallery, slack, paper)
        await slack.close()
        await paper.close()


def file_name(sample: Sample) -> str:
    words = f"{sample.feature} {surface(sample.build())} {sample.name}".lower()
    return _NOT_IN_NAMES.sub("-", words).strip("-")[:120] + ".png"


async def take_all(browser: Browser, samples: Sequence[Sample], folder: Path) -> None:
    """Fill an empty folder with pictures and the page that shows them."""
    async with open_studio(browser) as studio:
        for number, sample in enumerate(samples, 1):
            await studio.take(sample, number, folder / file_name(sample))
    _write_index(folder, samples)


def _write_index(folder: Path, samples: Sequence[Sample]) -> None:
    (folder / "index.html").write_text(index(samples), encoding="utf-8")


def index(samples: Sequence[Sample]) -> str:
    """Lay out all pictures by feature, in the order of a flow."""
    features = dict.fromkeys(sample.feature for sample in samples)
    links = "".join(f'<a href="#{escape(each)}">{escape(each)}</a>' for each in features)
    parts = "".join(_part(feature, [*some]) for feature, some in groupby(samples, lambda each: each.feature))
    head = f"<!doctype html><meta charset=utf-8><title>Every picture</title><style>{_STYLE}</style>"
    return f"{head}<h1>Everything people see</h1><nav>{links}</nav>{parts}"


def _part(feature: str, samples: Sequence[Sample]) -> str:
    return f'<h2 id="{escape(feature)}">{escape(feature)}</h2>' + "".join(map(_figure, samples))


def _figure(sample: Sample) -> str:
    name = escape(f"{surface(sample.build())}: {sample.name}")
    picture = f'<img loading="lazy" src="{file_name(sample)}" alt="{name}">'
    return f"<figure><figcaption>{name}</figcaption>{picture}</figure>"


def _clear(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()


async def main() -> None:
    _clear(FOLDER)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=chromium_arguments())
        await take_all(browser, EVERY, FOLDER)
        await browser.close()
    print(f"{len(EVERY)} pictures: open {FOLDER / 'index.html'}")


if __name__ == "__main__":
    asyncio.run(readme_pictures.main() if "--readme" in sys.argv[1:] else main())
