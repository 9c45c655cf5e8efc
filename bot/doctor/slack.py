"""The doctor's look at Slack: the tokens, their scopes, and this machine's clock against Slack's."""

from collections.abc import Awaitable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.clock import system_clock
from bot.doctor.database import is_missing, reading
from bot.doctor.finding import Finding, note, problem
from bot.log import redact
from bot.settings import Settings
from bot.slack import errors as slack_errors
from bot.slack.oauth import INSTALL
from bot.slack.scopes import bot_scopes, missing_of, split
from storage.engine import schema
from storage.engine.engines import WrongEncoding
from storage.engine.faults import DatabaseFault

SECONDS = 10
OFF_A_LITTLE, OFF_TOO_FAR = 30, 240  # seconds; Slack's requests are refused after 300


class Refused(Exception):
    """Slack refused a call, with this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoAnswer(Exception):
    """Slack did not answer, or something else did. The text says which."""


async def slack(settings: Settings) -> list[Finding]:
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    client = AsyncWebClient(
        token=token, base_url=settings.slack_api_url, timeout=SECONDS, ssl=settings.tls, retry_handlers=[]
    )
    try:
        found = await (_by_oauth if settings.slack_client_id else _one)(settings, client)
    except NoAnswer as error:
        return [problem("Slack", str(error))]
    return [*found, *await _app_token(settings, client)]


async def _one(_settings: Settings, client: AsyncWebClient) -> list[Finding]:
    try:
        answer = await _answer(client.auth_test(), client)
    except Refused as refused:
        text = f"does not take the token ({refused.code}). Copy SLACK_BOT_TOKEN again from Install App."
        return [problem("Slack", text)]
    headers = _headers(answer)
    installed = Finding("Slack", f"installed in {answer.get('team') or 'a workspace'}.")
    return [installed, scopes(headers.get("x-oauth-scopes")), *_clock(headers)]


async def _by_oauth(settings: Settings, client: AsyncWebClient) -> list[Finding]:
    try:
        answer = await _answer(client.api_test(), client)
    except Refused as refused:
        return [problem("Slack", f"refuses even a test ({refused.code}). Check SLACK_API_URL.")]
    where = f"{settings.public_url.rstrip('/')}{INSTALL}"
    reached = Finding("Slack", f"can be reached. Workspaces install the app at {where}.")
    lacking = [_lacks(company, missing, where) for company, missing in await _lacking(settings)]
    return [reached, *lacking, *_clock(_headers(answer))]


async def _answer(call: Awaitable[AsyncSlackResponse], client: AsyncWebClient) -> AsyncSlackResponse:
    """Wait for an answer of Slack's. Raises Refused or NoAnswer."""
    host = urlsplit(client.base_url).netloc
    other = f"{host} gives an answer that is not Slack's. Check SLACK_API_URL, and whether a proxy answers."
    try:
        return await call
    except SlackApiError as error:
        if code := slack_errors.error_code(error):
            raise Refused(code) from None
        raise NoAnswer(f"{other} ({_status(error)})") from error
    except slack_errors.UNREACHABLE as error:
        reason = redact(str(error) or type(error).__name__)
        advice = "Check this machine's way to the internet; TLS_CA_FILE names an authority of your own."
        raise NoAnswer(f"cannot be reached ({reason}). {advice}") from error
    except (SlackClientError, AttributeError, TypeError, ValueError) as error:
        raise NoAnswer(other) from error  # JSON, but no object


def _status(error: SlackApiError) -> str:
    response = error.response
    return f"status {getattr(response, 'status_code', None) or getattr(response, 'status', 'unknown')}"


def _headers(answer: AsyncSlackResponse) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in answer.headers.items()}


def scopes(said: str | None) -> Finding:
    """Judge the header in which Slack names a token's scopes."""
    if said is None:
        text = "are not known: Slack's answer had no X-OAuth-Scopes. A proxy may have taken it out."
        return note("Scopes", text)
    missing = sorted(set(bot_scopes()) - set(split(said)))
    if not missing:
        return Finding("Scopes", "all that manifest.yml names.")
    return problem("Scopes", f"missing: {', '.join(missing)}. Add them and reinstall the app.")


def _clock(headers: dict[str, str]) -> list[Finding]:
    return clock(headers.get("date", ""), system_clock())


def clock(said: str, now: datetime) -> list[Finding]:
    """Judge this machine's clock by the time Slack's answer was made (the header Date)."""
    try:
        theirs = parsedate_to_datetime(said)
    except ValueError:
        return []
    ahead = (now - theirs.replace(tzinfo=theirs.tzinfo or UTC)).total_seconds()
    if abs(ahead) < OFF_A_LITTLE:
        return []
    how = "ahead of" if ahead > 0 else "behind"
    text = f"is {_long(abs(ahead))} {how} Slack's. Let the system set it (NTP)"
    if abs(ahead) < OFF_TOO_FAR:
        return [note("Clock", f"{text}.")]
    return [problem("Clock", f"{text}: requests that seem older than five minutes are refused.")]


def _long(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 90 else f"{seconds:.0f} seconds"


async def _lacking(settings: Settings) -> list[tuple[str, list[str]]]:
    """List the companies whose installation lacks scopes, with these. None if the database cannot be read."""
    try:
        if is_missing(settings) or schema.revision(settings.database_url) != schema.newest():
            return []
        async with reading(settings) as uow:
            granted = await uow.installs.granted()
    except (DatabaseFault, OSError, WrongEncoding):
        return []  # what is wrong with it was said before
    return [(company, missing) for company, said in granted if (missing := missing_of(said))]


def _lacks(company: str, missing: list[str], where: str) -> Finding:
    lacks = f"{company} lacks {', '.join(missing)}; the rest works there."
    return note("Scopes", f"{lacks} It can install the app again at {where}.")


async def _app_token(settings: Settings, client: AsyncWebClient) -> list[Finding]:
    if not settings.slack_app_token:
        return []
    token = settings.slack_app_token.get_secret_value()
    try:
        await _answer(client.apps_connections_open(app_token=token), client)
    except Refused as refused:
        text = f"SLACK_APP_TOKEN is not taken ({refused.code}). It needs the scope connections:write."
        return [problem("Socket Mode", text)]
    except NoAnswer as error:
        return [problem("Socket Mode", str(error))]
    return [Finding("Socket Mode", "Slack lets us in.")]
