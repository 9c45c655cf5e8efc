"""The doctor's look at PUBLIC_URL, by the paths that a proxy passes on."""

import asyncio
from urllib.parse import urlsplit

import aiohttp

from bot.doctor.finding import Finding, note
from bot.settings import Settings
from bot.web.pages import FOLDER

SECONDS = 10
HERE_ALONE = {"127.0.0.1", "localhost", "::1"}
STYLE, SLACK = "/style.css", "/slack/events"
NOT_YET = {502, 503, 504}  # what proxies answer while nothing runs behind them


class Elsewhere(Exception):
    """The address does not lead here. The text says what was met in its place."""


async def public_address(settings: Settings) -> list[Finding]:
    """Look whether people, and Slack unless by Socket Mode, reach the program by its public address."""
    try:
        await _visit(settings)
    except Elsewhere as error:
        return [note("PUBLIC_URL", f"{settings.public_url} does not lead here: {error}")]
    parts = urlsplit(settings.public_url)
    if parts.hostname in HERE_ALONE:
        text = f"{settings.public_url} is this machine only: nobody else can open the links in emails."
        return [note("PUBLIC_URL", text)]
    if parts.scheme != "https":
        return [note("PUBLIC_URL", "answers, but by http: anybody on the way can read and change it.")]
    return [Finding("PUBLIC_URL", "answers.")]


async def _visit(settings: Settings) -> None:
    base = settings.public_url.rstrip("/")
    connections = aiohttp.TCPConnector(ssl=settings.tls or True)
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with aiohttp.ClientSession(connector=connections, timeout=timeout) as session:
            await _page(session, base + STYLE)
            if not settings.slack_app_token:
                await _slacks_way(session, base + SLACK)
    except aiohttp.ClientConnectorCertificateError as error:
        raise Elsewhere(f"its certificate is not trusted ({error.certificate_error}).") from error
    except TimeoutError as error:
        raise Elsewhere(f"nothing answered within {SECONDS} seconds. Check name, proxy, firewall.") from error
    except (aiohttp.ClientError, OSError) as error:
        raise Elsewhere(f"{error}. Is the program running? Check name, proxy, certificate.") from error


async def _page(session: aiohttp.ClientSession, url: str) -> None:
    own = await asyncio.to_thread((FOLDER / "static" / STYLE.lstrip("/")).read_bytes)
    async with session.get(url) as answer:
        _must_be_here(answer.status, url)
        if await answer.read() != own:
            raise Elsewhere(f"{url} is somebody else's, or another version's. Check where the proxy leads.")


async def _slacks_way(session: aiohttp.ClientSession, url: str) -> None:
    """Knock as Slack does when it looks at a certificate: the program answers with an empty page."""
    async with session.post(url, data={"ssl_check": "1"}) as answer:
        _must_be_here(answer.status, url)
        if await answer.read():
            raise Elsewhere(f"{url}, where Slack's requests go, is somebody else's. Check the proxy.")


def _must_be_here(status: int, url: str) -> None:
    if status in NOT_YET:
        raise Elsewhere(f"its proxy answers that nothing runs behind it ({status}). Is the program running?")
    if status != 200:
        raise Elsewhere(f"{url} answers {status}. Let the proxy pass this path on.")
