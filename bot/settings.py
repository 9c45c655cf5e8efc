"""The only reader of the environment. All that is missing or wrong is told at once, and no secret shown."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.exc import ArgumentError

from bot.mail.content import Mailbox
from bot.mail.errors import InvalidAddress
from bot.mail.smtp import Smtp
from bot.rate import Rate
from storage.database import async_url

CommaList = Annotated[tuple[str, ...], NoDecode]


class SettingsWrong(Exception):
    """The program cannot start; the text lists every problem with its remedy."""


class Settings(BaseSettings):
    """One frozen object, made once at start and handed down."""

    model_config = SettingsConfigDict(
        env_file=".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        env_ignore_empty=True,
        validate_default=True,  # so that what is missing is told together with what is wrong
    )

    slack_client_id: str | None = None  # before the token that it spares
    slack_client_secret: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None  # before the secret that it spares
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    slack_file_hosts: CommaList = ("files.slack.com",)
    admins: CommaList = ()
    database_url: str = Field(default="sqlite:///trusted-contacts.db", repr=False)  # may hold a password
    smtp_url: SecretStr | None = None
    mail_from: str | None = None
    mail_rate: Annotated[Rate, NoDecode] = Rate.parse("600/minute")
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

    @field_validator("admins", "slack_file_hosts", "secret_key", mode="before")
    @classmethod
    def _comma_list(cls, value: Any) -> Any:
        return tuple(filter(None, _parts(value))) if isinstance(value, str) else value

    @field_validator("mail_rate", "signup_rate", mode="before")
    @classmethod
    def _rate(cls, value: Any) -> Any:
        return Rate.parse(value) if isinstance(value, str) else value

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: Any) -> Any:
        return tuple(map(_network, filter(None, _parts(value)))) if isinstance(value, str) else value

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
        return value

    @field_validator("slack_bot_token", "slack_signing_secret", "secret_key", "smtp_url", "mail_from")
    @classmethod
    def _given(cls, value: Any, info: ValidationInfo) -> Any:
        by_socket = info.field_name == "slack_signing_secret" and info.data.get("slack_app_token")
        by_oauth = info.field_name == "slack_bot_token" and info.data.get("slack_client_id")
        if not value and not by_socket and not by_oauth:
            raise ValueError(_REMEDIES[str(info.field_name)])
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
            async_url(value)
        except (ValueError, ArgumentError):
            raise ValueError("must begin with sqlite:/// or postgresql://") from None
        return value

    @field_validator("smtp_url")
    @classmethod
    def _relay(cls, value: SecretStr) -> SecretStr:
        Smtp.from_url(value.get_secret_value())
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str) -> str:
        try:
            Mailbox.parse(value)
        except InvalidAddress:
            raise ValueError("must be written like Acme Talent <talent@acme.example>") from None
        return value


_REMEDIES = {
    "slack_bot_token": "set the Bot User OAuth Token (xoxb-…) from your Slack app's page Install App "
    "(or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, for many workspaces)",
    "slack_signing_secret": "set the Signing Secret from your Slack app's page Basic Information "
    "(or SLACK_APP_TOKEN, for Socket Mode)",
    "smtp_url": "set your mail relay, for example smtp://user:password@mail.acme.example:587",
    "mail_from": "set who mails come from, for example: Acme Talent <talent@acme.example>",
    "secret_key": "set a long random text, for example from: openssl rand -hex 32",
}


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",")]


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        raise ValueError("must be addresses or networks like 10.0.0.7, 192.168.0.0/16, fd00::/8") from None


def read_settings(**given: Any) -> Settings:
    """The settings from the environment and .env; raises SettingsWrong with one text for all problems."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsWrong(_told(error)) from None


def _told(error: ValidationError) -> str:
    lines: list[str] = []
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        name = ".".join(str(part) for part in problem["loc"]).upper()
        text = problem["msg"].removeprefix("Value error, ").removeprefix(f"{name}: ")
        lines.append(f"{name}: {text}")
    listed = "\n".join(f"  - {line}" for line in lines)
    return f"Trusted Contacts cannot start. Please set or correct, in the environment or in .env:\n{listed}"
