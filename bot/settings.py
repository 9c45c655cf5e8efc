"""The only reader of the environment. All that is missing or wrong is told at once, and no secret shown."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.rate import Rate

CommaList = Annotated[tuple[str, ...], NoDecode]


class SettingsWrong(Exception):
    """The program cannot start; the text lists every problem with its remedy."""


class Settings(BaseSettings):
    """One frozen object, made once at start and handed down."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True, env_ignore_empty=True
    )

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    admins: CommaList = ()
    database_url: str = "sqlite:///trusted-contacts.db"
    smtp_url: SecretStr | None = None
    mail_from: str | None = None
    mail_rate: Annotated[Rate, NoDecode] = Rate.parse("600/minute")
    signup_rate: Annotated[Rate, NoDecode] = Rate.parse("30/minute")
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    lease_seconds: int = Field(default=60, ge=2)
    public_url: str = "http://127.0.0.1:3000"
    postal_address: str = ""
    secret_key: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["console", "json"] = "console"

    @field_validator("admins", "secret_key", mode="before")
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

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = [
            f"{name.upper()}: {remedy}" for name, remedy in self._needed().items() if not getattr(self, name)
        ]
        if missing:
            raise ValueError("\n".join(missing))
        return self

    def _needed(self) -> dict[str, str]:
        needed = {
            "slack_bot_token": "set the Bot User OAuth Token (xoxb-…) from your Slack app's page Install App",
            "secret_key": "set a long random text, for example from: openssl rand -hex 32",
            "smtp_url": "set your mail relay, for example smtp://user:password@mail.acme.example:587",
            "mail_from": "set who mails come from, for example: Acme Talent <talent@acme.example>",
        }
        if not self.slack_app_token:
            needed |= {
                "slack_signing_secret": "set the Signing Secret from your Slack app's page Basic Information "
                "(or SLACK_APP_TOKEN, for Socket Mode)"
            }
        return needed


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
        text = problem["msg"].removeprefix("Value error, ")
        lines += [f"{name}: {text}"] if name else text.splitlines()
    listed = "\n".join(f"  - {line}" for line in lines)
    return f"Trusted Contacts cannot start. Please set or correct, in the environment or in .env:\n{listed}"
