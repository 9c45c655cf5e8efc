"""The settings.

Only this module reads the environment; it reports all problems at once and shows no secret.
"""

import os
import ssl
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot import values
from bot.mail import headers
from bot.mail.content import Mailbox
from bot.mail.errors import InvalidAddress
from bot.mail.imap import Imap
from bot.mail.signing import Signer, is_selector
from bot.mail.smtp import Smtp
from bot.names import Misspelt, misspelt
from bot.rate import Rate
from storage.engine import failpoints
from storage.engine.engines import async_url
from storage.outbox.limits import DomainLimit, RateLimit

CommaList = Annotated[tuple[str, ...], NoDecode]
BotToken = Annotated[SecretStr, AfterValidator(values.bot_token)]
AppToken = Annotated[SecretStr, AfterValidator(values.app_token)]


class SettingsWrong(Exception):
    """The settings are wrong. The text lists every problem with its remedy, `problems` are these alone."""

    def __init__(self, text: str, problems: Sequence[str]) -> None:
        super().__init__(text)
        self.problems = problems


class Settings(BaseSettings):
    """The frozen settings, made once at start and passed on."""

    model_config = SettingsConfigDict(
        env_file=".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        env_ignore_empty=True,
        validate_default=True,  # so that missing and invalid settings are reported together
    )

    slack_client_id: str | None = None  # before slack_bot_token, which it replaces
    slack_client_secret: SecretStr | None = None
    slack_bot_token: BotToken | None = None
    slack_app_token: AppToken | None = None  # before slack_signing_secret, which it replaces
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    slack_file_hosts: Annotated[CommaList, AfterValidator(values.hosts)] = ("files.slack.com",)
    admins: Annotated[CommaList, AfterValidator(values.user_ids)] = ()
    database_url: str = Field(default="sqlite:///trusted-contacts.db", repr=False)  # may contain a password
    journal_file: str = ""
    smtp_url: SecretStr | None = None
    mail_from: str | None = None
    mail_return_path: str | None = None
    bounce_imap_url: SecretStr | None = None
    dkim_selector: str = ""  # before dkim_key_file, which needs it
    dkim_key_file: str = ""
    tls_ca_file: Annotated[str, AfterValidator(values.certificates)] = ""
    mail_rate: Annotated[Rate, NoDecode] = Rate.parse("600/minute")
    mail_domain_rate: Annotated[Rate | None, NoDecode] = None
    mail_domain_connections: int | None = Field(default=None, ge=1)
    signup_rate: Annotated[Rate, NoDecode] = Rate.parse("30/minute")
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    import_grace_seconds: int = Field(default=120, ge=0, le=86_400)
    lease_seconds: int = Field(default=60, ge=2)
    public_url: str = "http://127.0.0.1:3000"
    postal_address: str = ""
    secret_key: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["console", "json"] = "console"
    failpoint: str = ""

    @field_validator("admins", "slack_file_hosts", "secret_key", mode="before")
    @classmethod
    def _comma_list(cls, value: Any) -> Any:
        return tuple(filter(None, values.parts(value))) if isinstance(value, str) else value

    @field_validator("mail_rate", "mail_domain_rate", "signup_rate", mode="before")
    @classmethod
    def _rate(cls, value: Any) -> Any:
        return Rate.parse(value) if isinstance(value, str) else value

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: Any) -> Any:
        return values.networks(value) if isinstance(value, str) else value

    @field_validator("slack_api_url")
    @classmethod
    def _with_slash(cls, value: str) -> str:
        return value if value.endswith("/") else value + "/"

    @field_validator("public_url", "slack_api_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError("must be an address like https://contacts.acme.example")
        return values.as_browsers_write(value)

    @field_validator("slack_bot_token", "slack_signing_secret", "secret_key", "smtp_url", "mail_from")
    @classmethod
    def _given(cls, value: Any, info: ValidationInfo) -> Any:
        by_socket = info.field_name == "slack_signing_secret" and info.data.get("slack_app_token")
        by_oauth = info.field_name == "slack_bot_token" and info.data.get("slack_client_id")
        if not value and not by_socket and not by_oauth:
            raise ValueError(values.REMEDIES[str(info.field_name)])
        return value

    @field_validator("slack_bot_token", "smtp_url")
    @classmethod
    def _no_placeholder(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value and values.is_placeholder(value.get_secret_value()):
            raise ValueError(f"is the placeholder of .env.example: {values.REMEDIES[str(info.field_name)]}")
        return value

    @field_validator("slack_client_secret")
    @classmethod
    def _with_client_id(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if bool(value) != bool(info.data.get("slack_client_id")):
            raise ValueError(
                "goes together with SLACK_CLIENT_ID: set both, from your Slack app's page Basic Information"
            )
        return value

    @field_validator("slack_bot_token")
    @classmethod
    def _one_or_many(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value and info.data.get("slack_client_id"):
            raise ValueError(
                "is for one workspace, SLACK_CLIENT_ID for many that install it by OAuth: set one of them"
            )
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        try:
            url = async_url(value)
        except ValueError:
            raise ValueError(values.database_form(value)) from None
        on_server = url.get_backend_name() != "sqlite"
        if "@" in (url.host or "") or (on_server and "@" in (url.database or "")):
            # its rest would be looked up, and logged, as a host
            raise ValueError("has an @ in its user or password: write it as %40")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _relay(cls, value: SecretStr) -> SecretStr:
        values.must_be_escaped(value.get_secret_value())
        Smtp.from_url(value.get_secret_value())
        return value

    @field_validator("mail_from")
    @classmethod
    def _mail_from(cls, value: str) -> str:
        try:
            Mailbox.parse(value)
        except InvalidAddress:
            raise ValueError("must be written like Acme Talent <talent@acme.example>") from None
        return value

    @field_validator("mail_return_path")
    @classmethod
    def _envelope_sender(cls, value: str | None) -> str | None:
        try:
            plain = value is None or headers.address(value.replace("{id}", "1-a", 1)).isascii()
        except InvalidAddress:
            plain = False
        if not plain:
            raise ValueError("must be a bare address like bounces@acme.example or bounce+{id}@acme.example")
        return value

    @field_validator("bounce_imap_url")
    @classmethod
    def _bounce_mailbox(cls, value: SecretStr | None) -> SecretStr | None:
        if value:
            values.must_be_escaped(value.get_secret_value())
            Imap.from_url(value.get_secret_value())
        return value

    @property
    def file_hosts(self) -> tuple[str, ...]:
        """Return the hosts from which files may be fetched: with GovSlack's Web API its own, too."""
        gov = urlsplit(self.slack_api_url).hostname == "slack-gov.com"
        return (*self.slack_file_hosts, "files.slack-gov.com") if gov else self.slack_file_hosts

    @field_validator("dkim_selector")
    @classmethod
    def _selector(cls, value: str) -> str:
        if value and not is_selector(value):
            raise ValueError("must be the name of a DKIM key below _domainkey, like contacts")
        return value

    @field_validator("dkim_key_file")
    @classmethod
    def _key_file(cls, value: str, info: ValidationInfo) -> str:
        if value and not info.data.get("dkim_selector"):
            raise ValueError("needs DKIM_SELECTOR, the name under which its public key is published")
        if value:
            Signer.from_file(value, info.data["dkim_selector"], "")
        return value

    @field_validator("failpoint")
    @classmethod
    def _for_tests_alone(cls, value: str, info: ValidationInfo) -> str:
        """Refuse it beside the real Slack, where people would wait for a program that kills itself."""
        if value and not values.is_loopback(info.data.get("slack_api_url", "")):
            raise ValueError(
                "kills the program, for tests: it needs a stand-in for Slack, SLACK_API_URL on this machine"
            )
        if value:
            failpoints.parse(value)
        return value

    @property
    def mail_limit(self) -> RateLimit:
        """Return how many emails may be sent, in all and to one recipient's domain."""
        rate, domain_rate = self.mail_rate, self.mail_domain_rate
        of_domain = RateLimit(domain_rate.every_us, domain_rate.burst) if domain_rate else None
        limited = of_domain or self.mail_domain_connections
        per_domain = DomainLimit(of_domain, self.mail_domain_connections) if limited else None
        return RateLimit(rate.every_us, rate.burst, per_domain)

    @property
    def signer(self) -> Signer | None:
        """Read the DKIM key, if there is one of our own."""
        if not self.dkim_key_file:
            return None
        return Signer.from_file(self.dkim_key_file, self.dkim_selector, self.sender.domain)

    @property
    def tls(self) -> ssl.SSLContext | None:
        """Trust also the certificates of TLS_CA_FILE. None: those of the machine alone."""
        return values.trusting(self.tls_ca_file) if self.tls_ca_file else None

    @property
    def sender(self) -> Mailbox:
        return Mailbox.parse(self.mail_from or "")

    @property
    def foot_address(self) -> str:
        """Return POSTAL_ADDRESS if one company uses the program. With OAuth each workspace has its own."""
        return "" if self.slack_client_id else self.postal_address

    @property
    def return_path(self) -> str:
        """Return every email's envelope sender. `{id}` in it stands for the email's id."""
        return self.mail_return_path or self.sender.email


class HowToLog(BaseSettings):
    """The two settings needed to report problems with the others."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    log_level: str = "info"
    log_format: str = "console"


def how_to_log() -> tuple[str, str]:
    """Read (LOG_LEVEL, LOG_FORMAT). Wrong or unreadable ones get their defaults."""
    try:
        given = HowToLog()
    except (ValidationError, OSError, UnicodeDecodeError):
        given = HowToLog(_env_file=None)
    levels = {"debug", "info", "warning", "error"}
    return given.log_level if given.log_level in levels else "info", given.log_format


def read_settings(**given: Any) -> Settings:
    """Read the settings from the environment and .env. Raises SettingsWrong with all problems."""
    try:
        return Settings(**given)
    except ValidationError as error:
        problems = [*_problems(error), *(f"{each.name}: {each.hint}" for each in misspelt_names())]
        listed = "\n".join(f"  - {line}" for line in problems)
        raise SettingsWrong(f"{_CANNOT_START}\n{listed}", problems) from None
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        said = f"The file .env can't be read: {why}. Correct it, or take it away."
        raise SettingsWrong(said, [said]) from None


_CANNOT_START = "Trusted Contacts cannot start. Please set or correct, in the environment or in .env:"


def _problems(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        name = ".".join(str(part) for part in problem["loc"]).upper()
        yield f"{name}: {problem['msg'].removeprefix('Value error, ').removeprefix(f'{name}: ')}"


def wants_traces() -> bool:
    """Tell whether OpenTelemetry's own variables name a place for traces."""
    named = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
    return any(os.environ.get(name) for name in named) and os.environ.get("OTEL_TRACES_EXPORTER") != "none"


def misspelt_names() -> list[Misspelt]:
    """List names in the environment and in .env that were probably meant to be settings."""
    try:
        in_file = dotenv_values(".env")
    except (OSError, UnicodeDecodeError):
        in_file = {}
    return misspelt(os.environ, in_file, [name.upper() for name in Settings.model_fields])
