"""`python -m bot doctor`: looks at everything the product needs, and says what is wrong and what to do."""

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.mail.content import Mailbox
from bot.mail.smtp import DeliveryError, Smtp
from bot.scopes import bot_scopes
from bot.settings import Settings
from storage import migrate

SECONDS = 10
SAFE_SQLITE = (3, 51, 3)
LONG_ENOUGH = 32  # characters of SECRET_KEY, for 128 bits written in hexadecimal


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: `fine`, or else what to do about it. A `warning` does not keep the product from running."""

    about: str
    text: str
    fine: bool = True
    warning: bool = False


Check = Callable[[Settings], Awaitable[list[Finding]]]


async def examine(settings: Settings) -> list[Finding]:
    """Every check, in the order in which things are set up."""
    findings = [Finding("Settings", "complete.")]
    for check in (_secret_key, _database, _mail_server, _slack, _public_url):
        findings += await check(settings)
    return findings


async def _secret_key(settings: Settings) -> list[Finding]:
    if min(len(key.get_secret_value()) for key in settings.secret_key) >= LONG_ENOUGH:
        return []
    text = f"has fewer than {LONG_ENOUGH} characters and could be guessed. Use: openssl rand -hex 32"
    return [Finding("SECRET_KEY", text, fine=False, warning=True)]


async def _database(settings: Settings) -> list[Finding]:
    url = settings.database_url
    if _to_be_made(url):
        return [Finding("Database", "will be made at the first start."), *_sqlite_version(url)]
    try:
        found = migrate.revision(url)
    except (SQLAlchemyError, OSError) as error:
        reason = type(getattr(error, "orig", None) or error).__name__
        return [Finding("Database", f"cannot be opened ({reason}). Check DATABASE_URL.", fine=False)]
    return [_schema(found, on_sqlite=url.startswith("sqlite")), *_sqlite_version(url)]


def _to_be_made(url: str) -> bool:
    return url.startswith("sqlite") and not Path(make_url(url).database or "").exists()


def _schema(found: str | None, *, on_sqlite: bool) -> Finding:
    if found == migrate.newest():
        return Finding("Database", f"at the newest schema ({found}).")
    if on_sqlite:
        return Finding("Database", "will be brought up to date at the next start.")
    return Finding("Database", "is of another version. Run: python -m bot migrate", fine=False)


def _sqlite_version(url: str) -> list[Finding]:
    if not url.startswith("sqlite") or sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return []
    text = (
        f"{sqlite3.sqlite_version} may corrupt its log when several processes write: run one, or PostgreSQL."
    )
    return [Finding("SQLite", text, fine=False, warning=True)]


async def _mail_server(settings: Settings) -> list[Finding]:
    smtp_url = settings.smtp_url.get_secret_value() if settings.smtp_url else ""
    domain = Mailbox.parse(settings.mail_from or "").domain
    try:
        await Smtp.from_url(smtp_url, timeout=SECONDS, hostname=domain).check_login()
    except DeliveryError as error:
        return [Finding("Mail", f"{error.sentence} ({error.text}) Check SMTP_URL.", fine=False)]
    findings = [Finding("Mail", "the relay lets us in.")]
    if not settings.postal_address:
        text = "is empty: mails should name the company's address in their foot."
        findings.append(Finding("POSTAL_ADDRESS", text, fine=False, warning=True))
    return findings


async def _slack(settings: Settings) -> list[Finding]:
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    client = AsyncWebClient(token=token, base_url=settings.slack_api_url, timeout=SECONDS)
    try:
        if settings.slack_client_id:
            return [await _by_oauth(settings, client), *await _app_token(settings, client)]
        answer = await client.auth_test()
        scopes = _scopes(str(answer.headers.get("x-oauth-scopes", "")))
        installed = Finding("Slack", f"installed in {answer['team']}.")
        return [installed, scopes, *await _app_token(settings, client)]
    except SlackApiError as error:
        reason = error.response.get("error")
        text = f"does not take the token ({reason}). Copy SLACK_BOT_TOKEN again from Install App."
        return [Finding("Slack", text, fine=False)]
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError):
        return [Finding("Slack", "cannot be reached. Check this machine's way to the internet.", fine=False)]


async def _by_oauth(settings: Settings, client: AsyncWebClient) -> Finding:
    await client.api_test()
    where = f"{settings.public_url.rstrip('/')}/slack/install"
    return Finding("Slack", f"can be reached. Workspaces install the app at {where}.")


def _scopes(granted: str) -> Finding:
    missing = sorted(set(bot_scopes()) - {scope.strip() for scope in granted.split(",")})
    if not missing:
        return Finding("Scopes", "all that manifest.yml names.")
    return Finding("Scopes", f"missing: {', '.join(missing)}. Add them and reinstall the app.", fine=False)


async def _app_token(settings: Settings, client: AsyncWebClient) -> list[Finding]:
    if not settings.slack_app_token:
        return []
    try:
        await client.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
    except SlackApiError as error:
        reason = error.response.get("error")
        text = f"SLACK_APP_TOKEN is not taken ({reason}). It needs the scope connections:write."
        return [Finding("Socket Mode", text, fine=False)]
    return [Finding("Socket Mode", "Slack lets us in.")]


async def _public_url(settings: Settings) -> list[Finding]:
    parts = urlsplit(settings.public_url)
    if parts.hostname in {"127.0.0.1", "localhost", "::1"}:
        text = f"{settings.public_url} is this machine only: nobody else can open the links in mails."
        return [Finding("PUBLIC_URL", text, fine=False, warning=True)]
    try:
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(f"{settings.public_url.rstrip('/')}/healthz") as answer,
        ):
            status = answer.status
    except (aiohttp.ClientError, TimeoutError, OSError):
        status = 0
    if status == 200:
        return [Finding("PUBLIC_URL", "answers.")]
    text = (
        f"{settings.public_url} does not lead here. Is the product running? Check name, proxy, certificate."
    )
    return [Finding("PUBLIC_URL", text, fine=False, warning=True)]
