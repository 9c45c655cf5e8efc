"""Watches a page for script errors and foreign requests while a test drives it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page

PATIENCE_MS = 30_000
FORESEEN = (
    "Blocked script execution in 'about:srcdoc'",  # a script in an email, which must not run
    "Failed to load resource: the server responded with a status of 422",  # a form returned with errors
)


@asynccontextmanager
async def watched(page: Page) -> AsyncIterator[Page]:
    faults: list[str] = []
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: faults.append(f"asked the network: {asked.url}") if is_foreign(asked.url) else None,
    )
    yield page
    strange = [fault for fault in faults if not fault.startswith(FORESEEN)]
    assert not strange, strange


def is_foreign(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "about:", "blob:"))
