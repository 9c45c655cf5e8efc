"""Checks values of settings that people often get wrong, and says how they are written."""

import re
import ssl
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

from pydantic import SecretStr

# Those of .env.example; a test compares them with the file.
PLACEHOLDERS = frozenset({"xoxb-", "smtp://user:password@mail.acme.example:587"})
_USER_ID = re.compile(r"[UW][A-Z0-9]+")
_HOST = re.compile(r"[\w.-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?")
_ESCAPES = {"/": "%2F", "?": "%3F", "#": "%23"}


REMEDIES = {
    "slack_bot_token": "set the Bot User OAuth Token (xoxb-…) from your Slack app's page Install App "
    "(or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, for many workspaces)",
    "slack_signing_secret": "set the Signing Secret from your Slack app's page Basic Information "
    "(or SLACK_APP_TOKEN, for Socket Mode)",
    "smtp_url": "set your mail relay, for example smtp://user:password@mail.acme.example:587",
    "mail_from": "set who mails come from, for example: Acme Talent <talent@acme.example>",
    "secret_key": "set a long random text, for example from: openssl rand -hex 32",
}


def parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",")]


def is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}


def is_placeholder(value: str) -> bool:
    return value.strip().rstrip("/…") in PLACEHOLDERS


def bot_token(token: SecretStr) -> SecretStr:
    """Refuse a token of another kind: they are easily confused. Raises ValueError."""
    if not token.get_secret_value().startswith(("xoxb-", "xoxe.xoxb-")):
        raise ValueError("must be the Bot User OAuth Token (xoxb-…) from your Slack app's page Install App")
    return token


def app_token(token: SecretStr) -> SecretStr:
    """Refuse a token of another kind. Raises ValueError."""
    if not token.get_secret_value().startswith("xapp-"):
        raise ValueError("must be an App-Level Token (xapp-…) from your Slack app's page Basic Information")
    return token


def user_ids(given: Sequence[str]) -> tuple[str, ...]:
    """Refuse names where Slack user ids are needed. Raises ValueError."""
    wrong = [each for each in given if not _USER_ID.fullmatch(each)]
    if wrong:
        raise ValueError(
            f"takes Slack user ids like U012AB3CD, not names or addresses ({', '.join(wrong)}). "
            "In Slack, open the person's profile, then ⋮ and Copy member ID"
        )
    return tuple(given)


def hosts(given: Sequence[str]) -> tuple[str, ...]:
    """Refuse addresses where bare hosts are needed. Raises ValueError."""
    if not all(_HOST.fullmatch(each) for each in given):
        raise ValueError("must be exact hosts like files.slack.com, with commas between, without https://")
    return tuple(given)


def database_form(value: str) -> str:
    if value.startswith(("postgresql:", "postgres:")):
        return "must be written like postgresql://user:password@host:5432/database"
    return "must begin with sqlite:/// or postgresql://"


def must_be_escaped(url: str) -> None:
    """Refuse signs in a user or password that end an address there. Raises ValueError."""
    own = url.partition("://")[2].rpartition("@")[0]
    found = [sign for sign in _ESCAPES if sign in own]
    if found:
        how = ", ".join(f"{sign} as {_ESCAPES[sign]}" for sign in found)
        raise ValueError(f"has {' and '.join(found)} in its user or password: write {how}")


def certificates(path: str) -> str:
    """Refuse a file without certificates. Raises ValueError."""
    if path:
        trusting(path)
    return path


def trusting(path: str) -> ssl.SSLContext:
    """Trust the machine's certificates and those in a PEM file. Raises ValueError."""
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(cafile=path)
    except ssl.SSLError:
        raise ValueError(f"{path} holds no certificate in PEM") from None
    except OSError as error:
        raise ValueError(f"{path} can't be read: {error.strerror}") from None
    return context


def as_browsers_write(url: str) -> str:
    """Write scheme and host in small letters and leave out a default port, as browsers do in Origin."""
    parts = urlsplit(url)
    host = parts.netloc.lower()
    default = {"http": ":80", "https": ":443"}[parts.scheme]
    return parts._replace(netloc=host.removesuffix(default)).geturl()


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Parse addresses and networks. Raises ValueError."""
    try:
        return tuple(ip_network(part, strict=False) for part in parts(text) if part)
    except ValueError:
        raise ValueError("must be addresses or networks like 10.0.0.7, 192.168.0.0/16, fd00::/8") from None
