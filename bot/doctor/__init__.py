"""`python -m bot doctor`: checks everything the product needs and says what to correct."""

from collections.abc import Awaitable, Callable
from functools import partial

from bot.doctor.address import public_address
from bot.doctor.database import database
from bot.doctor.finding import Finding, note, problem
from bot.doctor.mail import bounce_mailbox, postal_address, relay, sender_records
from bot.doctor.slack import slack
from bot.log import redact
from bot.settings import Settings, misspelt_names

__all__ = ["Finding", "examine"]

LONG_ENOUGH = 32  # characters of SECRET_KEY: 128 bits in hexadecimal

Check = Callable[[Settings], Awaitable[list[Finding]]]


async def examine(settings: Settings, dns_server: tuple[str, int] | None = None) -> list[Finding]:
    """Run every check, in the order in which things are set up.

    `dns_server` is a host and port to ask instead of the machine's own DNS servers.
    """
    records = partial(sender_records, dns_server=dns_server)
    checks: list[tuple[str, Check]] = [
        ("Settings", _settings),
        ("SECRET_KEY", _secret_key),
        ("Database", database),
        ("Mail", relay),
        ("POSTAL_ADDRESS", postal_address),
        ("BOUNCE_IMAP_URL", bounce_mailbox),
        ("DNS", records),
        ("Slack", slack),
        ("PUBLIC_URL", public_address),
    ]
    findings: list[Finding] = []
    for about, check in checks:
        findings += await _told(about, check, settings)
    return findings


async def _told(about: str, check: Check, settings: Settings) -> list[Finding]:
    """Run a check. One that fails by itself is a finding, too: the others still run."""
    try:
        return await check(settings)
    except Exception as error:
        said = redact(f"{type(error).__name__}: {error}").splitlines()[0]
        return [problem(about, f"could not be looked at ({said}).")]


async def _settings(_settings: Settings) -> list[Finding]:
    unknown = [note(each.name, each.hint) for each in misspelt_names()]
    return [Finding("Settings", "complete."), *unknown]


async def _secret_key(settings: Settings) -> list[Finding]:
    if min(len(key.get_secret_value()) for key in settings.secret_key) >= LONG_ENOUGH:
        return []
    text = f"has fewer than {LONG_ENOUGH} characters and could be guessed. Use: openssl rand -hex 32"
    return [note("SECRET_KEY", text)]
